"""Tokens of every kind: real ones changed at any layer, signed or encrypted anew, or put together from parts."""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random

from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.knowledge.terms import CLAIM_TERMS, HEADER_TERMS
from jwtlens.verify.encryption import encrypt
from tests import sd_jwt_kit
from tests.certificate_kit import LEAF
from tests.core_kit import ALGORITHMS, NOW, SECRET, b64, pair, secret, signed, unb64
from tests.fuzz.chance import below, octets, one_in, pick
from tests.fuzz.json_texts import changed_members, literal, value, written
from tests.fuzz.keys import certificates, jwks
from tests.fuzz.texts import changed, changed_bytes, text

HEADER_NAMES = (
    *HEADER_TERMS,
    "epk",
    "apu",
    "apv",
    "iv",
    "tag",
    "p2s",
    "p2c",
    "htm",
    "htu",
    "trust_chain",
    "typ",
    "alg",
    "kid",
)
CLAIM_NAMES = (
    *CLAIM_TERMS,
    "_sd",
    "_sd_alg",
    "...",
    "vct",
    "status",
    "events",
    "toe",
    "htm",
    "htu",
    "ath",
    "act",
    "may_act",
)
ALGS = (*ALGORITHMS, *KEY_MANAGEMENT, "none", "NONE", "hs256", "HS256 ", "", "RS1")
TIMES = (str(NOW), str(NOW - 600), str(NOW + 600), f"{NOW}.5", f"{NOW}000", f'"{NOW}"')
DIRECT = {"alg": "dir", "enc": "A256GCM"}
_DIGESTS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
_SIZES = (0, 1, 12, 16, 32, 48, 64, 96, 132, 256)
_IN_JSON = (
    "payload",
    "protected",
    "header",
    "signature",
    "signatures",
    "recipients",
    "encrypted_key",
    "iv",
    "ciphertext",
)
_MORE_IN_JSON = (*_IN_JSON, "tag", "aad", "unprotected", "disclosures", "kb_jwt")
_AROUND = (
    "Bearer {}",
    '"{}"',
    "Authorization: Bearer {}\r\n",
    "Cookie: sid={}; x=1",
    '{{"t":"{}"}}',
    "see {}.",
    " {}\n",
    "?t={}&x",
)


@cache
def headers() -> tuple[dict[str, str], ...]:
    made: list[dict[str, object]] = [
        {"alg": "HS256", "typ": "JWT"},
        {"alg": "HS512", "kid": "hmac"},
        {"alg": "none"},
        {"alg": "RS256", "typ": "at+jwt", "kid": "RSA"},
        {"alg": "ES256", "x5c": list(certificates()), "x5t#S256": "AAAA"},
        {"alg": "ES256", "typ": "dpop+jwt", "jwk": to_jwk(pair("P-256"), private=False)},
        {"alg": "HS256", "b64": False, "crit": ["b64"]},
        {"alg": "EdDSA", "jku": "https://issuer.example/jwks", "crit": ["exp"], "exp": NOW},
    ]
    return tuple({name: literal(one) for name, one in header.items()} for header in made)


@cache
def claims() -> tuple[dict[str, str], ...]:
    made: list[dict[str, object]] = [
        {"sub": "a"},
        {
            "iss": "https://issuer.example",
            "sub": "u",
            "aud": "api",
            "iat": NOW,
            "nbf": NOW - 5,
            "exp": NOW + 600,
            "jti": "1",
        },
        {"aud": ["api", "web"], "exp": NOW - 10, "scope": "read write", "client_id": "c1", "roles": ["admin"]},
        {"iss": "https://accounts.google.com", "azp": "x", "email": "a@example.com", "nonce": "n", "at_hash": "AAAA"},
        {"tid": "1", "ver": "2.0", "scp": "User.Read", "oid": "2", "iss": "https://login.microsoftonline.com/1/v2.0"},
        {"htm": "POST", "htu": "https://api.example.com/x", "iat": NOW, "jti": "2", "ath": "AAAA"},
        {
            "cnf": {"jkt": "AAAA"},
            "password": "hunter2",
            "token": "eyJhbGciOiJub25lIn0.e30.",
            "picture": "http://x/y.png",
        },
        {"_sd": ["AAAA"], "_sd_alg": "sha-256", "vct": "https://x", "list": [{"...": "AAAA"}]},
    ]
    return tuple({name: literal(one) for name, one in body.items()} for body in made)


