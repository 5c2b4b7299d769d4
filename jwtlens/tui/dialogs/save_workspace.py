"""The dialog that saves what is on the bench into a file."""

from textual.app import ComposeResult
from textual.content import Content

from jwtlens.displayable import displayable
from jwtlens.settings.profile_members import left_out
from jwtlens.settings.workspace import SavedWorkspace, write
from jwtlens.tui.dialog import DialogButton
from jwtlens.tui.dialogs.saving_text import SavingDialog
from jwtlens.tui.panes.fields import Words


class SaveWorkspaceDialog(SavingDialog):
    """Asks for a file. Gives the sentence that says what was saved."""

    HEADING = "Save the workspace"
    ABOUT = (
        "Token, expectations and references to keys, never keys, readable by you alone (mode 0600). "
        "“jwtlens --open” and ctrl+o open it again."
    )
    BUTTONS = (DialogButton("save", "Save", "Write the workspace into the file"),)
    SAVED = "The workspace is saved as {}."
    DEFAULT_CSS = "SaveWorkspaceDialog #left { width: 100%; height: auto; margin: 1 0 0 0; }"

    def __init__(self, saved: SavedWorkspace, missing: tuple[str, ...]) -> None:
        super().__init__("workspace.json")
        self._saved = saved
        self._missing = [*left_out(saved.policy), *missing]

    def fields(self) -> ComposeResult:
        """Lay out the field, and what is not kept."""
        yield self.path
        if self._missing:
            yield Words(Content.assemble((f"not kept: {displayable('; '.join(self._missing))}", "$warning")), id="left")

    def on_mount(self) -> None:
        """Begin with the name."""
        self.path.editor.focus()
        self.path.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Write the file."""
        del name
        self.save(lambda: write(self._saved))
