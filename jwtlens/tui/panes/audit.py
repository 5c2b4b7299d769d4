"""The Audit pane: what is weak or odd about the token, worst first, and how the search for its secret goes."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive

from jwtlens.audit.finding import Finding, Severity
from jwtlens.inspection import Inspection
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.findings import Guess, counted, is_dismissed
from jwtlens.tui.lines import LineList
from jwtlens.tui.panes import audit_lines
from jwtlens.tui.panes.audit_lines import Entry
from jwtlens.tui.panes.verification import FieldChosen
from jwtlens.tui.secret_search import SecretSearch
from jwtlens.verify.report import Status

_KEYS = "enter: the field · f: filter · d: dismiss"


class AuditPane(LineList):
    """Lists the findings with severity, slug and one line; below the one at the cursor what there is to know of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "filter", "Filter by severity", id="audit.filter", show=False),
        Binding("d,delete", "dismiss", "Dismiss the guess, or bring it back", id="audit.dismiss", show=False),
        Binding("u", "restore", "Bring all dismissed guesses back", id="audit.restore", show=False),
    ]

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What was audited."""
    secret_search: reactive[SecretSearch | None] = reactive(None, init=False, repaint=False)
    """The search for the secret of the token; None where there is nothing to search for."""
    dismissed: reactive[frozenset[Guess]] = reactive(frozenset(), init=False, repaint=False)
    """Guesses that the user does not want to see."""
    revealed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether secrets are shown."""
    least: reactive[Severity] = reactive(Severity.INFO, init=False, repaint=False)
    """The least severity that is listed."""

    class Dismissed(Message):
        """The user wants no more of a guess, or wants it back."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    class Wanted(Message):
        """The user wants the screen's action of this name."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self) -> None:
        super().__init__(empty="Nothing found.", id="audit")
        write_title(self, "7 Audit")
        self.entries: tuple[Entry, ...] = ()
        self._opened: set[str] = set()

    @property
    def finding(self) -> Finding | None:
        """The finding that the cursor is on."""
        return self.entries[self.cursor].finding if self.cursor < len(self.entries) else None

    def watch_inspection(self) -> None:
        """Show the findings."""
        self._list()

    def watch_secret_search(self) -> None:
        """Show how far it is."""
        self._list()

    def watch_dismissed(self) -> None:
        """Show what is left."""
        if not self.dismissed:
            self._opened.discard("dismissed")
        self._list()

    def watch_revealed(self) -> None:
        """Show or hide the secret that was found."""
        self._list()

    def watch_least(self) -> None:
        """Show what passes the filter."""
        self._list()

    def on_focus(self) -> None:
        """Say what the keys do."""
        super().on_focus()
        self.call_later(self._describe)

    def on_blur(self) -> None:
        """Say what was not checked."""
        super().on_blur()
        self.call_later(self._describe)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """Lead to the field of the finding, or do what else the line is for."""
        event.stop()
        entry = self.entries[event.index]
        match entry.does:
            case "go" if entry.finding is not None:
                self.post_message(FieldChosen(entry.finding.field))
            case "use":
                self.post_message(self.Wanted("use_secret"))
            case "search":
                running = self.secret_search is not None and self.secret_search.running
                self.post_message(self.Wanted("stop_search" if running else "secret_menu"))
            case "unchecked" | "dismissed":
                self._opened ^= {entry.does}
                self._list()
            case "show all":
                self.least = Severity.INFO

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Filter where the title is clicked."""
        if event.get_content_offset(self) is None and event.y == 0:
            self.action_filter()

    def action_filter(self) -> None:
        """Leave out the least severe ones."""
        self.post_message(self.Wanted("filter_findings"))

    def filter(self) -> bool:
        """List what is more severe than now, and after that all again; return whether there is a choice at all."""
        shown = self.inspection.findings or () if self.inspection else ()
        there = sorted({one.severity for one in shown})
        self.least = next((one for one in there[1:] if one > self.least), Severity.INFO)
        return len(there) > 1

    def action_dismiss(self) -> None:
        """Dismiss the guess at the cursor, or bring it back."""
        if self.finding is not None:
            self.post_message(self.Dismissed(self.finding))

    def action_restore(self) -> None:
        """Bring back all that was dismissed."""
        self.post_message(self.Wanted("restore_dismissed"))

    def _list(self) -> None:
        inspection = self.inspection
        if inspection is None:
            return
        before = self.entries[self.cursor] if self.cursor < len(self.entries) else None
        nothing = "" if inspection.findings is None else "Nothing found."
        self.empty = nothing if inspection.token.text else "No token yet: paste one into the Token pane."
        audited = inspection.findings is not None and bool(inspection.token.text)
        self.entries = tuple(self._entries(inspection)) if audited else ()
        untouched = self.cursor == 0 and not self.has_focus and not self.kept
        at = 0 if before is None or untouched else _found_again(before, self.entries)
        self.show([entry.line for entry in self.entries], at)
        if at is None and self.has_focus:
            self.reveal()
        self._describe()

    def _entries(self, inspection: Inspection) -> list[Entry]:
        standing, gone = self._sorted(inspection)
        entries: list[Entry] = []
        found = self.secret_search.found if self.secret_search else None
        check = inspection.report.check("signature")
        is_key = check is not None and check.status is Status.PASSED
        for finding in standing:
            if finding.severity >= self.least:
                entries.append(audit_lines.finding(finding))
                if found is not None and (finding.slug, finding.field) == ("hmac-secret-known", "signature"):
                    entries.append(audit_lines.secret(found, revealed=self.revealed, is_key=is_key))
        if below := sum(finding.severity < self.least for finding in standing):
            entries.append(audit_lines.hidden(below, self.least))
        if self.secret_search is not None and found is None:
            entries.append(audit_lines.search(self.secret_search))
        if inspection.not_checked:
            entries += audit_lines.unchecked(inspection.not_checked, opened="unchecked" in self._opened)
        if gone:
            entries += audit_lines.dismissed(gone, opened="dismissed" in self._opened)
        return entries

    def _sorted(self, inspection: Inspection) -> tuple[list[Finding], list[Finding]]:
        findings = inspection.findings or ()
        gone = [one for one in findings if is_dismissed(one, self.dismissed)]
        return [one for one in findings if one not in gone], gone

    def _describe(self) -> None:
        """Count in the title; in the lower border say what is being done, what the keys do, or what was not checked."""
        inspection = self.inspection
        if inspection is None or inspection.findings is None or not inspection.token.text:
            write_title(self, "7 Audit")
            write_subtitle(self, "")
            return
        standing, gone = self._sorted(inspection)
        words = [counted(standing) or "nothing found"]
        words += [f"{len(gone)} dismissed"] if gone else []
        words += [f"filter: {self.least.name.lower()}"] if self.least else []
        write_title(self, f"7 Audit: {' · '.join(words)}")
        running = self.secret_search.running if self.secret_search else None
        if running is not None:
            write_subtitle(self, audit_lines.progress_words(running))
        elif self.has_focus:
            write_subtitle(self, _KEYS)
        else:
            count = len(inspection.not_checked)
            write_subtitle(self, f"{count} rule{'s' * (count != 1)} not checked" if count else "")


def _found_again(entry: Entry, entries: tuple[Entry, ...]) -> int | None:
    """Return where a line went: the one about the same, or else the same rule about another field."""
    for name in (_place, _rule):
        places = [name(one) for one in entries]
        if name(entry) in places:
            return places.index(name(entry))
    return None


def _place(entry: Entry) -> tuple[str, ...]:
    return _rule(entry) if entry.finding is None else (*_rule(entry), entry.finding.field)


def _rule(entry: Entry) -> tuple[str, ...]:
    if entry.finding is not None:
        return (entry.finding.slug,)
    return (entry.does or entry.line.body,)  # of each that does something else there is one
