"""What the user expects of a token: the configuration that a verifier would have."""

from typing import NamedTuple


class Policy(NamedTuple):
    """Expectations. Empty tuples and None mean "not said", which a check reports as not checked, never as passed.

    ``algorithms`` is the allow-list; None derives it from the key, never from the token (RFC 8725 section 3.1).
    ``leeway`` is in seconds. ``check_claims`` false judges the JWS alone.
    """

    issuers: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    algorithms: tuple[str, ...] | None = None
    required: tuple[str, ...] = ()
    typ: str | None = None
    leeway: int = 0
    check_claims: bool = True
