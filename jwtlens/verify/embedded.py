"""A key that the token brought along: it may be tried, and what that shows is said, but it is never trusted."""

from jwtlens.jose import header
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify import signature


def is_proof(token: Token) -> bool:
    """Whether the token is a DPoP proof, by its type: it proves possession of the key that it brings, and no more."""
    return header.is_proof(token.header)


def tried(token: Token) -> str:
    """Say what trying the header's ``jwk`` (RFC 7515 section 4.1.3) shows; empty where there is none to try.

    Anyone can sign with a key of his own and put it into the header, so this never counts as verified.
    """
    jwk = token.header.members.get("jwk")
    if not isinstance(jwk, dict) or token.alg not in SIGNATURE_ALGORITHMS:
        return ""
    key = next(iter(keys(token).keys), None)
    if key is None or key.kty == "oct" or token.alg not in key.algorithms():
        return "; the key it brought along does not fit either"
    if not is_right(token, key):
        return "; it does not even verify with the key it brought along"
    if is_proof(token):
        return "; it verifies with the key it brought along: its sender has that key, and may be anybody"
    return "; it verifies with the key it brought along, which proves nothing about the sender"


def is_right(token: Token, key: Key) -> bool:
    """Whether the signature is right for a key that fits its algorithm."""
    algorithm = SIGNATURE_ALGORITHMS[token.alg]
    return signature.verifies(algorithm, key, token.signing_input, token.segment("signature").data)


def keys(token: Token) -> Keyring:
    """Read the public half of the header's ``jwk``: one key, or a problem. Never raises."""
    return read(token.header.members.get("jwk"))


def read(jwk: object) -> Keyring:
    """Read the public half of a JWK that came with a token: one key, or a problem, or nothing. Never raises."""
    if not isinstance(jwk, dict):
        return Keyring()
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - few tokens bring a key

    return read_jwk(jwk, origin="the token", how="JWK in the header", public_only=True)
