"""What the user does with the audit: dismiss guesses, search for the secret, save a report."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.reactive import reactive

from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.findings import Guess, guess_of
from jwtlens.tui.panes.audit import AuditPane
from jwtlens.tui.searching import BUNDLED_NAME, SearchingScreen

if TYPE_CHECKING:
    from jwtlens.search.found import Found
    from jwtlens.tui.dialogs.word_list import WordList

_NO_SECRET = "There is no secret to search for: this token has none, or it is known already."


class AuditingScreen(SearchingScreen):
    """A bench with an audit that can be worked through."""

    dismissed: reactive[frozenset[Guess]] = reactive(frozenset(), init=False)
    """Guesses of the audit that the user does not want to see in this session."""

    _MENU: ClassVar[tuple[tuple[str, str], ...]] = (
        ("word_list", "Search a word list of yours…"),
        ("copy('hashcat')", "Copy the token as a line for hashcat (mode 16500)"),
        ("copy('hashcat_command')", "Copy the command for hashcat"),
    )

    @property
    def audit_pane(self) -> AuditPane:
        """The pane that lists the findings."""
        return self.query_one(AuditPane)

    @on(AuditPane.Dismissed)
    def _dismiss(self, event: AuditPane.Dismissed) -> None:
        if event.finding.confidence == "certain":
            self.warn("This is certain, no guess, so it cannot be dismissed. f leaves out the less severe.")
        else:
            self.dismissed ^= {guess_of(event.finding)}

    @on(AuditPane.Wanted)
    async def _wanted(self, event: AuditPane.Wanted) -> None:
        await self.run_action(event.action)

    def action_filter_findings(self) -> None:
        """List only what is severe enough, in steps."""
        if not self.audit_pane.filter():
            self.warn("There is nothing to filter: the findings are of one severity.")

    def action_dismiss_finding(self) -> None:
        """Dismiss the guess at the cursor of the Audit pane."""
        if self.audit_pane.finding is None:
            self.warn("Choose a finding in the Audit pane first.")
        self.audit_pane.action_dismiss()

    def action_restore_dismissed(self) -> None:
        """Bring back what was dismissed."""
        self.dismissed = frozenset()

    def action_secret_menu(self) -> None:
        """Ask how to go on looking for the secret."""
        known = self.secret_search
        if known is None:
            self.warn(_NO_SECRET)
            return
        options = [*self._MENU, *([] if known.ended else [("search_bundled", f"Search {BUNDLED_NAME}")])]

        def take(index: int | None) -> None:
            if index is not None:
                self.app.call_later(self.run_action, options[index][0])

        self.app.push_screen(ChoiceScreen("The secret of this token", [words for _, words in options]), take)

    def action_search_bundled(self) -> None:
        """Search the lists that come with the program."""
        from jwtlens.search.sources import BUNDLED  # noqa: PLC0415 - only who asks for it pays

        self.search_lists(BUNDLED, BUNDLED_NAME)

    def action_word_list(self) -> None:
        """Ask for a word list and search it."""
        from jwtlens.tui.dialogs.word_list import WordListDialog  # noqa: PLC0415 - only who asks for it pays

        if self.secret_search is None:
            self.warn(_NO_SECRET)
            return

        def take(chosen: "WordList | None") -> None:
            if chosen is not None:
                self.search_lists((chosen.source,), chosen.name)

        self.app.push_screen(WordListDialog(), take)

    def action_save_report(self) -> None:
        """Ask for a format and a file, and save the audit."""
        from jwtlens.tui.dialogs.save_report import SaveReportDialog  # noqa: PLC0415 - as above

        inspection = self.inspection
        if inspection is None or not inspection.token.text:
            self.warn("There is no token to report on.")
            return

        def take(words: str | None) -> None:
            if words is not None:
                self.notify(words, timeout=6, markup=False)

        self.app.push_screen(SaveReportDialog(inspection, self.dismissed), take)

    def secret_found(self, found: "Found") -> None:
        """Say it where the Audit pane cannot be seen."""
        if not self.audit_pane.region:
            words = f"The secret of this token is found, among {found.where}. ctrl+t makes it the key."
            self.notify(words, severity="error", timeout=8, markup=False)

    def warn(self, words: str) -> None:
        """Say why something cannot be done."""
        self.notify(words, severity="warning", timeout=4, markup=False)
