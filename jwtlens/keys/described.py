"""A key in the words that every table of keys uses; never anything of its private material."""

from jwtlens.keys.key import Key


def half(key: Key) -> str:
    """Say which half is there: ``secret``, ``private`` or ``public``."""
    return "secret" if key.kty == "oct" else "private" if key.private else "public"


def thumbprint_of(key: Key) -> str:
    """Return the SHA-256 thumbprint of a key pair, or "" where there is none to show.

    That of a secret would let others test guesses (RFC 7638 section 7); some curves have no name in JOSE.
    """
    if key.kty == "oct":
        return ""
    from jwtlens.keys.thumbprint import thumbprint  # noqa: PLC0415 - a secret needs no hash

    try:
        return thumbprint(key)
    except ValueError:  # JOSE has no name for its curve
        return ""
