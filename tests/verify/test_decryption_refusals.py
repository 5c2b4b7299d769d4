"""What is refused before, or in spite of, decrypting; each with its own code and in a moment."""

import json
import time
import zlib
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.jose import base64url, jwe
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify.decryption import Decryption, JweLimits, decrypt
from jwtlens.verify.encryption import encrypt
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests import jwe_kit as kit

DIR = kit.secret_for("dir", "A128GCM")
KW = kit.secret_for("A128KW", "A128GCM")
PASSWORD = {"kty": "oct", "k": base64url.encode(b"correct horse")}
IV, TAG = bytes(12), bytes(16)


def refused(header: dict[str, Any], *parts: bytes, key: kit.Jwk = DIR) -> Decryption:
    found = decrypt(kit.parsed(kit.compact(header, *parts)), kit.ring(key))
    assert (found.plaintext, found.key, found.recipient) == (None, None, None)
    return found


@pytest.mark.parametrize(
    ("header", "parts", "code", "field"),
    [
        ({"alg": "dir", "enc": "A128GCM"}, (b"key", IV, b"", TAG), "encrypted-key-present", "encrypted key"),
        ({"alg": "A128KW", "enc": "A128GCM"}, (b"", IV, b"", TAG), "encrypted-key-missing", "encrypted key"),
        ({"alg": "dir", "enc": "A128GCM"}, (b"", IV[1:], b"", TAG), "iv-size", "iv"),
        ({"alg": "dir", "enc": "A128GCM"}, (b"", IV, b"", TAG[4:]), "tag-size", "tag"),
        ({"alg": "dir", "enc": "A128GCM"}, (b"", IV, b"", TAG + TAG), "tag-size", "tag"),
        ({"alg": "dir", "enc": "A128CBC"}, (b"", IV, b"", TAG), "enc-unknown", "header/enc"),
        ({"alg": "none", "enc": "A128GCM"}, (b"", IV, b"", TAG), "alg-none", "header/alg"),
        ({"alg": "HS256", "enc": "A128GCM"}, (b"", IV, b"", TAG), "alg-signature", "header/alg"),
        ({"alg": "DIR", "enc": "A128GCM"}, (b"", IV, b"", TAG), "alg-unknown", "header/alg"),
        ({"alg": "dir", "enc": "A128GCM", "zip": "GZIP"}, (b"", IV, b"", TAG), "zip-unknown", "header/zip"),
        ({"alg": "dir", "enc": "A128GCM", "crit": ["x"], "x": 1}, (b"", IV, b"", TAG), "crit-unknown", "header/crit"),
        ({"alg": "dir", "enc": "A128GCM", "crit": ["b64"], "b64": True}, (b"", IV, b"", TAG), "crit-unknown",
         "header/crit"),
        ({"alg": "A128GCMKW", "enc": "A128GCM", "iv": "AAAA", "tag": base64url.encode(TAG)}, (b"k", IV, b"", TAG),
         "header-iv-size", "header/iv"),
        ({"alg": "A128GCMKW", "enc": "A128GCM", "iv": base64url.encode(IV), "tag": "AAAA"}, (b"k", IV, b"", TAG),
         "header-tag-size", "header/tag"),
    ],
)  # fmt: skip
def test_a_well_formed_token_that_cannot_be(
    header: dict[str, Any], parts: tuple[bytes, ...], code: str, field: str
) -> None:
    found = refused(header, *parts)
    assert (found.status, found.code, found.field) == (Status.FAILED, code, field)


