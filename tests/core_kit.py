"""Keys made once a session, and tokens in one readable call, for the tests of the core."""

import base64
import json
from collections.abc import Callable
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa

from jwtlens.inspection import Inspection, inspect
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem
from jwtlens.verify import signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Report

NOW = 1_795_000_000
CURVES: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "secp256k1": ec.SECP256K1(),
}
LATTICES: dict[str, Callable[[], object]] = {
    "ML-DSA-44": mldsa.MLDSA44PrivateKey.generate,
    "ML-DSA-65": mldsa.MLDSA65PrivateKey.generate,
    "ML-DSA-87": mldsa.MLDSA87PrivateKey.generate,
}
SECRET = b"a secret of exactly sixty-four bytes, which is enough for HS512."
ALGORITHMS = tuple(SIGNATURE_ALGORITHMS)

Json = dict[str, object]


def b64(data: bytes | str) -> str:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def compact(header: object, claims: object = None, sig: bytes | str = b"\x01" * 32) -> str:
    """Header and claims are bytes as they are, or values to write as compact JSON."""
    value = {"sub": "a"} if claims is None else claims
    parts = [
        part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
        for part in (header, value)
    ]
    return f"{b64(parts[0])}.{b64(parts[1])}.{sig if isinstance(sig, str) else b64(sig)}"


@cache
def material(name: str, nth: int = 0) -> object:
    """A private key object, always the same for one name in one session."""
    if name == "RSA":
        return rsa.generate_private_key(65537, 2048)
    if name == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if name in LATTICES:
        return LATTICES[name]()
    return ed448.Ed448PrivateKey.generate() if name == "Ed448" else ec.generate_private_key(CURVES[name])


def secret(value: bytes = SECRET, **said: object) -> Key:
    key = Key("oct", Secret(value), private=True, bits=len(value) * 8, words=f"secret, {len(value)} bytes")
    return key._replace(**said)  # type: ignore[arg-type]


def pair(name: str, *, private: bool = True, nth: int = 0, **said: object) -> Key:
    """A key pair by its curve or ``RSA``."""
    held: object = material(name, nth)
    if not private:
        held = held.public_key()  # type: ignore[attr-defined]
    kty = "RSA" if name == "RSA" else "AKP" if name in LATTICES else "OKP" if name.startswith("Ed") else "EC"
    curve = "" if name == "RSA" else name
    key = Key(kty, Secret(held), private=private, bits=2048, words=f"{name} key", curve=curve)  # type: ignore[arg-type]
    return key._replace(**said)  # type: ignore[arg-type]


def key_for(alg: str, *, private: bool = True, nth: int = 0, **said: object) -> Key:
    row = SIGNATURE_ALGORITHMS[alg]
    if row.kty == "oct":
        return secret(SECRET[::-1] if nth else SECRET, **said)
    return pair(row.curves[0] if row.curves else "RSA", private=private, nth=nth, **said)


def signed(header: Json, claims: object = None, *, key: Key | None = None) -> str:
    alg = str(header["alg"])
    message = compact(header, claims, "")[:-1]
    made = signature.sign(SIGNATURE_ALGORITHMS[alg], key or key_for(alg), message.encode())
    return f"{message}.{b64(made)}"


def hs256(claims: object = None, **header: object) -> str:
    return signed({"alg": "HS256", **header}, claims)


def look(text: str, *keys: Key, policy: Policy = Policy(), now: float = NOW, in_set: bool | None = None) -> Inspection:
    """Inspect without the audit; several keys are a set unless ``in_set`` says otherwise."""
    ring = Keyring(keys, is_set=len(keys) > 1 if in_set is None else in_set)
    return inspect(text, ring, policy, now=now, with_audit=False)


def judge(text: str, *keys: Key, policy: Policy = Policy(), now: float = NOW, in_set: bool | None = None) -> Report:
    return look(text, *keys, policy=policy, now=now, in_set=in_set).report


def check(report: Report, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def codes(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
