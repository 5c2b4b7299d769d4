"""The dialog that saves the listed tokens as JSON lines."""

from collections.abc import Sequence

from textual.app import ComposeResult

from jwtlens.token_lines import Where, line, members
from jwtlens.tui.dialog import DialogButton
from jwtlens.tui.dialogs.saving_text import SavingDialog
from jwtlens.tui.found_list import Circumstances, Row, judge


class SaveFoundDialog(SavingDialog):
    """Asks for a file. Tokens are judged and audited for it by the keys and expectations of the bench."""

    HEADING = "Save the list of tokens"
    ABOUT = "One JSON object a line, as “jwtlens scan --json” writes them, readable by you alone (mode 0600)."
    BUTTONS = (DialogButton("save", "Save", "Write the listed tokens into the file"),)
    SAVED = "The tokens are saved as {}."

    def __init__(self, name: str, rows: Sequence[Row], by: Circumstances) -> None:
        super().__init__("tokens.jsonl")
        self._file, self._found, self._by = name, tuple(rows), by

    def fields(self) -> ComposeResult:
        """Lay out the field."""
        yield self.path

    def on_mount(self) -> None:
        """Begin with the name."""
        self.path.editor.focus()
        self.path.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Write the file."""
        del name
        self.save(lambda: json_lines(self._file, self._found, self._by))


def json_lines(name: str, rows: Sequence[Row], by: Circumstances) -> str:
    """Write the tokens of rows, with ``name`` as the file that they stand in."""
    return "".join(
        line(
            members(row.found.token, judge(row.found.token, by, with_audit=True)),
            (Where(name, place.line, place.where) for place in row.found.places),
            row.found.seen,
        )
        for row in rows
    )