@cache
def presentations() -> tuple[str, ...]:
    concealed = sd_jwt_kit.conceal(
        {"sub": "a", "name": {"first": "b", "last": "c"}, "list": [1, [2], {"d": 3}], "cnf": sd_jwt_kit.cnf()},
        Random(7),  # noqa: S311 - always the same
    )
    plain = sd_jwt_kit.issued({**concealed.claims, "cnf": sd_jwt_kit.cnf()}, *concealed.disclosures)
    return (
        plain,
        sd_jwt_kit.bound(plain),
        sd_jwt_kit.issued({"sub": "a"}),
        sd_jwt_kit.bound(sd_jwt_kit.issued({"a": 1})),
    )


@cache
def encrypted() -> tuple[str, ...]:
    key, inner = secret(SECRET[:32]), signed({"alg": "HS256"}, {"sub": "inside", "exp": NOW + 60})
    made = [encrypt(inner.encode(), {**DIRECT, "cty": "JWT"}, key), encrypt(b'{"sub":"a"}', DIRECT, key)]
    made.append(encrypt(b"a" * 500, {**DIRECT, "zip": "DEF"}, key))
    made.append(encrypt(b"{}", {"alg": "A256KW", "enc": "A128CBC-HS256"}, key))
    made.append(encrypt(b"{}", {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1000}, key))
    made.append(encrypt(b"{}", {"alg": "ECDH-ES", "enc": "A128GCM"}, pair("P-256")))
    made.append(encrypt(b"{}", {"alg": "RSA-OAEP-256", "enc": "A128GCM"}, pair("RSA")))
    return tuple(made)


@cache
def serialized() -> tuple[dict[str, str], ...]:
    """Tokens in JSON serialization, as names with JSON texts."""
    head, body, sig = signed({"alg": "HS256"}, {"sub": "a"}).split(".")
    parts = dict(zip(("protected", "encrypted_key", "iv", "ciphertext", "tag"), encrypted()[3].split("."), strict=True))
    one = {"protected": head, "signature": sig}
    made: list[dict[str, object]] = [
        {"payload": body, **one},
        {
            "payload": body,
            "signatures": [one, {**one, "header": {"kid": "k"}}, {"header": {"alg": "none"}, "signature": ""}],
        },
        dict(parts),
        {
            **{n: p for n, p in parts.items() if n != "encrypted_key"},
            "recipients": [{"encrypted_key": parts["encrypted_key"]}],
        },
    ]
    jwt, *disclosures = presentations()[0].split("~")[:-1]
    head, body, sig = jwt.split(".")
    made.append({"payload": body, "protected": head, "signature": sig, "header": {"disclosures": disclosures}})
    return tuple({name: literal(text) for name, text in token.items()} for token in made)


@cache
def vectors() -> tuple[str, ...]:
    """The tokens of the vectors of other people, where there are any (see tests/vectors)."""
    folder = os.environ.get("JWTLENS_VECTORS")
    files = sorted(Path(folder).glob("*.json")) if folder else []
    rows = [row for file in files for row in json.loads(file.read_text("utf-8")).get("vectors", ())]
    return tuple(dict.fromkeys(row["token"] for row in rows if 0 < len(row["token"]) < 5_000))


@cache
def corpus() -> tuple[str, ...]:
    """Tokens that other tools fail on."""
    file = Path(__file__).parents[1] / "hostile" / "trap-corpus.json"
    return tuple(text for text in json.loads(file.read_text("utf-8")).values() if len(text) < 5_000)


