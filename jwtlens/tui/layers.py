"""Tokens inside one another: the way from the outermost to the one on the bench, and on inwards."""

from typing import NamedTuple

from jwtlens.inspection import Inspection
from jwtlens.tui.symbols import VERDICT


class Outer(NamedTuple):
    """A token that was left for the one inside it: how to come back to it, and what to call it."""

    source: str
    opened: str
    title: str


def title(inspection: Inspection) -> str:
    """Name a layer: its serialization and its own verdict."""
    symbol, word, _ = VERDICT[inspection.report.verdict]
    return f"{inspection.token.serialization}  {symbol} {word}"


def chain(inspection: Inspection) -> list[Inspection]:
    """Return this token and those inside it, outermost first."""
    return [inspection, *(chain(inspection.inner) if inspection.inner else [])]


def breadcrumb(outer: list[Outer], inspection: Inspection) -> str:
    """Write the way as ``JWE compact › [JWS compact]``; empty for a token that is alone."""
    names = [one.title.partition("  ")[0] for one in outer]
    inside = [one.token.serialization for one in chain(inspection)]
    if len(names) + len(inside) == 1:
        return ""
    return " › ".join([*names, f"[{inside[0]}]", *inside[1:]])
