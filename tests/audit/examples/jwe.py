from jwtlens.audit import Severity, Subject
from jwtlens.jose import strict_json
from jwtlens.jose.jws import Segment
from jwtlens.limits import INFLATED_BYTES
from jwtlens.problem import Span
from jwtlens.verify.decryption import JweLimits
from jwtlens.verify.encryption import encrypt
from jwtlens.verify.policy import Policy
from tests.audit.builders import (
    Json,
    Raises,
    Silent,
    about_header,
    b64,
    compact,
    encrypted,
    good,
    head,
    judged,
    secret,
    subject,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_PBES2 = "PBES2-HS256+A128KW"
_SECRET = secret(bytes(16))
_SALT = b64(b"12345678")
# RFC 7518 appendix C, and RFC 8037 appendix A.6
_EPK: Json = {
    "kty": "EC",
    "crv": "P-256",
    "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
    "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
}
_X25519: Json = {"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}


def _dir(**changes: object) -> Subject:
    sizes = {name: changes.pop(name) for name in ("key", "iv", "content", "tag") if name in changes}
    return subject(encrypted({"alg": "dir", "enc": "A256GCM", **changes}, **({"key": b""} | sizes)))  # type: ignore[arg-type]


def _decrypted(plaintext: bytes, **header: object) -> Subject:
    """A token encrypted with a public key, as it is seen once its content is known."""
    found = _dir(alg="RSA-OAEP-256", key=b"k" * 256, **header)
    content = Segment("payload", "", Span(0, 0), plaintext, ())
    return found._replace(
        token=found.token._replace(
            serialization="JWE compact",
            segments=(*found.token.segments[:1], content),
            payload=strict_json.parse(plaintext, "payload"),
        )
    )


def _password(p2c: object, alg: str = _PBES2, **changes: object) -> Subject:
    header = {"alg": alg, "enc": "A128GCM", "p2s": _SALT, "p2c": p2c, **changes}
    return subject(encrypted({name: value for name, value in header.items() if value is not ...}))


def _agreed(epk: object) -> Subject:
    header = {"alg": "ECDH-ES+A128KW", "enc": "A128GCM", "epk": epk}
    return subject(encrypted({name: value for name, value in header.items() if value is not ...}))


def _zipped(size: int, most: int = INFLATED_BYTES) -> Subject:
    """A token that was really encrypted, with so many bytes inside, opened with its key and this cap."""
    text = encrypt(b" " * size, {"alg": "dir", "enc": "A128GCM", "zip": "DEF"}, _SECRET)
    return judged(text, _SECRET, policy=Policy(jwe_limits=JweLimits(inflated_bytes=most)))


def _opened(plaintext: bytes) -> Subject:
    """A token that was really encrypted, opened with its key."""
    return judged(encrypt(plaintext, {"alg": "dir", "enc": "A128GCM"}, _SECRET), _SECRET)


# RFC 7518 sections 5.2 and 5.3: bytes of initialization vector and tag
_SIZES = (
    *(("A128GCM", 12, 16), ("A192GCM", 12, 16), ("A256GCM", 12, 16)),
    *(("A128CBC-HS256", 16, 16), ("A192CBC-HS384", 16, 24), ("A256CBC-HS512", 16, 32)),
)
# RFC 7748 section 4: the primes of the two fields; 0, 1 and -1 lie in small subgroups of each curve
_P25519, _P448 = 2**255 - 19, 2**448 - 2**224 - 1
_LOW_ORDER = (
    *((number, 255) for number in (0, 1, _P25519 - 1, _P25519, _P25519 + 1)),
    *((number, 448) for number in (0, 1, _P448 - 1, _P448, _P448 + 1)),
)


def _montgomery(number: int, bits: int) -> Json:
    curve, size = ("X25519", 32) if bits == 255 else ("X448", 56)
    return {"kty": "OKP", "crv": curve, "x": b64(number.to_bytes(size, "little"))}


RAISES = [
    Raises("zip-bomb", HIGH, _zipped(INFLATED_BYTES + 1)),
    Raises("zip-bomb", HIGH, _zipped(INFLATED_BYTES + 1, most=2 * INFLATED_BYTES)),
    Raises("zip-jwe", LOW, _dir(zip="DEF")),
    Raises("zip-unknown", MEDIUM, _dir(zip="ZSTD")),
    Raises("zip-unknown", MEDIUM, _dir(zip=None)),
    Raises("p2c-high", HIGH, _password(1_200_001)),
    Raises("p2c-low", MEDIUM, _password(999)),
    Raises("p2c-low", LOW, _password(8_192)),
    Raises("p2c-low", LOW, _password(219_999, "PBES2-HS512+A256KW")),
    Raises("p2-params", HIGH, _password(...)),
    Raises("p2-params", HIGH, _password(0)),
    Raises("p2-params", HIGH, _password(600_000.0)),
    Raises("p2-params", HIGH, _password(600_000, p2s=b64(b"1234567"))),
    Raises("p2-params", HIGH, _password(600_000, p2s=...)),
    Raises("pbes2-password", INFO, _password(600_000)),
    Raises("jwe-sender-unauthenticated", MEDIUM, _dir(alg="RSA-OAEP", key=b"k" * 256)),
    Raises("jwe-sender-unauthenticated", MEDIUM, _dir(alg="ECDH-ES", cty="json")),
    Raises("jwe-sender-unauthenticated", HIGH, _decrypted(b'{"sub":"a"}')),
    Raises("exp-missing", HIGH, _decrypted(b'{"sub":"a"}')),
    Raises("cty-missing-nested", MEDIUM, _opened(compact(head(), good()).encode())),
    Raises("p2c-low", LOW, _password(1_000)),
    *(Raises("jwe-structure", HIGH, _dir(enc=enc, iv=b"i" * iv, tag=b"t" * (tag - 1))) for enc, iv, tag in _SIZES),
    *(Raises("jwe-structure", HIGH, _dir(enc=enc, iv=b"i" * (iv - 1), tag=b"t" * tag)) for enc, iv, tag in _SIZES),
    *(Raises("epk-invalid", HIGH, _agreed(_montgomery(number, bits))) for number, bits in _LOW_ORDER),
    Raises("jwe-structure", HIGH, _dir(iv=b"i" * 16)),
    Raises("jwe-structure", HIGH, _dir(tag=b"t" * 4)),
    Raises("jwe-structure", HIGH, _dir(enc="A256CBC-HS512", iv=b"i" * 16)),
    Raises("jwe-structure", HIGH, _dir(key=b"k")),
    Raises("jwe-structure", HIGH, _dir(alg="A128KW")),
    Raises("epk-invalid", HIGH, _agreed(...)),
    Raises("epk-invalid", HIGH, _agreed("AQAB")),
    Raises("epk-invalid", HIGH, _agreed({"kty": "RSA", "n": "AQAB", "e": "AQAB"})),
    Raises("epk-invalid", HIGH, _agreed({**_X25519, "crv": "Ed25519"})),
    Raises("epk-invalid", HIGH, _agreed({**_EPK, "y": _EPK["x"]})),
    Raises("epk-invalid", HIGH, _agreed({**_EPK, "crv": "P-384"})),
    Raises("epk-invalid", HIGH, _agreed({**_X25519, "x": b64(b"\x01" + bytes(31))})),
]

SILENT = [
    Silent("cty-missing-nested", _opened(b'{"sub":"a"}')),
    *(Silent("jwe-structure", _dir(enc=enc, iv=b"i" * iv, tag=b"t" * tag)) for enc, iv, tag in _SIZES),
    Silent("epk-invalid", _agreed(_montgomery(9, 255))),
    Silent("epk-invalid", _agreed(_montgomery(5, 448))),
    Silent("zip-bomb", _zipped(INFLATED_BYTES)),
    Silent("zip-jwe", _dir()),
    Silent("zip-jwe", about_header(zip="DEF")),
    Silent("zip-unknown", _dir(zip="DEF")),
    Silent("p2c-high", _password(1_200_000)),
    Silent("p2c-low", _password(600_000)),
    Silent("p2c-low", _password(220_000, "PBES2-HS384+A192KW")),
    Silent("p2-params", _password(1)),
    Silent("p2-params", _dir()),
    Silent("pbes2-password", _dir()),
    Silent("jwe-sender-unauthenticated", _dir()),
    Silent("jwe-sender-unauthenticated", _dir(alg="RSA-OAEP-256", cty="JWT", key=b"k" * 256)),
    Silent("jwe-sender-unauthenticated", _decrypted(compact(head(), good()).encode())),
    Silent("jwe-structure", _dir()),
    Silent("jwe-structure", _dir(enc="A192CBC-HS384", iv=b"i" * 16, tag=b"t" * 24)),
    Silent("jwe-structure", _dir(enc="unheard-of", iv=b"")),
    Silent("epk-invalid", _agreed(_EPK)),
    Silent("epk-invalid", _agreed(_X25519)),
    Silent("epk-invalid", _dir()),
]
