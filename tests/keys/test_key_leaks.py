"""Nothing that reading returns shows key material, whatever was wrong with it; and reading never raises."""

import base64
import copy
import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import SecretEncoding, read_keys, readings
from jwtlens.keys.request import ENCODINGS
from jwtlens.keys.secret import Secret
from tests.keys.key_kit import PASSPHRASE, Kit, boxed
from tests.keys.marked import SECRET, hidden, private_numbers, spellings

MARK = "MARKED-secret-0123456789-MARKED"


def shown(material: str | bytes) -> str:
    """All that anybody can print of every reading of the material, with every encoding and passphrase."""
    box = boxed(material)
    out = [repr(box), repr(readings(box))]
    rings = [read_keys(box, encoding=encoding) for encoding in ENCODINGS]
    rings += [read_keys(box, passphrase=Secret(passphrase)) for passphrase in (PASSPHRASE, MARK)]
    for keyring in rings:
        out += [repr(keyring), str(keyring), *(key.label + key.kind for key in keyring.keys)]
        out += [repr(to_jwk(key, private=True)) for key in keyring.keys if key.private and key.kty != "oct"]
    return "".join(out)


def pieces(text: str) -> list[str]:
    return [text[start : start + 12] for start in range(0, len(text) - 12, 6)]


def test_secrets_are_never_shown() -> None:
    marked = [
        MARK,
        MARK + "\n",
        f"JWT_SECRET='{MARK}'",
        f'"{MARK}"',
        f"{{{MARK}",
        f'{{"a": "{MARK}"}}',
        f"-----BEGIN {MARK}",
    ]
    marked += [f"base64:{MARK}", f"hex:{MARK}", f"https://{MARK}", f'{{"kty": "oct", "k": "{MARK}!"}}', MARK + "\ud800"]
    marked += [f"-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----", f"ssh-rsa {MARK.replace('-', '')}"]
    marked += [base64.b64encode(MARK.encode()).decode(), MARK.encode().hex()]
    for text in marked:
        output = shown(text)
        for piece in (*pieces(MARK), *pieces(base64.b64encode(MARK.encode()).decode()), *pieces(MARK.encode().hex())):
            assert piece not in output


def test_private_keys_are_never_shown(kit: Kit) -> None:
    for family, form in (("RSA", "pkcs1"), ("P-256", "pkcs8"), ("Ed25519", "ssh"), ("ML-DSA-44", "pkcs8")):
        pem = kit.text(family, form)
        body = "".join(pem.splitlines()[1:-1])
        broken = [pem, body, pem.replace("\n", "\\n"), pem[:-40], pem[:200] + "?" + pem[200:], pem[:150] + pem[190:]]
        broken += [json.dumps({"private_key": pem}), f"KEY={body}", pem.replace("PRIVATE", "PUBLIC"), body[:-8]]
        for text in broken:
            output = shown(text)
            assert not any(piece in output for piece in pieces(body))


def test_members_of_private_jwks_are_never_shown(kit: Kit) -> None:
    for family in ("RSA", "P-256", "Ed25519"):
        members = kit.jwk(family, private=True)
        secrets = [members[name] for name in ("d", "p", "q", "dp", "dq", "qi") if name in members]
        for name in members:
            for change in (members[name] + "=", members[name][:-1] + "~", members[name][:-5], [members[name]]):
                output = shown(json.dumps({**members, name: change}))
                assert not any(piece in output for secret in secrets for piece in pieces(secret))


def whatever(keyring: Keyring) -> None:
    assert keyring.keys or keyring.problems
    assert keyring.words
    for problem in keyring.problems:
        assert problem.field == "key"
        assert problem.message


LINES = [
    "-----BEGIN PUBLIC KEY-----",
    "-----END PUBLIC KEY-----",
    "-----BEGIN",
    "Proc-Type: 4,ENCRYPTED",
    "DEK-Info: A,0",
]
STARTS = ["export ", "KEY=", "{", '"kty":', '"RSA"', "ssh-rsa ", "base64:", "hex:", "MIIB"]
SCRAPS = st.sampled_from([*LINES, *STARTS, "\\n", "\n", " ", "=", '"', "}"])
TEXT = st.lists(st.one_of(SCRAPS, st.text(max_size=8)), max_size=12).map("".join)
NAMES = st.sampled_from(["kty", "keys", "k", "n", "e", "x", "y", "d", "crv", "alg", "kid", "x5c", "a"])
TYPES = st.sampled_from(["RSA", "EC", "OKP", "oct", "AKP"])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.just("AQAB"), st.just("P-256")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(NAMES, inner),
        st.builds(lambda members, kty: {**members, "kty": kty}, st.dictionaries(NAMES, inner), TYPES),
    ),
)


@given(TEXT, st.sampled_from(ENCODINGS))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_or_refused(text: str, encoding: SecretEncoding) -> None:
    whatever(read_keys(Secret(text), encoding=encoding))


@given(st.binary(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    whatever(read_keys(Secret(data)))


@given(JSON)
@settings(max_examples=60, deadline=None)
def test_any_json_is_read_or_refused(value: object) -> None:
    whatever(read_keys(Secret(json.dumps(value))))


def test_what_looks_for_leaks_finds_them_in_every_spelling(kit: Kit) -> None:
    for text in (*spellings(SECRET), f"x{base64.b64encode(b'ab' + SECRET).decode()}"):
        with pytest.raises(AssertionError):
            hidden(f"before {text} after", [SECRET])
    number = private_numbers(kit, "P-256")[0]
    with pytest.raises(AssertionError):
        hidden(f"d={int.from_bytes(number, 'big')}", [number])
    hidden("the secret, 38 bytes of text", [SECRET, number])


def test_a_secret_is_neither_pickled_nor_copied_nor_written() -> None:
    key = read_keys(Secret(SECRET)).keys[0]
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            attempt(key.material)
    hidden(f"{key!r}{key}{key.material}{key._asdict()}", [SECRET])
