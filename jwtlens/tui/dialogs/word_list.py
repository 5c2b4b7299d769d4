"""The dialog that asks for a word list to search for a secret."""

import os
from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult

from jwtlens.displayable import displayable, quoted, shorten
from jwtlens.search.sources import Source, wordlist
from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.dialogs.paths import PathPicker


class WordList(NamedTuple):
    """A list to search, and what to call it in a sentence (displayable)."""

    source: Source
    name: str


class WordListDialog(Dialog[WordList]):
    """Asks for a file with one candidate in each line."""

    HEADING = "Search a word list for the secret"
    ABOUT = (
        "Each line of the file is tried as the secret of this token, on every core of this machine. Any size will do."
    )
    BUTTONS = (DialogButton("search", "Search", "Try every line of the file"),)

    def fields(self) -> ComposeResult:
        """Lay out the field."""
        self._picker = PathPicker("word-list", "word list", "rockyou.txt, ~/lists/jwt.secrets.list")
        yield self._picker

    def pressed(self, name: str) -> None:
        """Open the file and begin."""
        del name
        path = self._picker.path.editor.text
        if path:
            self.work("opening the file", lambda: _opened(path), self._take)
        else:
            self.say_problem("Name a file first.")

    def _take(self, chosen: WordList) -> None:
        self.dismiss(chosen)


def _opened(path: str) -> WordList:
    """Return the list. ValueError, with a sentence, where the file cannot be searched."""
    whole = os.path.expanduser(path)  # noqa: PTH111 - keeps what pathlib would tidy up, for the message
    try:
        return WordList(wordlist(whole), displayable(shorten(Path(whole).name)))
    except OSError as error:
        raise ValueError(f"{quoted(path)} cannot be read: {error.strerror}.") from None