@cache
def whole() -> tuple[str, ...]:
    """Tokens that nothing is wrong with, to be changed as texts."""
    made = [
        signed({"alg": alg, "typ": "JWT"}, {"sub": "a", "exp": NOW + 60})
        for alg in ("HS256", "RS256", "ES256", "Ed25519")
    ]
    written_ = ["{" + ",".join(f'"{name}":{text}' for name, text in one.items()) + "}" for one in serialized()]
    events: dict[str, object] = {"https://schemas.openid.net/event/backchannel-logout": {}}
    leaf = Key("EC", Secret(LEAF.key), True, 256, "EC P-256 key", "P-256")
    made.append(signed({"alg": "ES256", "x5c": list(certificates())}, {"sub": "a"}, key=leaf))
    made.append(signed({"alg": "HS256", "typ": "secevent+jwt"}, {"iss": "x", "iat": NOW, "jti": "1", "events": events}))
    proof: dict[str, object] = {
        "alg": "ES256",
        "typ": "dpop+jwt",
        "jwk": to_jwk(pair("P-256", private=False), private=False),
    }
    made.append(signed(proof, {"htm": "POST", "htu": "https://api.example.com/x", "iat": NOW, "jti": "2"}))
    return (*made, *presentations(), *encrypted(), *written_, *corpus(), *vectors())


@cache
def compact() -> tuple[str, ...]:
    return tuple(one for one in whole() if "." in one and not one.startswith("{"))


def header(r: Random) -> str:
    members = changed_members(r, pick(r, headers()), HEADER_NAMES, {"alg": literal(pick(r, ALGS)), "jwk": _jwk(r)})
    return written(r, members)


def claims_set(r: Random) -> str:
    if one_in(r, 30):
        return value(r)
    right = {name: pick(r, TIMES) for name in ("exp", "nbf", "iat", "auth_time")} | {"cnf": f'{{"jwk":{_jwk(r)}}}'}
    return written(r, changed_members(r, pick(r, claims()), CLAIM_NAMES, right))


def _jwk(r: Random) -> str:
    return "{" + ",".join(f'"{name}":{one}' for name, one in pick(r, jwks()).items()) + "}"


def segment(r: Random, data: bytes) -> str:
    """The bytes in base64url, seldom not quite."""
    made = b64(changed_bytes(r, data) if one_in(r, 12) else data)
    return changed(r, made) if one_in(r, 20) else made


def octets_of(json_text: str) -> bytes:
    return json_text.encode("utf-8", "surrogatepass")


def resigned(r: Random, message: str) -> str:
    """The message with the signature of one of the hashes under the known secret, whatever its header says."""
    mac = hmac.digest(SECRET, octets_of(message), pick(r, tuple(_DIGESTS.values())))
    return f"{message}.{b64(mac)}"


def jws(r: Random) -> str:
    """Put together from a header and claims; most often signed with the known secret, under an honest header."""
    claims_text = octets_of(claims_set(r))
    if one_in(r, 2):
        alg = pick(r, tuple(_DIGESTS))
        message = f"{b64(octets_of(_honest(r, alg)))}.{segment(r, claims_text)}"
        return f"{message}.{b64(hmac.digest(SECRET, octets_of(message), _DIGESTS[alg]))}"
    message = f"{segment(r, octets_of(header(r)))}.{segment(r, claims_text)}"
    return resigned(r, message) if one_in(r, 2) else f"{message}.{b64(octets(r, pick(r, _SIZES)))}"


def _honest(r: Random, alg: str) -> str:
    extra = f",{literal(pick(r, HEADER_NAMES))}:{value(r)}" if one_in(r, 4) else ""
    return f'{{"alg":"{alg}"{extra}}}'


def jwe(r: Random) -> str:
    if one_in(r, 3):
        return split_and_changed(r, pick(r, encrypted()))
    members = {"alg": literal(pick(r, tuple(KEY_MANAGEMENT))), "enc": literal(pick(r, tuple(CONTENT_ENCRYPTION)))}
    right = {
        "zip": '"DEF"',
        "p2c": pick(r, ("1000", "999999999999", "0", "1.5")),
        "p2s": '"AAAAAAAAAAA"',
        "epk": _jwk(r),
    }
    head = written(
        r, changed_members(r, members, ("zip", "p2c", "p2s", "epk", "apu", "apv", "iv", "tag", "cty", "crit"), right)
    )
    return ".".join(segment(r, one) for one in (octets_of(head), *(octets(r, pick(r, _SIZES)) for _ in range(4))))


