"""The dialog that shows the verification on the bench as a program, copies it and saves it."""

from textual import on
from textual.app import ComposeResult

from jwtlens.inspection import Inspection
from jwtlens.programs import PROGRAMS, program
from jwtlens.tui import clipboard
from jwtlens.tui.dialog import ChoiceField, DialogButton
from jwtlens.tui.dialogs.saving_text import SavingDialog
from jwtlens.tui.editing.editor import Editor

_TITLES = {
    "pyjwt": ("Python, PyJWT", "verify.py"),
    "jsonwebtoken": ("Node, jsonwebtoken", "verify.cjs"),
    "jose": ("Node, jose", "verify.mjs"),
    "go-jwt": ("Go, golang-jwt", "verify.go"),
    "curl": ("curl, a request with the token", "request.sh"),
}


class ProgramDialog(SavingDialog):
    """Asks for a language. The secret never stands in the program: its environment holds it."""

    HEADING = "This verification as a program"
    ABOUT = "The algorithm is pinned. Secrets and the token stay out of it: it reads them from its environment."
    BUTTONS = (
        DialogButton("save", "Save", "Write the program into the file"),
        DialogButton("copy", "Copy", "Send the program to the clipboard"),
    )
    SAVED = "The program is saved as {}."
    DEFAULT_CSS = """
    ProgramDialog {
        & > Vertical { width: 110; }
        & #program { height: 36vh; margin: 1 0; }
    }
    """

    def __init__(self, inspection: Inspection) -> None:
        names = [*PROGRAMS]
        super().__init__(_TITLES[names[0]][1])
        self._names, self._inspection = names, inspection
        titles = [_TITLES[name][0] for name in names]
        self._language = ChoiceField("language", "language", titles, tooltip="The language and library of the program")
        self._program = Editor(wrap=False, id="program")
        self._program.read_only = True
        self._text = ""

    def fields(self) -> ComposeResult:
        """Lay out language, program and file."""
        yield self._language
        yield self._program
        yield self.path

    def on_mount(self) -> None:
        """Show the first program."""
        self._language.button.focus()
        self._write()

    def pressed(self, name: str) -> None:
        """Copy or save the program."""
        if not self._text:
            return  # the reason stands there already
        if name == "copy":
            clipboard.copy(self.app, self._text)
            self.say("Copied.")
        else:
            text = self._text
            self.save(lambda: text)

    @on(ChoiceField.Changed)
    def _write(self) -> None:
        """Write the program in the chosen language."""
        name = self._names[self._language.chosen]
        try:
            self._text = program(self._inspection, name)
        except ValueError as error:
            self._text = ""
            self.say_problem(f"{error}.")
        else:
            self.say("")
        self._program.load(self._text)
        if self.path.editor.text in {file for _, file in _TITLES.values()}:
            self.path.editor.load(_TITLES[name][1])
            self.ask_no_more()
