"""The dialog that saves the audit as a report."""

from textual import on
from textual.app import ComposeResult

from jwtlens.inspection import Inspection
from jwtlens.reports import FORMATS, SUFFIXES, FormatName, Options, Subject, write
from jwtlens.tui.dialog import ChoiceField, DialogButton
from jwtlens.tui.dialogs.saving_text import SavingDialog
from jwtlens.tui.findings import Guess, is_dismissed, standing

_NAME = "jwtlens-audit"
_TITLES: dict[FormatName, str] = {
    "markdown": "Markdown, for a ticket",
    "html": "HTML, one file without scripts",
    "text": "Text",
    "json": "JSON",
    "sarif": "SARIF 2.1.0, for code scanning",
}
_ORDER: tuple[FormatName, ...] = tuple(sorted(FORMATS, key=[*_TITLES].index))
_HIDDEN = "hidden"


class SaveReportDialog(SavingDialog):
    """Asks for format, file and what may be shown. Gives the sentence that says what was saved."""

    HEADING = "Save the audit as a report"
    ABOUT = "The report is readable by you alone (mode 0600). The signature is always cut."
    SAVED = "The report is saved as {}."
    BUTTONS = (DialogButton("save", "Save", "Write the report into the file"),)

    def __init__(self, inspection: Inspection, dismissed: frozenset[Guess]) -> None:
        super().__init__(_NAME + SUFFIXES[_ORDER[0]])
        self._inspection, self._dismissed = inspection, dismissed
        self._format = ChoiceField("format", "format", list(_TITLES.values()))
        self._personal = ChoiceField("personal", "personal", (_HIDDEN, "shown"))
        self._secrets = ChoiceField("secrets", "secrets", (_HIDDEN, "shown"))
        gone = sum(is_dismissed(one, dismissed) for one in inspection.findings or ())
        self._guesses = ChoiceField("guesses", "dismissed", (f"the {gone} dismissed left out", "all listed"))
        self._guesses.display = gone > 0

    def fields(self) -> ComposeResult:
        """Lay out the fields."""
        yield self._format
        yield self.path
        yield self._personal
        yield self._secrets
        yield self._guesses

    def on_mount(self) -> None:
        """Begin with the name of the file."""
        self.path.editor.focus()
        self.path.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Write the report."""
        del name
        format_ = _ORDER[self._format.chosen]
        options = Options(secrets=self._secrets.chosen == 1, personal=self._personal.chosen == 1)
        inspection = self._inspection
        if self._guesses.chosen == 0:
            inspection = inspection._replace(findings=tuple(standing(inspection, self._dismissed)))
        self.save(lambda: write(format_, (Subject(inspection),), options))

    @on(ChoiceField.Changed, "#field-format")
    def _format_changed(self) -> None:
        """Give the name the ending of the format, as long as it has that of another one."""
        text = self.path.editor.text
        ending = next((one for one in SUFFIXES.values() if text.endswith(one)), None)
        if ending is not None:
            self.path.editor.load(text.removesuffix(ending) + SUFFIXES[_ORDER[self._format.chosen]])
            self.ask_no_more()
