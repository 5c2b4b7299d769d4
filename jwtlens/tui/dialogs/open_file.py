"""The dialog that asks for a file with tokens in it."""

from collections.abc import Callable

from textual.app import ComposeResult

from jwtlens.captures import Capture
from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.dialogs.paths import PathPicker


class OpenFileDialog(Dialog[Capture]):
    """Asks for a file that can be read; gives what reads it. ``open_file`` makes that of a path."""

    HEADING = "Open a file"
    ABOUT = "One token goes straight in. A text with several, such as a HAR file or a log, opens a list of them."
    BUTTONS = (DialogButton("open", "Open", "Look for the tokens in the file"),)

    def __init__(self, open_file: Callable[[str], Capture]) -> None:
        super().__init__()
        self._open_file = open_file

    def fields(self) -> ComposeResult:
        """Lay out the field."""
        self._picker = PathPicker("open-path", "file", "capture.har, ~/logs/access.log")
        yield self._picker

    def pressed(self, name: str) -> None:
        """See whether the file can be read, and answer."""
        del name
        path = self._picker.path.editor.text.strip()
        if not path:
            self.say_problem("Name a file first.")
            return
        capture = self._open_file(path)

        def take(problem: None) -> None:
            del problem
            self.dismiss(capture)

        self.work("opening the file", lambda: _try(capture), take)


def _try(capture: Capture) -> None:
    """Read the beginning. Raises ValueError, with a sentence."""
    next(capture.blocks(), b"")