def pbes2(**parameters: object) -> dict[str, Any]:
    return {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2s": "c2FsdHNhbHQ", **parameters}


@pytest.mark.parametrize("rounds", ["1000001", "2147483647", "1" + "0" * 400, "1" + "0" * 5000], ids=len)
def test_too_many_rounds_are_refused_at_once(rounds: str) -> None:
    text = json.dumps(pbes2(p2c=0)).replace('"p2c": 0', f'"p2c": {rounds}')
    token = ".".join([base64url.encode(text.encode()), "AAAA", *map(base64url.encode, (IV, b"", TAG))])
    start = time.perf_counter()
    found = decrypt(kit.parsed(token), kit.ring(PASSWORD))
    assert time.perf_counter() - start < 0.5
    assert (found.status, found.code, found.field, found.cap) == (Status.FAILED, "p2c-cap", "header/p2c", "rounds")
    assert "jwtlens stops at 1,000,000" in found.reason


def test_the_cap_on_rounds_can_be_changed() -> None:
    token = encrypt(b"content", pbes2(p2c=3000), kit.ring(PASSWORD).keys[0])
    assert decrypt(kit.parsed(token), kit.ring(PASSWORD)).plaintext == b"content"
    found = decrypt(kit.parsed(token), kit.ring(PASSWORD), limits=JweLimits(rounds=2999))
    assert (found.code, found.cap) == ("p2c-cap", "rounds")


def test_rounds_are_counted_over_all_keys_and_recipients() -> None:
    others = [{**PASSWORD, "k": base64url.encode(bytes([number] * 20))} for number in range(3)]
    token = encrypt(b"content", pbes2(p2c=3000), kit.ring(PASSWORD).keys[0])
    keyring = kit.ring(*others, PASSWORD)
    assert decrypt(kit.parsed(token), keyring, limits=JweLimits(rounds=12_000)).plaintext == b"content"
    found = decrypt(kit.parsed(token), keyring, limits=JweLimits(rounds=11_999))
    assert (found.status, found.code, found.cap) == (Status.NOT_CHECKED, "work-cap", "rounds")


@pytest.mark.parametrize(("most", "code"), [(6000, ""), (5999, "work-cap"), (2999, "p2c-cap")])
def test_rounds_are_counted_over_all_the_tokens_inside_one_another(most: int, code: str) -> None:
    """Each layer stays below the cap, and together they would not."""
    key = kit.ring(PASSWORD).keys[0]
    inside = encrypt(b"{}", pbes2(p2c=3000), key)
    token = encrypt(inside.encode(), pbes2(p2c=3000, cty="JWT"), key)
    seen = inspect(token, kit.ring(PASSWORD), Policy(jwe_limits=JweLimits(rounds=most)), now=0, with_audit=False)
    last = seen.innermost.report.check("decryption")
    assert last is not None
    assert (last.status is Status.PASSED) is (not code)
    assert last.code == (code or "decryption")
    assert seen.innermost.policy.jwe_limits == JweLimits(rounds=most)
    if code == "work-cap":
        assert f"jwtlens stops at {most:,} rounds of PBKDF2 for one token and those inside it" in last.reason
        assert seen.report.verdict is Verdict.NOT_VERIFIED


def test_a_count_means_nothing_without_a_password() -> None:
    for count in (-(10**9), 10**9, "many"):
        token = encrypt(b"content", {"alg": "dir", "enc": "A128GCM", "p2c": count}, kit.ring(DIR).keys[0])
        assert decrypt(kit.parsed(token), kit.ring(DIR)).plaintext == b"content"


def test_a_short_salt_is_refused() -> None:
    assert refused(pbes2(p2c=1000, p2s="YWJj"), b"key", IV, b"", TAG, key=PASSWORD).code == "p2s-size"


def test_attempts_are_capped() -> None:
    keys = [kit.secret_for("A128KW", "A128GCM", number) for number in range(20)]
    token = kit.by_joserfc({"alg": "A128KW", "enc": "A128GCM"}, kit.secret_for("A128KW", "A128GCM", 50))
    found = decrypt(kit.parsed(token), kit.ring(*keys))
    assert (found.status, found.code, found.cap) == (Status.NOT_CHECKED, "work-cap", "tries")
    fewer = decrypt(kit.parsed(token), kit.ring(*keys[:3]))
    assert (fewer.status, fewer.code) == (Status.FAILED, "decryption-failed")
    assert fewer.reason == "the content does not decrypt with any of 3 attempts (recipients and keys)"


def sealed_as_zip(data: bytes) -> str:
    """A token that claims that its content is compressed; the content is these bytes."""
    protected = base64url.encode(b'{"alg":"dir","enc":"A128GCM","zip":"DEF"}')
    sealed = AESGCM(base64url.decode(DIR["k"]).data).encrypt(IV, data, protected.encode())
    return ".".join([protected, "", *map(base64url.encode, (IV, sealed[:-16], sealed[-16:]))])


def deflated(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


def test_a_bomb_is_not_inflated() -> None:
    token = sealed_as_zip(deflated(bytes(64 * 1024 * 1024)))
    start = time.perf_counter()
    found = decrypt(kit.parsed(token), kit.ring(DIR))
    assert time.perf_counter() - start < 0.5
    assert (found.status, found.code, found.cap) == (Status.FAILED, "inflated-cap", "inflated_bytes")
    assert found.plaintext is None
    assert "256,000 bytes" in found.reason


def test_the_inflated_size_is_exact_and_can_be_changed() -> None:
    token = sealed_as_zip(deflated(bytes(1000)))
    assert decrypt(kit.parsed(token), kit.ring(DIR), limits=JweLimits(inflated_bytes=1000)).plaintext == bytes(1000)
    assert decrypt(kit.parsed(token), kit.ring(DIR), limits=JweLimits(inflated_bytes=999)).cap == "inflated_bytes"


@pytest.mark.parametrize(
    "data",
    [deflated(b"content")[:-1], deflated(b"content") + b"x", b"\xff\xff\xff", b"", zlib.compress(b"content")],
    ids=["cut", "tail", "no-deflate", "empty", "with-zlib-header"],
)
def test_damaged_compression_is_refused(data: bytes) -> None:
    found = decrypt(kit.parsed(sealed_as_zip(data)), kit.ring(DIR))
    assert (found.status, found.code, found.plaintext) == (Status.FAILED, "zip-invalid", None)


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ({**KW, "use": "sig"}, Status.FAILED, "key-use"),
        ({**KW, "key_ops": ["sign", "verify"]}, Status.FAILED, "key-use"),
        ({**KW, "key_ops": ["wrapKey"]}, Status.FAILED, "key-use"),
        ({**KW, "key_ops": ["unwrapKey"], "use": "enc"}, Status.PASSED, "decrypted"),
        ({**KW, "alg": "A128GCMKW"}, Status.FAILED, "key-mismatch"),
        ({**KW, "alg": "A128GCM"}, Status.FAILED, "key-mismatch"),
        ({**KW, "alg": "A128KW"}, Status.PASSED, "decrypted"),
        (kit.secret_for("A192KW", "A128GCM"), Status.FAILED, "key-mismatch"),
        (json.loads(kit.asymmetric("P-256")), Status.FAILED, "key-mismatch"),
    ],
)
def test_what_a_key_says_about_itself_counts(key: kit.Jwk, status: Status, code: str) -> None:
    found = decrypt(kit.parsed(kit.by_joserfc({"alg": "A128KW", "enc": "A128GCM"}, KW)), kit.ring(key))
    assert (found.status, found.code) == (status, code)


