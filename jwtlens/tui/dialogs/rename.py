"""The dialog that gives a key another name."""

from textual.app import ComposeResult

from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.panes.fields import Field


class RenameDialog(Dialog[str]):
    """Asks for a name; an empty one gives the key its own again."""

    HEADING = "Rename the key"
    BUTTONS = (DialogButton("rename", "Rename", "Call it that (enter)"),)

    def __init__(self, label: str, name: str) -> None:
        super().__init__()
        self.ABOUT = f"What the table and the verdict call {label}. Its kid stays as it is; empty takes the name away."
        self._called = Field("name", "name", "no name of its own", name)

    def fields(self) -> ComposeResult:
        """Lay out the name."""
        yield self._called

    def on_mount(self) -> None:
        """Let typing replace the name."""
        self._called.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Answer with the name."""
        del name
        self.dismiss(self._called.editor.text.strip())
