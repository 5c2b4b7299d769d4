"""Key objects of the cryptography package from the members of a JWK, and the checks that belong to each type."""

from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x448, x25519

from jwtlens.displayable import quoted
from jwtlens.keys import load
from jwtlens.keys.jwk_members import Members, octets, text
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

_CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "secp256k1": ec.SECP256K1(),
}
_OKP: dict[str, tuple[int, Any, Any]] = {
    "Ed25519": (32, ed25519.Ed25519PublicKey, ed25519.Ed25519PrivateKey),
    "Ed448": (57, ed448.Ed448PublicKey, ed448.Ed448PrivateKey),
    "X25519": (32, x25519.X25519PublicKey, x25519.X25519PrivateKey),
    "X448": (56, x448.X448PublicKey, x448.X448PrivateKey),
}
_ML_DSA = {"ML-DSA-44": ("MLDSA44", 1312), "ML-DSA-65": ("MLDSA65", 1952), "ML-DSA-87": ("MLDSA87", 2592)}
_SEED = 32
_MOST_FACTORED = 8192
"""Largest modulus whose primes are looked for, in bits."""
_PRIMES = {
    "p": "first prime",
    "q": "second prime",
    "dp": "first exponent",
    "dq": "second exponent",
    "qi": "coefficient",
}


def build(kty: str, members: Members) -> tuple[Secret[object], list[Problem]]:
    """Build the key object, private if its private member is there; report oddities. Raises UnreadableKeyError."""
    builders = {"RSA": _rsa, "EC": _ec, "OKP": _okp, "AKP": _akp}
    problems: list[Problem] = []
    try:
        material = builders[kty](members, problems)
    except UnsupportedAlgorithm:
        message = "the cryptography library here cannot work with this kind of key. Upgrade it"
        raise UnreadableKeyError("key-unsupported", message) from None
    return Secret(material), problems


def _rsa(members: Members, problems: list[Problem]) -> object:
    n = _integer(members, "n", "the modulus", problems)
    e = _integer(members, "e", "the public exponent", problems)
    public = rsa.RSAPublicNumbers(e, n)
    load.check_rsa(public)
    try:
        return _rsa_private(members, public, problems) if "d" in members else public.public_key()
    except ValueError:
        raise UnreadableKeyError("rsa-invalid", _mismatch("the RSA numbers")) from None


def _rsa_private(members: Members, public: rsa.RSAPublicNumbers, problems: list[Problem]) -> rsa.RSAPrivateKey:
    if "oth" in members:
        message = "oth is there: an RSA key of more than two primes, which no library here can use. Make a new key"
        raise UnreadableKeyError("rsa-primes", message)
    d = _integer(members, "d", "the private exponent", problems)
    if d >= public.n:
        raise UnreadableKeyError("rsa-invalid", _mismatch("n and d"))
    if not any(name in members for name in _PRIMES):
        if public.n.bit_length() > _MOST_FACTORED:  # with a wrong d the search takes seconds, and ever more
            message = (
                f"p and q are missing; they are found from d up to {_MOST_FACTORED:,} bits. Write the key with them"
            )
            raise UnreadableKeyError("rsa-primes", message)
        p, q = rsa.rsa_recover_prime_factors(public.n, public.e, d)
        p, q = max(p, q), min(p, q)
        dp, dq, qi = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    else:  # all five, then: RFC 7518 section 6.3.2
        p, q, dp, dq, qi = (_integer(members, name, f"the {words}", problems) for name, words in _PRIMES.items())
    if p * q != public.n:  # before the primes are tested, which takes long for large numbers
        raise UnreadableKeyError("rsa-invalid", _mismatch("n, p and q"))
    return rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, public).private_key()


