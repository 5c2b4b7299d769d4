"""One case per cause, and none that accuses a good token."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.explanation import explain
from jwtlens.inspection import inspect
from jwtlens.jose import jws
from jwtlens.jose import serialization as any_form
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.jwk import required_members, to_jwk
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.read import SecretEncoding, read_keys
from jwtlens.keys.request import ENCODINGS
from jwtlens.keys.secret import Secret
from jwtlens.keys.sources import load_key
from jwtlens.verify import diagnosis, signature
from jwtlens.verify.diagnosis import Diagnosis, diagnose
from tests.certificate_kit import issue
from tests.core_kit import NOW, SECRET, b64, compact, key_for, pair, secret, signed, unb64

ALGORITHMS = tuple(name for name, row in SIGNATURE_ALGORITHMS.items() if row.family != "ML-DSA")
ECDSA = tuple(name for name in ALGORITHMS if SIGNATURE_ALGORITHMS[name].family == "ECDSA")
RSA = tuple(name for name in ALGORITHMS if SIGNATURE_ALGORITHMS[name].kty == "RSA")
CORPUS: dict[str, str] = json.loads((Path(__file__).parents[1] / "hostile" / "trap-corpus.json").read_text())
HEADER = {"alg": "HS256", "typ": "JWT"}
CLAIMS = {"sub": "a", "path": "/ä"}


def ask(text: str, *keys: Key, key_text: str | None = None, in_set: bool | None = None) -> Diagnosis | None:
    ring = Keyring(keys, is_set=len(keys) > 1 if in_set is None else in_set)
    return diagnose(any_form.parse(text).token, ring, None if key_text is None else Secret(key_text))


def why(text: str, *keys: Key, key_text: str | None = None, in_set: bool | None = None) -> Diagnosis:
    found = ask(text, *keys, key_text=key_text, in_set=in_set)
    assert found is not None
    assert "\n" not in found.sentence
    return found


def held(text: str, encoding: SecretEncoding = "auto") -> Key:
    return read_keys(Secret(text), encoding=encoding).keys[0]


def raw(message: str, key: bytes, alg: str = "HS256") -> bytes:
    return hmac.digest(key, message.encode(), f"sha{alg[2:]}")


def hs(key: bytes, alg: str = "HS256", header: dict[str, object] | None = None) -> str:
    message = compact(header or {**HEADER, "alg": alg}, CLAIMS, "")[:-1]
    return f"{message}.{b64(raw(message, key, alg))}"


def parts(token: str) -> tuple[str, bytes]:
    message, _, made = token.rpartition(".")
    return message, unb64(made)


def repaired(found: Diagnosis, key_text: str) -> Keyring:
    """Do what a front end does with a remedy for the secret."""
    assert found.remedy is not None
    text = found.remedy.key_text.reveal() if found.remedy.key_text else key_text
    encoding = next(name for name in ENCODINGS if name == found.remedy.value)
    return read_keys(Secret(text), encoding=encoding)


KEY = bytes(range(200, 232))
B64, B64URL, HEX = base64.b64encode(KEY).decode(), b64(KEY), KEY.hex()
PASSWORD = "correct horse battery staple"


@pytest.mark.parametrize(
    ("text", "read_as", "right", "code", "words"),
    [
        (B64, "auto", KEY, "secret-encoding", "read as base64 (32 bytes)"),
        (B64URL, "auto", KEY, "secret-encoding", "read as base64url (32 bytes)"),
        (HEX, "auto", KEY, "secret-encoding", "read as hex (32 bytes)"),
        (HEX.upper(), "auto", KEY, "secret-encoding", "read as hex"),
        (B64, "base64", B64.encode(), "secret-encoding", "read as text"),
        (f"base64:{B64}", "auto", B64.encode(), "secret-encoding", "read as text"),
        (f"base64:{B64}", "auto", f"base64:{B64}".encode(), "secret-encoding", "read as text"),
        (f'JWT_SECRET="{B64}"\n', "auto", KEY, "secret-encoding", "read as base64"),
        (f"{B64}\n", "auto", KEY, "secret-encoding", "read as base64"),
        (HEX, "base64", KEY, "secret-encoding", "read as hex"),
        (PASSWORD, "auto", f"{PASSWORD}\n".encode(), "secret-blanks", "with a line break at its end"),
        (PASSWORD, "auto", f"{PASSWORD}\r\n".encode(), "secret-blanks", "with a Windows line break at its end"),
        (f" {PASSWORD} ", "auto", PASSWORD.encode(), "secret-blanks", "without the blanks around it"),
        (f"{PASSWORD}\n\n", "auto", PASSWORD.encode(), "secret-blanks", "without the blanks around it"),
        (f'"{PASSWORD}"', "auto", PASSWORD.encode(), "secret-blanks", "without the quotes around it"),
        (f"'{B64}'", "auto", KEY, "secret-blanks", "without the quotes around it and read as base64"),
        (PASSWORD, "auto", f'"{PASSWORD}"'.encode(), "secret-blanks", "with double quotes around it"),
        (f"K='{PASSWORD}'", "auto", f"'{PASSWORD}'".encode(), "secret-blanks", "with single quotes around it"),
        ("one\\ntwo", "auto", b"one\ntwo", "secret-blanks", "with line breaks in the place of \\n"),
        (base64.b64encode(b"staple\n").decode(), "base64", b"staple", "secret-blanks", "without the line break at the"),
        (base64.b64encode(B64.encode()).decode(), "base64", KEY, "secret-encoding", "what that gives read as base64"),
        (base64.b64encode(HEX.encode()).decode(), "auto", KEY, "secret-encoding", "what that gives read as hex"),
        (PASSWORD, "auto", base64.b64encode(PASSWORD.encode()), "secret-encoding", "encoded in base64"),
        (PASSWORD, "auto", PASSWORD.encode("utf-16-le"), "secret-charset", "written as UTF-16"),
        ("pässword", "auto", b"p\xe4ssword", "secret-charset", "written as Latin-1"),
    ],
)
def test_a_secret_read_wrongly_is_told_how_it_is_right_and_the_remedy_works(
    text: str, read_as: SecretEncoding, right: bytes, code: str, words: str
) -> None:
    token = hs(right)
    found = why(token, held(text, read_as), key_text=text)
    assert (found.code, found.confident) == (code, True)
    assert words in found.sentence
    again = repaired(found, text)
    assert again.keys[0].material.reveal() == right
    assert diagnose(jws.parse(token), again, Secret(text)) is None


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_a_base64_secret_pasted_as_text_is_found_for_every_hmac(alg: str) -> None:
    found = why(hs(KEY, alg), held(B64), key_text=B64)
    assert found == Diagnosis(
        "secret-encoding",
        "the signature is right with the secret read as base64 (32 bytes)",
        confident=True,
        remedy=diagnosis.Remedy("encoding", "base64", "read the secret as base64"),
    )


@pytest.mark.parametrize("right", [B64.encode(), B64URL.encode(), HEX.encode(), HEX.upper().encode()])
def test_a_secret_that_came_as_bytes_may_have_been_text(right: bytes) -> None:
    assert why(hs(right), secret(KEY)).code == "secret-encoding"


def test_a_secret_whose_encoding_was_refused_is_still_tried() -> None:
    assert not read_keys(Secret(PASSWORD), encoding="hex").keys
    assert why(hs(PASSWORD.encode()), key_text=PASSWORD).code == "secret-encoding"


def test_another_key_of_the_ring_is_named_with_the_rule_that_excluded_it() -> None:
    first, second = pair("P-256", nth=1, kid="a"), pair("P-256", nth=2, kid="b")
    token = signed({"alg": "ES256", "kid": "a"}, CLAIMS, key=second)
    found = why(token, first, second)
    assert found.code == "key-kid"
    assert found.sentence == (
        "the signature is right for key b, which was not tried because the token asks for kid a and its kid is b"
    )
    assert found.remedy == diagnosis.Remedy("key", "1", "use key b alone")
    assert ask(token, second) is None
    assert (
        "it has no kid" in why(signed({"alg": "ES256", "kid": "a"}, key=second), first, pair("P-256", nth=2)).sentence
    )


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"use": "enc"}, "key-use", "which its own use enc excludes"),
        ({"key_ops": ("encrypt",)}, "key-use", "which its own key_ops (encrypt) exclude"),
        ({"alg": "RS512"}, "key-alg", "which its own alg RS512 excludes: the token uses RS256"),
    ],
)
def test_a_key_that_its_own_members_exclude(said: dict[str, object], code: str, words: str) -> None:
    found = why(signed({"alg": "RS256"}, CLAIMS), pair("RSA", **said))  # type: ignore[arg-type]
    assert (found.code, found.remedy) == (code, None)
    assert words in found.sentence


def test_a_key_for_rsa_pss_alone_is_named_where_it_made_another_signature() -> None:
    found = why(signed({"alg": "RS256"}), pair("RSA", only=("PS256",), use="sig"))
    assert (found.code, found.confident) == ("key-alg", True)
    assert "which is for RSA-PSS alone, as it says itself: the token uses RS256" in found.sentence


def test_the_key_that_the_token_brought_along_proves_nothing() -> None:
    attacker = pair("P-256", nth=9)
    jwk = to_jwk(attacker, private=False)
    found = why(signed({"alg": "ES256", "jwk": jwk}, CLAIMS, key=attacker), pair("P-256"))
    assert found.code == "key-embedded"
    assert "proves nothing" in found.sentence
    assert found.remedy is None


SAME_KEY = [
    (header, made)
    for header in ALGORITHMS
    for made in ALGORITHMS
    if header != made
    and SIGNATURE_ALGORITHMS[header].kty == SIGNATURE_ALGORITHMS[made].kty
    and SIGNATURE_ALGORITHMS[header].curves[:1] == SIGNATURE_ALGORITHMS[made].curves[:1]
    and SIGNATURE_ALGORITHMS[made].family != "EdDSA"
]


@pytest.mark.parametrize(("header", "made"), SAME_KEY)
def test_another_algorithm_of_the_family_is_named(header: str, made: str) -> None:
    message = compact({"alg": header}, CLAIMS, "")[:-1]
    sealed = signature.sign(SIGNATURE_ALGORITHMS[made], key_for(made), message.encode())
    found = why(f"{message}.{b64(sealed)}", key_for(made))
    assert found.code == "algorithm"
    assert f"the signature is {made} (" in found.sentence
    assert f"the header says {header}" in found.sentence
    assert found.remedy == diagnosis.Remedy("algorithm", made, f"write alg {made} into the header and sign anew")


@pytest.mark.parametrize(("header", "kind"), [("hs256", "oct"), ("ES384", "P-256"), ("RS256", "P-256"), ("XX", "RSA")])
def test_the_algorithm_of_the_signature_is_found_whatever_the_header_says(header: str, kind: str) -> None:
    made, key = {"oct": ("HS256", secret()), "P-256": ("ES256", pair("P-256")), "RSA": ("PS384", pair("RSA"))}[kind]
    message = compact({"alg": header}, CLAIMS, "")[:-1]
    token = f"{message}.{b64(signature.sign(SIGNATURE_ALGORITHMS[made], key, message.encode()))}"
    found = why(token, key)
    assert (found.code, found.sentence[:22]) == ("algorithm", f"the signature is {made}")
    public = key if kind == "oct" else pair(kind, private=False)
    assert (why(token, public).remedy is None) == (kind != "oct")


def test_an_rsa_key_beside_the_secret_does_not_hide_the_hmac() -> None:
    message = compact({"alg": "RS256"}, CLAIMS, "")[:-1]
    assert why(f"{message}.{b64(raw(message, SECRET))}", pair("RSA"), secret()).code == "algorithm"


@pytest.mark.parametrize(("curve", "alg"), [("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")])
def test_ecdsa_with_another_hash_is_named(curve: str, alg: str) -> None:
    bits = 384 if alg != "ES384" else 256
    key: Any = pair(curve).material.reveal()
    message = compact({"alg": alg}, CLAIMS, "")[:-1]
    chosen = hashes.SHA384() if bits == 384 else hashes.SHA256()
    r, s = utils.decode_dss_signature(key.sign(message.encode(), ec.ECDSA(chosen)))
    half = SIGNATURE_ALGORITHMS[alg].signature_bytes // 2
    found = why(f"{message}.{b64(r.to_bytes(half, 'big') + s.to_bytes(half, 'big'))}", pair(curve))
    assert found.code == "algorithm-hash"
    assert f"with SHA-{bits}, which is no JOSE algorithm" in found.sentence


def test_pss_with_another_salt_is_named() -> None:
    key: Any = pair("RSA").material.reveal()
    message = compact({"alg": "PS256"}, CLAIMS, "")[:-1]
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
    assert why(f"{message}.{b64(key.sign(message.encode(), scheme, hashes.SHA256()))}", pair("RSA")).code == "pss-salt"


SPKI, PKCS1 = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.PublicFormat.PKCS1


def _pem(key: Key, layout: serialization.PublicFormat = SPKI) -> str:
    material: Any = key.material.reveal()
    public = material.public_key() if key.private else material
    written = public.public_bytes(serialization.Encoding.PEM, layout)
    return str(written.decode())


PUBLIC = pair("RSA", private=False, kid="k", use="sig")
PEM = _pem(PUBLIC)


def _der() -> bytes:
    return base64.b64decode("".join(PEM.splitlines()[1:-1]))


@pytest.mark.parametrize(
    "spelling",
    [
        PEM.encode(),
        PEM.strip().encode(),
        PEM.replace("\n", "\r\n").encode(),
        PEM.strip().replace("\n", "\\n").encode(),
        PEM.replace("\n", "").encode(),
        _pem(PUBLIC, PKCS1).encode(),
        _der(),
        base64.b64encode(_der()),
        json.dumps(to_jwk(PUBLIC, private=False)).encode(),
        json.dumps(to_jwk(PUBLIC, private=False), separators=(",", ":")).encode(),
        json.dumps(required_members(PUBLIC), separators=(",", ":"), sort_keys=True).encode(),
    ],
    ids=["PEM", "no line end", "CRLF", "one line", "joined", "PKCS1", "DER", "base64", "JWK", "packed JWK", "bare JWK"],
)
def test_a_public_key_used_as_hmac_secret_is_algorithm_confusion(spelling: bytes) -> None:
    found = why(hs(spelling), PUBLIC)
    assert found.code == "algorithm-confusion"
    assert "algorithm confusion attack" in found.sentence
    assert found.remedy is None


def test_confusion_is_found_for_every_kind_of_key_and_in_the_words_of_the_key_field() -> None:
    for name in ("P-256", "P-521", "Ed25519", "Ed448"):
        assert why(hs(_pem(pair(name)).encode()), pair(name, private=False)).code == "algorithm-confusion"
    commented = f"# ours\n{PEM}"
    assert why(hs(commented.encode()), PUBLIC, key_text=commented).code == "algorithm-confusion"
    assert why(hs(commented.encode()), key_text=commented).code == "algorithm-confusion"


def test_confusion_with_the_file_that_the_key_field_names_is_found(tmp_path: Path) -> None:
    file = tmp_path / "leaf.crt"
    file.write_text(f"subject=CN = leaf\n{issue('leaf').pem}")
    token, keyring = hs(file.read_bytes()), load_key(f"@{file}")
    found = explain(inspect(token, keyring, now=NOW), Secret(f"@{file}"))
    assert found.diagnosis is not None
    assert found.diagnosis.code == "algorithm-confusion"


def test_the_text_of_a_private_key_as_secret_is_not_called_an_attack() -> None:
    assert why(hs(b"-----BEGIN PRIVATE KEY-----"), pair("RSA"), key_text="-----BEGIN PRIVATE KEY-----").code == (
        "private-key-as-secret"
    )


Change = Callable[[bytes], str]


def _der_of(made: bytes) -> str:
    half = len(made) // 2
    return b64(utils.encode_dss_signature(int.from_bytes(made[:half], "big"), int.from_bytes(made[half:], "big")))


def _backwards(made: bytes) -> str:
    half = len(made) // 2
    return b64(made[:half][::-1] + made[half:][::-1])


FORMS: list[tuple[str, str, Change]] = [
    *((alg, "signature-der", _der_of) for alg in ECDSA),
    *((alg, "signature-order", _backwards) for alg in ECDSA),
    ("ES256", "signature-order", lambda made: b64(made[32:] + made[:32])),
    *((alg, "signature-order", lambda made: b64(made[::-1])) for alg in RSA),
    *((alg, "signature-hex", lambda made: made.hex()) for alg in ALGORITHMS),
    *((alg, "signature-hex", lambda made: b64(made.hex())) for alg in ALGORITHMS),
    *((alg, "signature-base64", lambda made: b64(base64.b64encode(made))) for alg in ALGORITHMS),
    *((alg, "signature-base64", lambda made: b64(b64(made))) for alg in ALGORITHMS),
    *((alg, "signature-tail", lambda made: b64(made + b"xyz")) for alg in ALGORITHMS),
]


@pytest.mark.parametrize(("alg", "code", "change"), FORMS)
def test_a_signature_in_another_form_is_named_and_written_anew(alg: str, code: str, change: Change) -> None:
    token = signed({"alg": alg}, CLAIMS)
    message, made = parts(token)
    found = why(f"{message}.{change(made)}", key_for(alg, private=False))
    assert (found.code, found.confident) == (code, True)
    assert found.remedy == diagnosis.Remedy("token", token, "write the signature as JOSE wants it")


@pytest.mark.parametrize("alg", ["ES256", "ES512", "RS256"])
def test_zeros_that_were_left_out_at_the_beginning_are_found(alg: str) -> None:
    tokens = (signed({"alg": alg}, {"n": number}) for number in range(5000))
    token = next(token for token in tokens if parts(token)[1][0] == 0)  # one in 256
    message, made = parts(token)
    found = why(f"{message}.{b64(made[1:])}", key_for(alg))
    assert found.code == "signature-zeros"
    assert found.remedy == diagnosis.Remedy("token", token, "write the signature as JOSE wants it")


def test_standard_base64_is_said_although_the_bytes_are_right() -> None:
    token = hs(b"b")  # its signature has - or _ in it
    message, made = parts(token)
    standard = base64.b64encode(made).decode()
    assert set(standard) & {"+", "/"}
    found = why(f"{message}.{standard}", secret(b"b"))
    assert (found.code, found.remedy and found.remedy.value) == ("signature-base64", token)
    assert "standard base64" in found.sentence
    padded = base64.urlsafe_b64encode(made).decode()
    assert "with padding" in why(f"{message}.{padded}", secret(b"b")).sentence


@pytest.mark.parametrize("keep", [31, 24, 8])
def test_a_cut_hmac_is_known_by_its_beginning(keep: int) -> None:
    message, made = parts(hs(KEY))
    found = why(f"{message}.{b64(made[:keep])}", secret(KEY))
    assert (found.code, found.sentence) == (
        "signature-cut",
        f"the signature is right as far as it goes, but its end is missing: {keep} of 32 bytes are there",
    )


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_cut_signature_has_the_wrong_length_for_certain(alg: str) -> None:
    message, made = parts(signed({"alg": alg}, CLAIMS))
    found = why(f"{message}.{b64(made[:-5])}", key_for(alg, nth=1))
    assert (found.code, found.confident) == ("signature-cut", True)
    assert f"makes a signature of {len(made)} bytes, and this one has {len(made) - 5}" in found.sentence


@pytest.mark.parametrize(
    ("alg", "size", "words"),
    [
        ("HS256", 256, "256 bytes is what an RSA key of 2048 bits makes"),
        ("RS256", 512, "512 bytes is what an RSA key of 4096 bits makes"),
        ("ES256", 96, "96 bytes is what ES384 makes"),
        ("RS256", 32, "32 bytes is what HS256 makes"),
        ("ES256", 71, "no algorithm of JOSE makes that length"),
    ],
)
def test_a_signature_of_another_kind_is_told_by_its_length(alg: str, size: int, words: str) -> None:
    found = why(compact({"alg": alg}, CLAIMS, b"\x01" * size), key_for(alg))
    assert found.code == "signature-length"
    assert words in found.sentence


def _over(message: str | bytes) -> str:
    data = message if isinstance(message, bytes) else message.encode()
    return b64(hmac.digest(SECRET, data, "sha256"))


HEAD, BODY = b64(json.dumps(HEADER, separators=(",", ":"))), b64(json.dumps(CLAIMS, separators=(",", ":")))


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("input-decoded", HEAD.encode() + b"." + unb64(BODY)),
        ("input-decoded", unb64(HEAD) + b"." + unb64(BODY)),
        ("input-swapped", f"{BODY}.{HEAD}"),
        ("input-padding", f"{HEAD}{'=' * (-len(HEAD) % 4)}.{BODY}{'=' * (-len(BODY) % 4)}"),
        ("input-parts", BODY),
        ("input-parts", unb64(BODY)),
        ("input-parts", HEAD + BODY),
        ("input-parts", f"{HEAD}.{BODY}."),
        ("input-line-break", f"{HEAD}.{BODY}\n"),
        ("input-hash", hashlib.sha256(f"{HEAD}.{BODY}".encode()).digest()),
        ("input-hash", hashlib.sha256(f"{HEAD}.{BODY}".encode()).hexdigest()),
    ],
)
def test_a_signature_over_the_wrong_bytes_is_named(code: str, message: str | bytes) -> None:
    found = why(f"{HEAD}.{BODY}.{_over(message)}", secret())
    assert (found.code, found.remedy) == (code, None)
    assert found.sentence.endswith("(RFC 7515 section 5.1)")


def test_parts_signed_in_standard_base64_are_named() -> None:
    body = {"path": "???>>>"}
    message = compact(HEADER, body, "")[:-1]
    signed_one = message.replace("-", "+").replace("_", "/")
    assert signed_one != message
    assert why(f"{message}.{_over(signed_one)}", secret()).code == "input-base64"


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda value: json.dumps(value, ensure_ascii=False), "with a blank after each comma and colon"),
        (lambda value: json.dumps(value, separators=(",", ":"), sort_keys=True), "with its members sorted"),
        (lambda value: json.dumps(value, sort_keys=True), "with its members sorted, and blanks"),
        (lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")), "without escapes"),
        (lambda value: json.dumps(value, separators=(",", ":")) + "\n", "with a line break at its end"),
        (lambda value: json.dumps(value, separators=(",", ":")).replace("/", "\\/"), "as PHP writes it"),
        (lambda value: json.dumps(value, indent=2), "indented by two"),
        (lambda value: json.dumps(value, indent=4), "indented by four"),
    ],
)
@pytest.mark.parametrize("part", ["header", "payload"])
def test_json_written_anew_after_signing_is_put_back(write: Callable[[object], str], words: str, part: str) -> None:
    head: dict[str, object] = {"typ": "JWT", "kid": "k/1", "alg": "HS256"}
    claims = {"sub": "b/1", "aud": "a"} if "escapes" not in words else {"sub": "ä"}
    head = head if "escapes" not in words else {**head, "kid": "ü"}
    before = [b64(json.dumps(one, separators=(",", ":"))) for one in (head, claims)]
    written = list(before)
    at = ["header", "payload"].index(part)
    written[at] = b64(write((head, claims)[at]))
    sealed = _over(".".join(written))
    found = why(f"{'.'.join(before)}.{sealed}", secret())
    assert found.code == "rewritten"
    assert f"the {part} " in found.sentence
    assert found.remedy == diagnosis.Remedy(
        "token", f"{'.'.join(written)}.{sealed}", "put the JSON back as it was signed"
    )


def test_header_and_payload_written_anew_together_are_found() -> None:
    spaced = f"{b64(json.dumps(HEADER))}.{b64(json.dumps({'sub': 'a', 'aud': 'b'}))}"
    found = why(compact(HEADER, {"sub": "a", "aud": "b"}, _over(spaced)), secret())
    assert "the header and the payload with a blank" in found.sentence
    assert why(compact({"typ": "JWT", "alg": "HS256"}, CLAIMS, _over(f"{HEAD}.{BODY}")), secret()).code == "rewritten"


def test_header_and_payload_in_each_others_place_are_put_in_order() -> None:
    token = hs(SECRET)
    head, body, made = token.split(".")
    found = why(f"{body}.{head}.{made}", secret())
    assert (found.code, found.remedy and found.remedy.value) == ("parts-swapped", token)


GRAPH: dict[str, object] = {"iss": "https://sts.windows.net/tenant/", "aud": "00000003-0000-0000-c000-000000000000"}


def _microsoft(claims: dict[str, object], key: Key) -> str:
    header: dict[str, object] = {"typ": "JWT", "nonce": "AQABAAAA", "alg": "RS256", "kid": "k"}
    hashed = {**header, "nonce": b64(hashlib.sha256(b"AQABAAAA").digest())}
    made = signed(hashed, claims, key=key).rpartition(".")[2]
    return compact(header, claims, made)


def test_a_microsoft_graph_token_verifies_once_the_nonce_is_hashed() -> None:
    found = why(_microsoft(GRAPH, pair("RSA")), pair("RSA", private=False))
    assert found.code == "microsoft-nonce"
    assert found.sentence.startswith("the signature is right once nonce is replaced by its SHA-256 hash")
    other = {**GRAPH, "aud": "api://somebody"}
    assert why(_microsoft(other, pair("RSA")), pair("RSA")).code == "microsoft-nonce"


def test_a_microsoft_graph_token_is_explained_without_its_key_and_no_other_is() -> None:
    for keys in ((), (pair("RSA", nth=1),), (secret(),)):
        found = why(_microsoft(GRAPH, pair("RSA")), *keys)
        assert found.code == "microsoft-nonce"
        assert "nobody else can verify it" in found.sentence
    assert why(_microsoft({**GRAPH, "aud": "api://mine"}, pair("RSA")), pair("RSA", nth=1)).code == "unexplained"
    assert why(_microsoft({**GRAPH, "iss": "x", "aud": "y"}, pair("RSA")), pair("RSA", nth=1)).code == "unexplained"


@pytest.mark.parametrize(
    ("cut", "code", "words"),
    [
        (lambda token: token.rpartition(".")[0] + ".", "signature-empty", "the signature is empty"),
        (lambda token: token.rpartition(".")[0], "signature-missing", "the token ends after its payload"),
        (lambda token: token.partition(".")[0], "signature-missing", "the token ends after its header"),
        (lambda token: token.rpartition(".")[0][:-8], "token-cut", "the payload ends in the middle of its JSON"),
        (lambda token: token[:16], "token-cut", "the header ends in the middle of its JSON"),
        (lambda token: f"{token[:44]}.{token.rpartition('.')[2]}", "token-cut", "ends in the middle of its JSON"),
    ],
)
def test_a_token_that_was_cut_is_said_to_be(cut: Callable[[str], str], code: str, words: str) -> None:
    for keys in ((), (secret(),), (pair("RSA"),)):
        found = why(cut(signed(dict(HEADER), CLAIMS)), *keys)
        assert (found.code, found.confident) == (code, True)
        assert words in found.sentence


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_what_cannot_be_known_is_said(alg: str) -> None:
    found = why(signed({"alg": alg}, CLAIMS), key_for(alg, nth=1))
    assert (found.code, found.confident, found.remedy) == ("unexplained", False, None)
    assert "the key is another one, or the token was changed after signing" in found.sentence
    head, _, made = signed({"alg": alg}, CLAIMS).split(".")
    assert why(f"{head}.{b64(json.dumps({'sub': 'admin'}))}.{made}", key_for(alg)).code == "unexplained"


@given(
    st.sampled_from(ALGORITHMS),
    st.dictionaries(st.sampled_from(["nonce", "iss", "aud", "sub"]), st.text(max_size=5)),
    st.lists(st.sampled_from(ALGORITHMS), max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_a_good_token_is_never_accused(alg: str, claims: dict[str, object], more: list[str]) -> None:
    others = [key_for(name, nth=1) for name in more]
    token = signed({"alg": alg, "typ": "JWT", "nonce": "n"}, {**claims, **GRAPH})
    for keys in ((key_for(alg),), (key_for(alg, private=False), *others), (*others, key_for(alg))):
        assert ask(token, *keys, key_text="-----BEGIN PUBLIC KEY-----", in_set=True) is None


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "NONE"}, {"alg": "RSA-OAEP", "enc": "A128GCM"}])
def test_an_unsigned_or_encrypted_token_has_no_signature_to_explain(header: dict[str, object]) -> None:
    assert ask(compact(header, CLAIMS, ""), secret()) is None or header["alg"] == "RSA-OAEP"
    assert ask(f"{b64(json.dumps(header))}.a.a.a.a", secret()) is None


def test_without_a_fitting_key_there_is_nothing_to_add() -> None:
    assert ask(signed({"alg": "RS256"}, CLAIMS)) is None
    assert ask(signed({"alg": "RS256"}, CLAIMS), pair("P-256")) is None


def test_signatures_in_json_are_explained_one_by_one() -> None:
    entries = []
    for alg in ("HS256", "ES256"):
        head, body, made = signed({"alg": alg}, CLAIMS).split(".")
        wrong = made if alg == "HS256" else _der_of(unb64(made))
        entries.append({"protected": head, "signature": wrong})
    text = json.dumps({"payload": body, "signatures": entries})
    found = why(text, pair("P-256"))
    assert (found.code, found.remedy) == ("signature-der", None)
    assert found.sentence.startswith("signature 2: the signature is right, but it is in DER")
    assert ask(text, secret()) is None
    flat = json.dumps({"payload": body, **entries[1]})
    assert why(flat, pair("P-256")).sentence.startswith("the signature is right, but it is in DER")
    assert why(json.dumps({"payload": body, "protected": head, "signature": ""}), secret()).code == "signature-empty"


def _count(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    spent = [0, 0]
    real = signature.verifies

    def counted(algorithm: Any, key: Key, message: bytes, made: bytes) -> bool:  # noqa: ANN401 - passed on
        spent[0] += 1
        spent[1] += len(message)
        return real(algorithm, key, message, made)

    monkeypatch.setattr(signature, "verifies", counted)
    return spent


def test_the_tries_are_bounded_and_the_cap_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    spent = _count(monkeypatch)
    many = tuple(pair("P-256", nth=1, kid=str(number)) for number in range(diagnosis.MOST_TRIES * 2))
    found = why(signed({"alg": "ES256", "kid": "0"}, CLAIMS), *many)
    assert found.code == "unexplained"
    assert (
        f"the first {diagnosis.MOST_TRIES} usual mistakes do not explain it, and jwtlens stops there" in found.sentence
    )
    assert spent[0] <= diagnosis.MOST_TRIES + 1


def test_the_bytes_are_bounded_for_a_huge_token(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = signed(dict(HEADER), {"x": "y" * 3_000_000}, key=secret(KEY))
    spent = _count(monkeypatch)
    assert why(huge, secret(), key_text=PASSWORD).code == "unexplained"
    assert spent[1] < diagnosis.MOST_BYTES + 3 * len(huge)
    message, _ = parts(huge)
    assert why(f"{message}.{b64(b'x' * 7)}", secret()).code == "signature-cut"


@pytest.mark.parametrize("after", [0, 1, 7, 30])
def test_a_keystroke_cancels_between_two_tries(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = _count(monkeypatch)
    calls = iter([False] * after + [True])
    token = jws.parse(signed(dict(HEADER), CLAIMS))
    found = diagnose(token, Keyring((secret(KEY),)), Secret(PASSWORD), cancelled=lambda: next(calls, True))
    assert found is None
    assert spent[0] == after + 1


def test_no_try_is_made_twice_and_the_usual_token_needs_few(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[object, ...]] = []
    real = signature.verifies

    def noted(algorithm: Any, key: Key, message: bytes, sealed: bytes) -> bool:  # noqa: ANN401 - passed on
        held = key.material.reveal() if key.kty == "oct" else key.label
        made.append((algorithm.family, algorithm.hash_bits, held, message, sealed))
        return real(algorithm, key, message, sealed)

    monkeypatch.setattr(signature, "verifies", noted)
    for alg, ring in (("HS256", (secret(KEY),)), ("HS256", (PUBLIC,)), ("ES256", (pair("P-256", nth=1),))):
        made.clear()
        ask(signed({"alg": alg, "typ": "JWT"}, CLAIMS), *ring, key_text=PASSWORD)
        assert 20 < len(made) < 80
        assert len(set(made)) == len(made)


def test_many_keys_leave_tries_for_every_other_cause() -> None:
    many = tuple(pair("P-256", nth=1, kid=str(number)) for number in range(200))
    message = compact({"alg": "ES256"}, {"a": 1, "b": 2}, "")[:-1]
    written = compact({"alg": "ES256"}, b'{"a": 1, "b": 2}', "")[:-1]
    sealed = signature.sign(SIGNATURE_ALGORITHMS["ES256"], many[0], written.encode())
    assert why(f"{message}.{b64(sealed)}", *many).code == "rewritten"


def test_a_large_payload_is_not_written_anew() -> None:
    message = compact(HEADER, {"a": "x" * 70_000}, "")[:-1]
    written = compact(HEADER, json.dumps({"a": "x" * 70_000}).encode(), "")[:-1]
    assert why(f"{message}.{_over(written)}", secret()).code == "unexplained"


def test_what_is_not_certain_is_not_said() -> None:
    message, made = parts(hs(KEY))
    short = why(f"{message}.{b64(made[:7])}", secret(KEY))
    assert "right as far as it goes" not in short.sentence
    assert ask(f"{message}.{b64(made)}!", secret(KEY)) is None
    foreign = f"{HEAD}.{b64('{')}!.{b64(made)}"
    assert why(foreign, secret()).code != "token-cut"
    nested = f"{HEAD}.{b64(json.dumps({'a': {'b': 1}})[:-1])}.{b64(made)}"
    assert why(nested, secret()).code == "token-cut"
    hashed = _microsoft({"iss": "x", "aud": "y"}, pair("RSA"))
    assert why(hashed, pair("RSA")).code == "unexplained"
    assert ask(hs(PEM.encode("utf-16-le")), PUBLIC, key_text=PEM) is None


def test_a_key_that_may_not_sign_the_algorithm_gets_no_remedy() -> None:
    message = compact({"alg": "HS256"}, CLAIMS, "")[:-1]
    found = why(f"{message}.{b64(raw(message, SECRET, 'HS512'))}", secret(alg="HS256"))
    assert (found.code, found.remedy) == ("algorithm", None)


def test_only_the_public_half_of_a_key_that_came_along_is_read() -> None:
    attacker = pair("P-256", nth=9)
    jwk = {**to_jwk(attacker, private=False), "d": "!"}
    assert why(signed({"alg": "ES256", "jwk": jwk}, CLAIMS, key=attacker), pair("P-256")).code == "key-embedded"


MARK = "MARKED-secret-0123456789-MARKED"
ENCODED = base64.b64encode(MARK.encode()).decode()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (ENCODED, MARK.encode()),
        (MARK.encode().hex(), MARK.encode()),
        (MARK, f"{MARK}\n".encode()),
        (f'"{MARK}"', MARK.encode()),
        (f"S={MARK}", f'"{MARK}"'.encode()),
        (MARK, MARK.encode("utf-16-le")),
        (MARK, ENCODED.encode()),
        (MARK, b"another"),
        (base64.b64encode(f"{MARK}\n".encode()).decode(), MARK.encode()),
    ],
)
def test_no_diagnosis_shows_the_secret(text: str, right: bytes) -> None:
    ring = read_keys(Secret(text))
    found = diagnose(jws.parse(hs(right)), ring, Secret(text))
    shown = f"{found!r}{found}{found and found.remedy!r}"
    for form in (MARK, ENCODED, MARK.encode().hex(), MARK.encode("utf-16-le").hex()):
        assert not any(form[start : start + 8] in shown for start in range(len(form) - 8))


@pytest.mark.parametrize("name", CORPUS)
def test_the_hostile_corpus_is_explained_without_an_exception(name: str) -> None:
    for text in (CORPUS[name], CORPUS[name][:-3], CORPUS[name].rpartition(".")[0] + "." + "A" * 43):
        for keys in ((), (secret(),), (pair("RSA"),), (pair("P-256"), secret(), pair("Ed25519"))):
            found = ask(text, *keys, key_text=MARK)
            assert found is None or (found.sentence.isprintable() and len(found.sentence) < 600)


PIECES = st.sampled_from(
    [HEAD, BODY, ".", "..", "eyJ", b64('{"alg":"ES256"}'), b64('{"alg":1}'), "=", "\ud800", "é", "{"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=7).map("".join), st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_text_is_explained_or_not_without_an_exception(text: str, key_text: str) -> None:
    keys = read_keys(Secret(key_text)).keys
    for ring in (keys, (*keys, pair("P-256")), (pair("RSA"),)):
        ask(text, *ring, key_text=key_text)
