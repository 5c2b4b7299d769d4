"""The dialog that saves the audit as a report."""

from textual import on
from textual.app import ComposeResult

from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.keys.save import NotSavedError, save
from jwtlens.keys.secret import Secret
from jwtlens.reports import FORMATS, SUFFIXES, FormatName, Options, Subject, write
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.findings import Guess, is_dismissed, standing
from jwtlens.tui.panes.fields import Field

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


class SaveReportDialog(Dialog[str]):
    """Asks for format, file and what may be shown. Gives the sentence that says what was saved."""

    HEADING = "Save the audit as a report"
    ABOUT = "The report is readable by you alone (mode 0600). The signature is always cut."
    BUTTONS = (DialogButton("save", "Save", "Write the report into the file"),)

    def __init__(self, inspection: Inspection, dismissed: frozenset[Guess]) -> None:
        super().__init__()
        self._inspection, self._dismissed = inspection, dismissed
        self._replaces = ""  # the file that the user was asked about
        self._format = ChoiceField("format", "format", list(_TITLES.values()))
        self._path = Field("path", "file", "the file to write", _NAME + SUFFIXES[_ORDER[0]])
        self._personal = ChoiceField("personal", "personal", (_HIDDEN, "shown"))
        self._secrets = ChoiceField("secrets", "secrets", (_HIDDEN, "shown"))
        gone = sum(is_dismissed(one, dismissed) for one in inspection.findings or ())
        self._guesses = ChoiceField("guesses", "dismissed", (f"the {gone} dismissed left out", "all listed"))
        self._guesses.display = gone > 0

    def fields(self) -> ComposeResult:
        """Lay out the fields."""
        yield self._format
        yield self._path
        yield self._personal
        yield self._secrets
        yield self._guesses

    def on_mount(self) -> None:
        """Begin with the name of the file."""
        self._path.editor.focus()
        self._path.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Write the report; over a file that is there only after a second press."""
        del name
        path = self._path.editor.text.strip()
        if not path:
            self.say_problem("Name the file to write first.")
            return
        format_ = _ORDER[self._format.chosen]
        options = Options(secrets=self._secrets.chosen == 1, personal=self._personal.chosen == 1)
        inspection = self._inspection
        if self._guesses.chosen == 0:
            inspection = inspection._replace(findings=tuple(standing(inspection, self._dismissed)))
        overwrite = path == self._replaces

        def job() -> NotSavedError | None:
            try:
                save(path, Secret(write(format_, (Subject(inspection),), options)), overwrite=overwrite)
            except NotSavedError as error:
                return error
            return None

        def take(error: NotSavedError | None) -> None:
            if error is None:
                self.dismiss(f"The report is saved as {quoted(path)}.")
            elif error.problem.code == "save-exists":
                self._replaces = path
                self.say_question(f"{quoted(path)} is there already. Press again to replace it, or change the name.")
                self.relabel("save", "Replace it")
            else:
                self.say_problem(f"{error.problem.message}.")

        self.work("saving", job, take)

    @on(ChoiceField.Changed, "#field-format")
    def _format_changed(self) -> None:
        """Give the name the ending of the format, as long as it has that of another one."""
        text = self._path.editor.text
        ending = next((one for one in SUFFIXES.values() if text.endswith(one)), None)
        if ending is not None:
            self._path.editor.load(text.removesuffix(ending) + SUFFIXES[_ORDER[self._format.chosen]])
            self._ask_no_more()

    @on(Editor.Changed, "#path")
    def _ask_no_more(self) -> None:
        if self._replaces:
            self._replaces = ""
            self.say("")
            self.relabel("save", "Save")