@pytest.mark.parametrize("alg", ["A128GCM", "dir", None])
def test_the_alg_of_a_direct_key_may_be_either(alg: str | None) -> None:
    key = {**DIR, "alg": alg} if alg else DIR
    token = kit.parsed(kit.by_joserfc({"alg": "dir", "enc": "A128GCM"}, DIR))
    assert decrypt(token, kit.ring(key)).status is Status.PASSED
    assert decrypt(token, kit.ring({**DIR, "alg": "A256GCM"})).code == "key-mismatch"


def test_a_secret_of_the_wrong_size_says_which_is_right() -> None:
    found = refused({"alg": "dir", "enc": "A192GCM"}, b"", IV, b"", TAG)
    assert found.reason == "dir with A192GCM needs a secret of exactly 192 bits; this one is secret, 128 bits"


@pytest.mark.parametrize(("alg", "kind"), [("RSA-OAEP", "RSA"), ("ECDH-ES", "P-256"), ("ECDH-ES", "X25519")])
def test_a_public_key_decides_nothing(alg: str, kind: str) -> None:
    key = kit.key_for(alg, "A128GCM", kind)
    public = {name: value for name, value in key.items() if name in {"kty", "crv", "x", "y", "n", "e"}}
    found = decrypt(kit.parsed(kit.by_joserfc({"alg": alg, "enc": "A128GCM"}, key)), kit.ring(public))
    assert (found.status, found.code) == (Status.NOT_CHECKED, "key-public")


def test_without_a_key_nothing_is_decided() -> None:
    token = kit.parsed(kit.by_joserfc({"alg": "dir", "enc": "A128GCM"}, DIR))
    assert decrypt(token, Keyring())[:3] == (Status.NOT_CHECKED, "no-key", "no key given")
    unread = decrypt(token, read_keys(Secret('{"kty":"oct"}')))
    assert (unread.status, unread.code) == (Status.NOT_CHECKED, "no-key")
    assert "missing" in unread.reason


def test_a_malformed_token_is_not_tried() -> None:
    token = kit.by_joserfc({"alg": "dir", "enc": "A128GCM"}, DIR) + "="
    assert decrypt(jwe.parse(token), kit.ring(DIR))[:2] == (Status.NOT_CHECKED, "malformed")


