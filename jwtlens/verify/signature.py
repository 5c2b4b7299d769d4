"""Signatures over the received bytes: HMAC by the standard library, ML-DSA by cryptography, the rest by PyJWT."""

from typing import Any

from jwtlens.displayable import quoted
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS, Algorithm
from jwtlens.keys.key import Key, least_modulus


def verifies(algorithm: Algorithm, key: Key, signing_input: bytes, signature: bytes) -> bool:
    """Whether the signature is right. The key must fit the algorithm; a wrong length is just a wrong signature."""
    if algorithm.signature_bytes and len(signature) != algorithm.signature_bytes:
        return False
    try:
        if algorithm.family == "HMAC":
            import hmac  # noqa: PLC0415 - 5 ms, which decode, and every other algorithm, does without

            return hmac.compare_digest(mac(algorithm, key, signing_input), signature)
        return bool(_engine(algorithm).verify(signing_input, _public(key), signature))
    except ValueError:  # an empty secret, or a modulus too small for the hash: no signature is right for it
        return False


def sign(algorithm: Algorithm, key: Key, signing_input: bytes) -> bytes:
    """Sign. The key must fit the algorithm, be private and large enough for the hash, else ValueError."""
    if not key.can_sign or algorithm.name not in key.algorithms():
        raise ValueError(f"{key.kind} cannot sign {algorithm.name}")
    if algorithm.family == "HMAC":
        return mac(algorithm, key, signing_input)
    return bytes(_engine(algorithm).sign(signing_input, key.material.reveal()))


def mac(algorithm: Algorithm, key: Key, signing_input: bytes) -> bytes:
    """Compute the HMAC of a message. The key must be a secret, else TypeError, and not empty, else ValueError."""
    secret = key.material.reveal()
    if not isinstance(secret, bytes):
        raise TypeError("an HMAC key is made of bytes")
    if not secret:
        raise ValueError("an HMAC key must not be empty: anyone can sign with it")
    import hmac  # noqa: PLC0415 - as above

    return hmac.digest(secret, signing_input, f"sha{algorithm.hash_bits}")


def recovered(algorithm: Algorithm, key: Key, signature: bytes) -> bytes | None:
    """Return the hash that an RSASSA-PKCS1-v1_5 signature holds for this key; None where it holds none."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - imported with the key already
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415 - as above

    public: Any = _public(key)
    try:
        return bytes(
            public.recover_data_from_signature(signature, PKCS1v15(), getattr(hashes, f"SHA{algorithm.hash_bits}")())
        )
    except (InvalidSignature, ValueError):
        return None


def cannot_fit(alg: str, key: Key) -> str:
    """Return why the key cannot serve the algorithm ("ES256 needs an EC P-256 key; this one is RSA 2048"), or ""."""
    algorithm = SIGNATURE_ALGORITHMS.get(alg)
    if algorithm is None or alg in key.algorithms():
        return ""
    wanted = "a secret" if algorithm.kty == "oct" else f"an {algorithm.kty} key"
    if algorithm.curves:
        wanted = f"an {algorithm.kty} {' or '.join(algorithm.curves)} key"
    if key.kty != algorithm.kty or (algorithm.curves and key.curve not in algorithm.curves):
        return f"{alg} needs {wanted}; this one is {key.kind}"
    if key.only is not None and alg not in key.only:
        return f"the key is an RSA-PSS key, for {', '.join(key.only) or 'no algorithm of JOSE'}; the token uses {alg}"
    if key.kty == "RSA" and key.bits < least_modulus(alg):
        return f"{alg} needs an RSA key of {least_modulus(alg):,} bits or more; this one has {key.bits:,}"
    return f"the key says that it is for {quoted(key.alg or '')}, the token uses {alg}"


class _MlDsa:
    """ML-DSA with the methods of PyJWT's algorithm objects: pure, with an empty context (RFC 9964)."""

    def verify(self, signing_input: bytes, key: Any, signature: bytes) -> bool:  # noqa: ANN401 - three public classes
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - imported with the key already

        try:
            key.verify(signature, signing_input)
        except InvalidSignature:
            return False
        return True

    def sign(self, signing_input: bytes, key: Any) -> bytes:  # noqa: ANN401 - three private classes
        return bytes(key.sign(signing_input))


def _engine(algorithm: Algorithm) -> Any:  # noqa: ANN401 - PyJWT's algorithm classes share no typed interface
    if algorithm.family == "ML-DSA":
        return _MlDsa()
    from jwt import algorithms  # noqa: PLC0415 - costs 100 ms, and HMAC does without

    name = f"SHA{algorithm.hash_bits}"
    match algorithm.family:
        case "RSASSA-PKCS1-v1_5":
            return algorithms.RSAAlgorithm(getattr(algorithms.RSAAlgorithm, name))
        case "RSASSA-PSS":
            return algorithms.RSAPSSAlgorithm(getattr(algorithms.RSAPSSAlgorithm, name))
        case "ECDSA":
            return algorithms.ECAlgorithm(getattr(algorithms.ECAlgorithm, name))
        case "EdDSA":
            return algorithms.OKPAlgorithm()
        case family:
            raise ValueError(f"no engine for {family}")


def _public(key: Key) -> object:
    material: Any = key.material.reveal()
    return material.public_key() if key.private else material