def sealed(r: Random) -> str:
    """A token that decrypts, whatever stands in it: a token again, claims, or anything."""
    content = pick(r, (jws, sd_jwt, claims_set, text))(r)
    extra: dict[str, object] = {"cty": pick(r, ("JWT", "application/jwt", "x"))} if one_in(r, 2) else {}
    if one_in(r, 3):
        extra["zip"] = "DEF"
    return encrypt(octets_of(content), {**DIRECT, **extra}, secret(SECRET[:32]))


def disclosure(r: Random) -> str:
    entries = [literal(pick(r, ("salt", text(r)))), literal(pick(r, ("name", "_sd", "...", "iss", text(r)))), value(r)]
    if one_in(r, 3):
        entries.pop(1)
    return segment(r, octets_of(value(r) if one_in(r, 8) else "[" + ",".join(entries) + "]"))


def sd_jwt(r: Random) -> str:
    """An SD-JWT whose digests fit its disclosures most often, in each other and twice too."""
    if one_in(r, 4):
        return changed(r, pick(r, presentations()), whole())
    disclosures = [disclosure(r) for _ in range(below(r, 4))]
    digests = [b64(hashlib.sha256(octets_of(one)).digest()) for one in disclosures]
    body = dict(pick(r, claims()))
    if digests:
        body["_sd"] = literal(digests + digests[: below(r, 2)])
        body["list"] = f'[{{"...":{literal(pick(r, digests))}}}]'
    if one_in(r, 4):
        body["_sd_alg"] = pick(r, ('"sha-512"', '"SHA-256"', "1", '"md5"'))
    message = f"{b64(octets_of(_honest(r, 'HS256')))}.{b64(octets_of(written(r, body)))}"
    jwt = f"{message}.{b64(hmac.digest(SECRET, octets_of(message), 'sha256'))}"
    bound = "".join(f"{one}~" for one in (jwt, *disclosures))
    return bound + (jws(r) if one_in(r, 3) else "")


def in_json(r: Random) -> str:
    right = {"header": written(r, pick(r, headers())), "signatures": f"[{written(r, pick(r, serialized()))}]"}
    members = changed_members(
        r, pick(r, serialized()), _MORE_IN_JSON, {**right, "protected": literal(b64(octets_of(header(r))))}
    )
    return written(r, members)


def split_and_changed(r: Random, token: str) -> str:
    """A token with one of its parts decoded, changed as bytes, text or JSON, and encoded again."""
    mark = "~" if "~" in token and one_in(r, 2) else "."
    parts = token.split(mark)
    at = below(r, len(parts))
    try:
        data = unb64(parts[at])
        members = json.loads(data) if at < 2 and mark == "." and one_in(r, 2) else None
    except ValueError:  # an encrypted part, or a token with a fault
        return changed(r, token)
    if isinstance(members, dict):
        pairs = {name: literal(one) for name, one in members.items()}
        data = octets_of(written(r, changed_members(r, pairs, CLAIM_NAMES if at else HEADER_NAMES, {})))
    else:
        data = changed_bytes(r, data)
    parts[at] = b64(data)
    return mark.join(parts)


def wrapped(r: Random, token: str) -> str:
    made = pick(r, _AROUND).format(token) if one_in(r, 2) else token
    if one_in(r, 3):
        at = below(r, len(made))
        made = made[:at] + pick(r, ("\n", "\r\n  ", " ", "\u200b")) + made[at:]
    return made


KINDS: dict[str, Callable[[Random], str]] = {
    "jws": jws,
    "jwe": jwe,
    "sealed": sealed,
    "sd-jwt": sd_jwt,
    "json": in_json,
    "changed": lambda r: changed(r, pick(r, whole()), whole()),
    "part changed": lambda r: split_and_changed(r, pick(r, compact())),
}


def token(
    r: Random, kinds: Sequence[str] = ("jws", "jws", "changed", "part changed", "json", "sd-jwt", "jwe", "sealed")
) -> str:
    made = KINDS[pick(r, kinds)](r)
    return wrapped(r, made) if one_in(r, 8) else made
