"""The dialog of the settings: each with its value and where that is from; a theme shows itself while it is chosen."""

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from jwtlens.displayable import displayable, quoted
from jwtlens.settings.members import MEMBERS
from jwtlens.settings.model import Loaded
from jwtlens.settings.write import write_settings
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.panes.fields import Field, Words

_LABELS = {"time_zone": "time zone"}
_FAULTS = 3
"""Faults of the file that are shown."""


class SettingsDialog(Dialog[str]):
    """Shows and changes the settings. Gives the sentence that says where they were saved."""

    HEADING = "Settings"
    BUTTONS = (DialogButton("save", "Save", "Write what was changed into the file; comments in it stay"),)
    DEFAULT_CSS = """
    SettingsDialog {
        & .setting { height: 1; }
        & .setting > Field, & .setting > ChoiceField { width: 1fr; }
        & .origin { width: 22; padding: 0 0 0 2; color: $quiet; }
        & #tables { width: 100%; height: auto; margin: 1 0 0 0; color: $quiet; }
        & #faults { width: 100%; height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, loaded: Loaded, by_option: frozenset[str]) -> None:
        super().__init__()
        where = quoted(loaded.path)
        self.ABOUT = (
            f"In {where}." if loaded.there else f"Save makes {where}; until then every setting has its default."
        )
        self._loaded, self._by_option = loaded, by_option
        self._theme_before = ""
        self._choices: dict[str, ChoiceField] = {}
        self._numbers: dict[str, Field] = {}
        for name, member in MEMBERS.items():
            value, label = getattr(loaded.settings, name), _LABELS.get(name, name)
            if member.choices:
                options = [_option(choice, words) for choice, words in member.choices.items()]
                at = [*member.choices].index(value)
                self._choices[name] = ChoiceField(f"set-{name}", label, options, at, tooltip=member.words)
            else:
                self._numbers[name] = Field(f"set-{name}", label, member.words, str(value))

    def fields(self) -> ComposeResult:
        """Lay out every setting, what the tables of the file hold, and its faults."""
        for name in MEMBERS:
            with Horizontal(classes="setting"):
                yield self._choices.get(name) or self._numbers[name]
                yield Words(self._origin(name), classes="origin")
        yield Words(Content("\n".join(self._tables())), id="tables")
        if faults := self._loaded.faults:
            lines = [f"✗ line {fault.line}: {displayable(fault.message)}" for fault in faults[:_FAULTS]]
            lines += [f"{len(faults) - _FAULTS} more: jwtlens config check"] if len(faults) > _FAULTS else []
            yield Words(Content.assemble(("\n".join(lines), "$error")), id="faults")

    def on_mount(self) -> None:
        """Remember the theme, for those who change their mind."""
        self._theme_before = self.app.theme

    def pressed(self, name: str) -> None:
        """Write what was changed."""
        del name
        try:
            changes = self._changes()
        except ValueError as error:
            self.say_problem(f"{error}.")
            return
        if not changes:
            self.say("Nothing was changed.")
            return
        words = f"Saved in {quoted(self._loaded.path)}."
        self.work("saving", lambda: write_settings(self._loaded.path, changes), lambda _: self.dismiss(words))

    def action_leave(self) -> None:
        """Close; a theme that was only tried is taken back."""
        if not self.busy and self.app.theme != self._theme_before:
            self.app.theme = self._theme_before
        super().action_leave()

    @on(ChoiceField.Changed, "#field-set-theme")
    def _theme_chosen(self, event: ChoiceField.Changed) -> None:
        self._preview(event.field.chosen)

    @on(ChoiceField.Previewed, "#field-set-theme")
    def _theme_passed(self, event: ChoiceField.Previewed) -> None:
        self._preview(event.index)

    def _preview(self, index: int) -> None:
        theme = [*MEMBERS["theme"].choices][index]
        if theme in self.app.available_themes:
            self.app.theme = theme

    def _changes(self) -> Mapping[str, object]:
        """Return the settings that differ from those in force. Raises ValueError with a sentence."""
        found: dict[str, Any] = {name: [*MEMBERS[name].choices][field.chosen] for name, field in self._choices.items()}
        for name, field in self._numbers.items():
            found[name] = _number(name, field.editor.text.strip())
        return {name: value for name, value in found.items() if value != getattr(self._loaded.settings, name)}

    def _origin(self, name: str) -> str:
        if name in self._by_option:
            return "another by option"
        if any(fault.field == name for fault in self._loaded.faults):
            return f"line {self._loaded.settings.lines.get(name, 1)} is wrong"
        line = self._loaded.settings.lines.get(name)
        return "default" if line is None else f"file, line {line}"

    def _tables(self) -> list[str]:
        settings = self._loaded.settings
        keys = ", ".join(f"{name} = {key or 'no key'}" for name, key in settings.keymap.items())
        profiles = ", ".join(map(quoted, settings.profiles))
        return [
            f"keymap      {displayable(keys) or 'every action has its usual key'}",
            f"profiles    {profiles or 'none yet'}",
            "            “jwtlens config edit” changes both",
        ]


def _option(choice: str, words: str) -> str:
    return f"{choice}: {words}" if words and words.lower() != choice else choice


def _number(name: str, text: str) -> int:
    try:
        value: object = int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text
        return int(MEMBERS[name].read(value))
    except ValueError as error:
        raise ValueError(f"{_LABELS.get(name, name)}: {error}") from None
