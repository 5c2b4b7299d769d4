"""The list of found tokens as data: judged, sorted, filtered. Knows nothing of a screen."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from jwtlens import times
from jwtlens.captures import FoundToken
from jwtlens.inspection import Inspection, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.harvest.found import Place


class Circumstances(NamedTuple):
    """What all tokens of a list are judged by. ``now`` is a Unix time in seconds; ``as_of`` that the user chose it."""

    keyring: Keyring
    policy: Policy
    now: float
    as_of: bool


class Seen(NamedTuple):
    """What a list says of a token; the texts may be anybody's. ``expires`` is a Unix time in seconds."""

    verdict: Verdict
    why: str
    kind: str
    issuer: str
    subject: str
    expires: float | None


class Row(NamedTuple):
    """A token in the list, ``number`` counts from 1 in the order of the text. ``seen`` is None until it is judged."""

    number: int
    found: FoundToken
    seen: Seen | None = None

    @property
    def where(self) -> str:
        """Where it was found first, in words."""
        return place_words(self.found.places[0])


def place_words(place: "Place") -> str:
    """Write a place as ``12 header Authorization``: its line, and what is around it."""
    return f"{place.line:,} {place.where}".rstrip()


def judge(token: str, by: Circumstances, *, with_audit: bool = False) -> Inspection:
    """Judge a token as it was found."""
    return inspect(token, by.keyring, by.policy, now=by.now, as_of=by.as_of, with_audit=with_audit, as_pasted=False)


def seen(inspection: Inspection) -> Seen:
    """Say in short what an inspection says."""
    claims = inspection.innermost.claims
    issuer, subject = (value if isinstance(value := claims.get(name), str) else "" for name in ("iss", "sub"))
    token, report = inspection.token, inspection.report
    kind = f"{token.alg} {token.serialization}".strip()
    return Seen(
        report.verdict, headline(report, times.brief).why, kind, issuer, subject, times.numeric_date(claims.get("exp"))
    )


def _by_verdict(row: Row) -> tuple[int, int]:
    return ([*Verdict].index(row.seen.verdict) if row.seen else len(Verdict)), row.number


def _by_expiry(row: Row) -> tuple[bool, float, int]:
    expires = row.seen.expires if row.seen else None
    return expires is None, expires or 0, row.number


def _by_text(name: str) -> Callable[[Row], tuple[bool, str, int]]:
    def key(row: Row) -> tuple[bool, str, int]:
        text = str(getattr(row.seen, name)).lower() if row.seen else ""
        return not text, text, row.number

    return key


ORDERS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "found": lambda row: (row.number,),
    "verdict": _by_verdict,
    "kind": _by_text("kind"),
    "issuer": _by_text("issuer"),
    "subject": _by_text("subject"),
    "expires": _by_expiry,
}
"""What a list can be sorted by: the order of the text, or a column. Rows that have nothing there come last."""


def arranged(rows: Sequence[Row], order: str, words: str) -> list[Row]:
    """Return the rows, given in the order of the text, in which every one of the words stands, in another order."""
    wanted = words.lower().split()
    kept = [row for row in rows if all(word in _text(row) for word in wanted)] if wanted else list(rows)
    return kept if order == "found" else sorted(kept, key=ORDERS[order])


def _text(row: Row) -> str:
    about = row.seen
    texts: Sequence[str] = (about.verdict, about.why, about.kind, about.issuer, about.subject) if about else ()
    return " ".join((*texts, *map(place_words, row.found.places), row.found.token)).lower()
