"""The lines of the Audit pane: what they say, and what choosing one does."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens.audit.finding import Finding, NotChecked, Severity
from jwtlens.displayable import displayable
from jwtlens.keys.secret import Secret
from jwtlens.times import duration
from jwtlens.tui.lines import Line
from jwtlens.tui.secret_search import Attempt, SecretSearch
from jwtlens.tui.symbols import MARK, SEVERITY

if TYPE_CHECKING:
    from jwtlens.search.found import Found

_MASK = "••••••••"


class Entry(NamedTuple):
    """One line, and what it stands for.

    ``does`` is what choosing it does: lead to the ``finding``'s field, make a found secret the key, ask what to do
    about the search, or open and close one of the lists below it.
    """

    line: Line
    does: Literal["go", "use", "search", "unchecked", "dismissed", "show all", ""]
    finding: Finding | None = None


def finding(found: Finding, *, dismissed: bool = False) -> Entry:
    """Draw a finding: symbol, word, slug and message, and below it what there is to know."""
    word, colour = SEVERITY[found.severity]
    colour = "quiet" if dismissed else colour
    told = found.evidence.strip('"') in found.message
    more = (
        *(() if told else (f"evidence: {found.evidence}",)),
        f"why: {found.why}",
        f"remedy: {found.remedy}",
        f"source: {found.source}",
    )
    head = ((f"{MARK[found.severity]} {word} ", f"line--{colour}"),)
    lead = 0 if dismissed else len(found.slug)
    return Entry(Line(head, f"{found.slug}  {found.message}", "line--quiet", lead, more), "go", found)


def hidden(count: int, least: Severity) -> Entry:
    """Say what the filter hides."""
    words = f"{count} below {least.name.lower()} not shown (f: next filter)"
    return Entry(_quiet("–", words), "show all")


def dismissed(findings: list[Finding], *, opened: bool) -> list[Entry]:
    """Count what was dismissed, and list it where that is asked for."""
    words = f"{len(findings)} dismissed" + (" (d brings one back, u all)" if opened else " (enter lists them)")
    first = Entry(_quiet("▾" if opened else "▸", words), "dismissed")
    return [first, *(finding(one, dismissed=True) for one in findings if opened)]


def unchecked(rules: tuple[NotChecked, ...], *, opened: bool) -> list[Entry]:
    """Count the rules that were not asked, and list them with what they need where that is asked for."""
    plural = "rule" if len(rules) == 1 else "rules"
    words = f"{len(rules)} {plural} not checked" + ("" if opened else " (enter lists what each needs)")
    first = Entry(_quiet("▾" if opened else "▸", words), "unchecked")
    return [first, *(Entry(_lack(rule), "") for rule in rules if opened)]


def secret(found: "Found", *, revealed: bool, is_key: bool) -> Entry:
    """Draw the secret that was found, masked until the user wants to see it, and what one press makes of it."""
    shown = _spelled(found.secret) if revealed else _MASK
    view = "F9 hides it" if revealed else "F9 shows it"
    body = f"{shown}  {view} · {'it is the key now' if is_key else 'ctrl+t makes it the key'}"
    return Entry(Line((("  →    ", "line--error"),), body, "line--quiet", len(shown)), "" if is_key else "use")


def search(known: SecretSearch) -> Entry:
    """Say in one line how far the search for the secret is, and what it came to."""
    running = known.running
    if known.problem:
        words = known.problem
    elif running is not None:
        words = f"{_progress(running)} · enter stops it"
    elif known.ended:
        words = "; ".join(map(_came_to, known.ended))
    else:
        words = "not searched yet (enter: search)"
    symbol = "⋯" if running else "·"
    problems = tuple(problem for one in known.ended for problem in one.progress.problems)
    more = (*problems, "A miss says nothing about a longer list. Enter: a word list of yours, or hashcat.")
    return Entry(Line(((f"{symbol} ", "line--primary"),), f"weak secret  {words}", "line--quiet", 11, more), "search")


def progress_words(attempt: Attempt) -> str:
    """Say how far a running search is, in few words."""
    progress = attempt.progress
    if progress.fraction is None:
        return f"searching {attempt.name}"
    left = progress.seconds_left
    return f"{attempt.name}: {progress.fraction:.0%}" + (f" · {duration(left)} left" if left is not None else "")


def _progress(attempt: Attempt) -> str:
    progress = attempt.progress
    rate = f" · {progress.rate:,.0f} in a second" if progress.rate else ""
    return f"{progress_words(attempt)} · {progress.tried:,} tried{rate}"


def _came_to(attempt: Attempt) -> str:
    progress = attempt.progress
    if progress.found is not None:
        return f"found in {attempt.name}"
    if progress.complete:
        return f"not in {attempt.name} ({progress.tried:,} tried)"
    return f"not found in {attempt.name} before it ended early ({progress.tried:,} tried)"


def _spelled(found: Secret[bytes]) -> str:
    """Return a secret as its text, or in hexadecimal where it is none."""
    data = found.reveal()
    if not data:
        return "(the empty text)"
    try:
        return displayable(data.decode())
    except UnicodeDecodeError:
        return f"hex {data.hex()}"


def _lack(rule: NotChecked) -> Line:
    head = (("  ? ", "line--warning"),)
    return Line(head, f"{rule.slug}  needs {rule.needs}", "line--quiet", len(rule.slug))


def _quiet(symbol: str, words: str) -> Line:
    return Line(((f"{symbol} ", "line--quiet"),), words, "line--quiet")