def _ec(members: Members, _: list[Problem]) -> object:
    name = _curve(members, "EC", _CURVES)
    curve = _CURVES[name]
    size = (curve.key_size + 7) // 8
    x = octets(members, "x", f"the x coordinate on {name}", size)
    y = octets(members, "y", f"the y coordinate on {name}", size)
    public = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), curve)
    try:
        key = public.public_key()
    except ValueError:
        message = f"x and y are not a point on {name} (an invalid-curve attack looks like this). Copy the JWK again"
        raise UnreadableKeyError("ec-off-curve", message) from None
    if "d" not in members:
        return key
    d = octets(members, "d", "the private key", size)
    try:
        return ec.EllipticCurvePrivateNumbers(int.from_bytes(d, "big"), public).private_key()
    except ValueError:
        raise UnreadableKeyError("jwk-mismatch", _mismatch("d and the point x, y")) from None


def _okp(members: Members, _: list[Problem]) -> object:
    name = _curve(members, "OKP", _OKP)
    size, public_class, private_class = _OKP[name]
    x = octets(members, "x", f"the public key on {name}", size)
    if "d" not in members:
        return _from_raw(public_class.from_public_bytes, x)
    private = _from_raw(private_class.from_private_bytes, octets(members, "d", "the private key", size))
    if private.public_key().public_bytes_raw() != x:
        raise UnreadableKeyError("jwk-mismatch", _mismatch("x and d"))
    return private


def _akp(members: Members, _: list[Problem]) -> object:
    alg = text(members, "alg")
    if alg not in _ML_DSA:
        state = "is missing" if alg is None else f"is {quoted(alg)}"
        message = f"alg {state}; an AKP key needs one of {', '.join(_ML_DSA)} (RFC 9964)"
        raise UnreadableKeyError("jwk-alg", message)
    stem, size = _ML_DSA[alg]
    public = octets(members, "pub", f"the {alg} public key", size)
    seed = octets(members, "priv", f"the {alg} seed", _SEED) if "priv" in members else b""
    try:
        from cryptography.hazmat.primitives.asymmetric import mldsa  # noqa: PLC0415 - absent before cryptography 47
    except ImportError:
        message = "the cryptography library here is too old for ML-DSA. Upgrade it"
        raise UnreadableKeyError("key-unsupported", message) from None
    if not seed:
        return _from_raw(getattr(mldsa, f"{stem}PublicKey").from_public_bytes, public)
    private = _from_raw(getattr(mldsa, f"{stem}PrivateKey").from_seed_bytes, seed)
    if private.public_key().public_bytes_raw() != public:
        raise UnreadableKeyError("jwk-mismatch", _mismatch("pub and priv"))
    return private


def _from_raw(make: Any, raw: bytes) -> Any:  # noqa: ANN401 - the classes of cryptography share no such interface
    try:
        return make(raw)
    except ValueError:
        raise UnreadableKeyError("key-invalid", "its bytes are not a key of that kind. Copy the JWK again") from None


def _curve(members: Members, kty: str, known: dict[str, Any]) -> str:
    name = text(members, "crv")
    if name is None:
        raise UnreadableKeyError("jwk-member-missing", f"crv (the curve) is missing. Add one of {', '.join(known)}")
    if name in known:
        return name
    raise UnreadableKeyError("jwk-crv", f"crv is {quoted(name)}; a key of type {kty} has one of {', '.join(known)}")


def _integer(members: Members, name: str, meaning: str, problems: list[Problem]) -> int:
    """Decode a Base64urlUInt (RFC 7518 section 2); a leading zero byte is reported, and harmless."""
    data = octets(members, name, meaning)
    if len(data) > load.RSA_MODULUS_BITS // 8 + 1:
        message = f"{name} ({meaning}) has {len(data):,} bytes; jwtlens stops at {load.RSA_MODULUS_BITS // 8:,}"
        raise UnreadableKeyError("key-too-large", message)
    if data[0] == 0:
        message = f"{name} ({meaning}) begins with a zero byte, which RFC 7518 section 2 forbids; the key was read"
        problems.append(Problem("jwk-leading-zero", message, "key"))
    return int.from_bytes(data, "big")


def _mismatch(what: str) -> str:
    return f"{what} do not belong together: the key is damaged or was put together wrongly. Export it again"
