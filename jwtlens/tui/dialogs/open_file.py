"""The dialog that asks for a file with tokens in it."""

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult

from jwtlens.captures import Capture
from jwtlens.settings import workspace
from jwtlens.settings.workspace import SavedWorkspace
from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.dialogs.paths import PathPicker


class OpenFileDialog(Dialog["Capture | SavedWorkspace"]):
    """Asks for a file that can be read; gives what reads it, or the workspace in it. ``open_file`` takes a path."""

    HEADING = "Open a file"
    ABOUT = (
        "One token goes straight in. A text with several, such as a HAR file or a log, opens a list of them. "
        "A workspace that was saved comes back."
    )
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

        def take(saved: SavedWorkspace | None) -> None:
            self.dismiss(saved or capture)

        self.work("opening the file", lambda: _try(capture, path), take)


def _try(capture: Capture, path: str) -> SavedWorkspace | None:
    """Read the beginning, and all of it if it is a workspace. Raises ValueError, with a sentence."""
    blocks = capture.blocks()
    data = next(blocks, b"")
    if not workspace.is_workspace(data):
        return None
    for block in blocks:
        data += block
        if len(data) > workspace.MOST_BYTES:
            break
    return workspace.read(data, str(Path(path).expanduser().absolute().parent))
