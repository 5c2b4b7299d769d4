"""The keys of a text, each under an id by which a user's keymap can give it another key."""

from collections.abc import Iterator

from textual.binding import Binding

_MOVES = (
    ("left", "shift+left", "move('left'{})", "one character left"),
    ("right", "shift+right", "move('right'{})", "one character right"),
    ("up", "shift+up", "move_rows(-1{})", "one row up"),
    ("down", "shift+down", "move_rows(1{})", "one row down"),
    ("ctrl+left", "ctrl+shift+left", "move('word_left'{})", "to the start of the word"),
    ("ctrl+right", "ctrl+shift+right", "move('word_right'{})", "to the end of the word"),
    ("home", "shift+home", "move('line_start'{})", "to the start of the line"),
    ("end", "shift+end", "move('line_end'{})", "to the end of the line"),
    ("pageup", "shift+pageup", "move_pages(-1{})", "one page up"),
    ("pagedown", "shift+pagedown", "move_pages(1{})", "one page down"),
    ("ctrl+home", "ctrl+shift+home", "move('text_start'{})", "to the start of the text"),
    ("ctrl+end", "ctrl+shift+end", "move('text_end'{})", "to the end of the text"),
)

_COMMANDS = (
    ("backspace", "erase('left')", "backspace", "Delete the selection or the character to the left"),
    ("delete", "erase('right')", "delete", "Delete the selection or the character to the right"),
    ("ctrl+w,ctrl+backspace,alt+backspace", "erase('word_left')", "delete-word-left", "Delete back to a word's start"),
    ("ctrl+delete,alt+d", "erase('word_right')", "delete-word-right", "Delete up to a word's end"),
    ("ctrl+u", "erase('line_start')", "delete-to-line-start", "Delete back to the start of the line"),
    ("ctrl+k", "erase('line_end')", "delete-to-line-end", "Delete up to the end of the line"),
    ("ctrl+z,super+z", "undo", "undo", "Undo the last edit"),
    ("ctrl+y,ctrl+shift+z,super+shift+z", "redo", "redo", "Redo the edit that was undone"),
    ("ctrl+a", "select_all", "select-all", "Select the whole text"),
    ("ctrl+c,super+c", "copy", "copy", "Copy the selected text"),
    ("ctrl+x,super+x", "cut", "cut", "Cut the selected text out"),
    ("ctrl+v,super+v", "paste", "paste", "Paste what was copied in this program"),
    # A paste without brackets arrives as keys, its line feeds as ctrl+j.
    ("enter,ctrl+j", "enter", "enter", "Start a new line; in a field of one line, submit it"),
)


def _hidden(key: str, action: str, name: str, tooltip: str) -> Binding:
    return Binding(key, action, name.replace("-", " "), show=False, tooltip=tooltip, id=f"editor.{name}")


def editor_bindings() -> Iterator[Binding]:
    """Every key binding of an editor; none is shown in the footer."""
    for key, select_key, action, where in _MOVES:
        yield _hidden(key, action.format(""), f"move-{key}", f"Move {where}")
        yield _hidden(select_key, action.format(", True"), f"select-{key}", f"Select {where}")
    for command in _COMMANDS:
        yield _hidden(*command)