def test_the_allow_list_names_algorithms_of_either_kind() -> None:
    token = kit.parsed(kit.by_joserfc({"alg": "dir", "enc": "A128GCM"}, DIR))
    for allowed in (("dir",), ("A128KW", "dir"), ("dir", "A128GCM")):
        assert decrypt(token, kit.ring(DIR), allowed=allowed).status is Status.PASSED
    assert decrypt(token, kit.ring(DIR), allowed=("A128KW",)).code == "alg-not-allowed"
    assert decrypt(token, kit.ring(DIR), allowed=()).code == "alg-not-allowed"
    assert decrypt(token, kit.ring(DIR), allowed=("dir", "A256GCM")).code == "enc-not-allowed"


def test_kid_selects_in_a_set() -> None:
    keys = [{**kit.secret_for("A128KW", "A128GCM", number), "kid": str(number)} for number in range(30)]
    token = kit.parsed(kit.by_joserfc({"alg": "A128KW", "enc": "A128GCM", "kid": "29"}, keys[29]))
    found = decrypt(token, kit.ring(*keys))
    assert found.key is not None
    assert found.key.kid == "29"
    missing = decrypt(token, kit.ring(*keys[:5]))
    assert (missing.status, missing.code, missing.field) == (Status.FAILED, "kid-not-found", "header/kid")
    alone = {**keys[29], "kid": "another"}
    assert decrypt(token, kit.ring(alone)).status is Status.PASSED


def with_epk(epk: dict[str, Any], kind: str) -> Decryption:
    header = {"alg": "ECDH-ES", "enc": "A128GCM", "epk": epk}
    return refused(header, b"", IV, b"", TAG, key=kit.key_for("ECDH-ES", "A128GCM", kind))


def test_an_ephemeral_key_off_its_curve_is_refused() -> None:
    epk = {"kty": "EC", "crv": "P-256", "x": base64url.encode(bytes(31) + b"\1"), "y": base64url.encode(bytes(32))}
    found = with_epk(epk, "P-256")
    assert (found.code, found.field) == ("epk-invalid", "header/epk")
    assert "not a point on P-256" in found.reason


@pytest.mark.parametrize("point", [bytes(32), b"\1" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"])
def test_a_point_of_low_order_is_refused(point: bytes) -> None:
    found = with_epk({"kty": "OKP", "crv": "X25519", "x": base64url.encode(point)}, "X25519")
    assert found.code == "decryption-failed"


@pytest.mark.parametrize(
    "epk",
    [
        {},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(bytes(32))},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": ["P-256"]},
        {"kty": "RSA", "crv": "P-256"},
    ],
)
def test_an_ephemeral_key_of_another_kind_is_refused(epk: dict[str, Any]) -> None:
    assert with_epk(epk, "P-256").code == "epk-invalid"


def test_an_ephemeral_key_on_another_curve_does_not_fit() -> None:
    epk = {name: kit.key_for("ECDH-ES", "A128GCM", "P-384")[name] for name in ("kty", "crv", "x", "y")}
    found = with_epk(epk, "P-256")
    assert (found.code, found.reason) == ("key-mismatch", "the ephemeral key (epk) is on P-384, the key on P-256")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["AAAA", "DEF"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kty", "crv", "x", "y"]), inner),
    max_leaves=4,
)
NAMES = ("kid", "zip", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c", "typ", "x")


@cache
def keys_of_every_type() -> Keyring:
    return kit.ring(DIR, *(json.loads(kit.asymmetric(kind)) for kind in ("RSA", "P-256", "X25519")))


@settings(deadline=None, max_examples=300)
@given(
    alg=st.sampled_from(list(KEY_MANAGEMENT)),
    enc=st.sampled_from(list(CONTENT_ENCRYPTION)),
    rest=st.dictionaries(st.sampled_from(NAMES), ANYTHING),
    encrypted_key=st.binary(max_size=40),
    as_json=st.booleans(),
)
def test_no_header_makes_it_raise(
    alg: str, enc: str, rest: dict[str, Any], encrypted_key: bytes, *, as_json: bool
) -> None:
    row = CONTENT_ENCRYPTION[enc]
    header = {**rest, "alg": alg, "enc": enc}
    iv, tag = base64url.encode(bytes(row.iv_bytes)), base64url.encode(bytes(row.tag_bytes))
    wrapped = base64url.encode(encrypted_key)
    token = ".".join([base64url.encode(json.dumps(header).encode()), wrapped, iv, "AAAA", tag])
    if as_json:
        recipients = [{"header": header, "encrypted_key": wrapped}] * 2
        token = json.dumps({"recipients": recipients, "iv": iv, "ciphertext": "AAAA", "tag": tag})
    assert decrypt(jwe.parse(token), keys_of_every_type(), limits=JweLimits(rounds=10)).plaintext is None
