"""What the user expects of a token: the configuration that a verifier would have."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens.keys.secret import Secret

if TYPE_CHECKING:
    from jwtlens.verify.decryption import JweLimits

TokenType = Literal["access", "id"]
"""What the token is to be used as: an access token for an API, or an ID token for a client."""

HEADER_KEYS = ("jwk", "jku", "x5u")
"""Header parameters that bring a key along, or the address of one, with nothing that a user could trust."""

CLIENT_CLAIMS = ("azp", "client_id", "cid", "appid")
"""Claims that name the client: OpenID Connect, RFC 9068, Okta, Microsoft Entra ID."""


class KeyBinding(NamedTuple):
    """What the verifier expects of an SD-JWT's key-binding JWT; None means "not said", reported as not checked.

    ``max_age`` is the greatest age of the key-binding JWT, by its ``iat``, in seconds.
    """

    nonce: str | None = None
    aud: str | None = None
    required: bool = False
    max_age: int | None = None


class Profile(NamedTuple):
    """What OpenID Connect and OAuth 2.0 hold against a token; None means "not said", and then there is no such check.

    ``client_id`` is the client to which the token was issued. ``nonce`` is the one that was sent with the request, or
    by the server: it stands in an ID token, in a DPoP proof, or in the key binding of an SD-JWT. ``max_age`` is the
    greatest age of the login in seconds. ``access_token`` and ``code`` are what came with the token, and secret.
    """

    token_type: TokenType | None = None
    client_id: str | None = None
    nonce: str | None = None
    max_age: int | None = None
    access_token: Secret[str] | None = None
    code: Secret[str] | None = None


PROOF_SECONDS = 300
"""Greatest age of a DPoP proof where nobody says another, in seconds; servers take a few minutes (RFC 9449 §11.1)."""


class Possession(NamedTuple):
    """The request that a DPoP proof must be for, and the key of its sender (RFC 9449); None means "not said".

    ``jkt`` is the SHA-256 thumbprint (RFC 7638) of the public key, as base64url: the key that a proof is signed with,
    and that any other token is bound to in ``cnf``. ``max_age`` is the greatest age of a proof in seconds: its profile
    demands a limit and leaves it to the server (RFC 9449 section 4.3).
    """

    htm: str | None = None
    htu: str | None = None
    jkt: str | None = None
    max_age: int = PROOF_SECONDS


class Policy(NamedTuple):
    """Expectations. Empty tuples and None mean "not said", which a check reports as not checked, never as passed.

    ``algorithms`` is the allow-list; None derives it from the key, never from the token (RFC 8725 section 3.1).
    ``leeway`` is in seconds. ``check_claims`` false judges the JWS alone, ``check_exp`` false takes expired tokens.
    ``roots`` are certificates in DER that the user trusts; without any, a token's own certificate chain proves
    nothing. ``jwe_limits`` None takes the defaults. ``decrypt_only`` asks of a JWE no more than that it decrypts,
    ``signed_inside`` that its content is a signed token. ``header_keys`` are the parameters of the header from which
    the user's verifier takes keys (of HEADER_KEYS): the audit judges that, and nothing here ever does it.
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
    profile: Profile = Profile()
    possession: Possession = Possession()
    check_exp: bool = True
    header_keys: tuple[str, ...] = ()
