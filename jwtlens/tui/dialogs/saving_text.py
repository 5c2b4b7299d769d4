"""What the dialogs that write a text into a file have in common: the question before a file is replaced."""

from collections.abc import Callable

from textual import on

from jwtlens.displayable import quoted
from jwtlens.keys.save import NotSavedError, save
from jwtlens.keys.secret import Secret
from jwtlens.tui.dialog import Dialog
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Field


class SavingDialog(Dialog[str]):
    """A dialog with a field ``path`` and a button ``save``. Gives the sentence that says what was saved."""

    SAVED = "Saved as {}."

    def __init__(self, name: str) -> None:
        super().__init__()
        self.path = Field("path", "file", "the file to write", name)
        self._replaces = ""

    def save(self, text: Callable[[], str]) -> None:
        """Write what the function makes, in a thread; over a file that is there only after a second press."""
        path = self.path.editor.text.strip()
        if not path:
            self.say_problem("Name the file to write first.")
            return
        overwrite = path == self._replaces

        def job() -> NotSavedError | None:
            try:
                save(path, Secret(text()), overwrite=overwrite)
            except NotSavedError as error:
                return error
            return None

        def take(error: NotSavedError | None) -> None:
            if error is None:
                self.dismiss(self.SAVED.format(quoted(path)))
            elif error.problem.code == "save-exists":
                self._replaces = path
                self.say_question(f"{quoted(path)} is there already. Press again to replace it, or change the name.")
                self.relabel("save", "Replace it")
            else:
                self.say_problem(f"{error.problem.message}.")

        self.work("saving", job, take)

    @on(Editor.Changed, "#path")
    def ask_no_more(self) -> None:
        """Forget the question about another name."""
        if self._replaces:
            self._replaces = ""
            self.say("")
            self.relabel("save", "Save")
