"""What the user expects of a token: the configuration that a verifier would have."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jwtlens.verify.decryption import JweLimits


class KeyBinding(NamedTuple):
    """What the verifier expects of an SD-JWT's key-binding JWT; None means "not said", reported as not checked."""

    nonce: str | None = None
    aud: str | None = None
    required: bool = False


class Policy(NamedTuple):
    """Expectations. Empty tuples and None mean "not said", which a check reports as not checked, never as passed.

    ``algorithms`` is the allow-list; None derives it from the key, never from the token (RFC 8725 section 3.1).
    ``leeway`` is in seconds. ``check_claims`` false judges the JWS alone. ``roots`` are certificates in DER that the
    user trusts; without any, a token's own certificate chain proves nothing. ``jwe_limits`` None takes the defaults.
    ``decrypt_only`` asks of a JWE no more than that it decrypts, ``signed_inside`` that its content is a signed token.
    """

    issuers: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    algorithms: tuple[str, ...] | None = None
    required: tuple[str, ...] = ()
    typ: str | None = None
    leeway: int = 0
    check_claims: bool = True
    roots: tuple[bytes, ...] = ()
    key_binding: KeyBinding = KeyBinding()
    jwe_limits: "JweLimits | None" = None
    decrypt_only: bool = False
    signed_inside: bool = False
