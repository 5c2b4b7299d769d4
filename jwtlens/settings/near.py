"""What somebody may have meant by a name that is none."""

from collections.abc import Iterable


def near(name: str, names: Iterable[str]) -> str:
    """Return ``; did you mean …?`` with the nearest names, or what there is to choose from if that is little."""
    from difflib import get_close_matches  # noqa: PLC0415 - for those who ask for it

    known = [*names]
    found = get_close_matches(name.lower(), known, 2, 0.6)
    if found:
        return f"; did you mean {' or '.join(found)}?"
    return f"; there are {', '.join(known)}" if len(known) <= 12 else ""
