"""A key that the token brought along: it may be tried, and what that shows is said, but it is never trusted."""

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key
from jwtlens.verify import signature


def tried(token: Token) -> str:
    """Say what trying the header's ``jwk`` (RFC 7515 section 4.1.3) shows; empty where there is none to try.

    Anyone can sign with a key of his own and put it into the header, so this never counts as verified.
    """
    jwk = token.header.members.get("jwk")
    if not isinstance(jwk, dict) or token.alg not in SIGNATURE_ALGORITHMS:
        return ""
    key = _read(jwk)
    if key is None or key.kty == "oct" or token.alg not in key.algorithms():
        return "; the key it brought along does not fit either"
    algorithm = SIGNATURE_ALGORITHMS[token.alg]
    if signature.verifies(algorithm, key, token.signing_input, token.segment("signature").data):
        return "; it verifies with the key it brought along, which proves nothing about the sender"
    return "; it does not even verify with the key it brought along"


def _read(jwk: dict[str, object]) -> Key | None:
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - few tokens bring a key

    keyring = read_jwk(jwk, origin="the token", how="JWK in the header", public_only=True)
    return keyring.keys[0] if keyring.keys else None
