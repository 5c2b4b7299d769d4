"""What the cursor is on: the thing that F2 explains."""

from typing import NamedTuple

from textual.widget import Widget

from jwtlens.inspection import Inspection
from jwtlens.meaning.explain import Where
from jwtlens.tui.panes.audit import AuditPane
from jwtlens.tui.panes.json_pane import JsonPane
from jwtlens.tui.panes.token import TokenPane
from jwtlens.tui.panes.verification import VerificationPane

_FIELDS = frozenset(
    {"alg", "reading", "reveal", "passphrase", "issuer", "audience", "typ", "leeway", "required", "clock"}
)
"""Fields that have an entry of their own, by their widgets' ids."""


class Place(NamedTuple):
    """The arguments of ``explain_term``."""

    where: Where
    what: str


def pointed_at(focused: Widget | None, inspection: Inspection) -> Place | None:
    """Return what the cursor is on; None outside of the panes."""
    for node in focused.ancestors_with_self if focused else ():
        match node:
            case JsonPane():
                return _member(node, inspection)
            case TokenPane():
                return Place("part", _segment(node, inspection))
            case VerificationPane():
                return _verified(node, inspection)
            case AuditPane():
                return _audited(node)
        if node.id in _FIELDS:
            return Place("field", node.id)
        if node.id == "keys":
            return Place("key", "")
        if node.id == "expectations":
            return Place("field", "issuer")
    return None


def _member(pane: JsonPane, inspection: Inspection) -> Place:
    member = pane.member_at_cursor()
    if member is not None:
        return Place(pane.part, member.pointer)
    hidden = pane.part == "payload" and inspection.token.encrypted
    return Place("part", "ciphertext" if hidden else pane.part)


def _segment(pane: TokenPane, inspection: Inspection) -> str:
    """Return the name of the segment that the cursor is in, or after; all of the token where it is all selected."""
    start, end = pane.buffer.selection
    if end - start >= len(pane.text) > 0:
        return "token"
    at = pane.buffer.cursor
    presentation = inspection.judgement.presentation
    for segment in inspection.token.segments:
        span = inspection.in_source(segment.span)
        if span.start <= at <= span.end and span.end > span.start:
            return segment.name
    return "disclosures" if presentation is not None else "token"


def _verified(pane: VerificationPane, inspection: Inspection) -> Place:
    """Return the check; for a line about a disclosure or one of several signatures, the part that it is."""
    if inspection.report.check(pane.chosen):
        return Place("check", pane.chosen)
    return Place("part", "signature" if inspection.judgement.presentation is None else "disclosures")


def _audited(pane: AuditPane) -> Place:
    if pane.finding is not None:
        return Place("finding", f"{pane.finding.slug} {pane.finding.field}")
    does = pane.entries[pane.cursor].does if pane.cursor < len(pane.entries) else ""
    return Place("topic", "secret-strength" if does == "search" else "server-verifies")
