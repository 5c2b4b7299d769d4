"""The last row: the keys that matter here and now."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

_ALWAYS = ("quit", "command_palette")
"""Actions that are there in every width: the way out, and the way to everything else, which stands at the right."""


class _Entry(NamedTuple):
    """A key, what it does in a word, and the columns that both take."""

    key: str
    shown: str
    words: str
    enabled: bool
    columns: range


class KeysFooter(Widget):
    """Draws the bindings of the screen that has it; a click does what the key does.

    Textual's own footer is a widget for each key, made anew whenever the focus moves: a third of the time from the
    first byte on the terminal to the first verdict, and most of the cost of going from pane to pane.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--words"}
    DEFAULT_CSS = """
    KeysFooter {
        dock: bottom;
        height: 1;
        color: $footer-foreground;
        background: $footer-background;
        & .footer--key { color: $footer-key-foreground; text-style: bold; }
        & .footer--words { color: $footer-description-foreground; }
    }
    """

    def on_mount(self) -> None:
        """Follow the bindings, which the focus decides."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render_line(self, y: int) -> Strip:
        """Draw the keys that there is room for."""
        del y
        segments, end = [], 0
        for entry in self._entries():
            segments.append(Segment(" " * (entry.columns.start - end), self.rich_style))
            key, words = (self.get_component_rich_style(f"footer--{part}") for part in ("key", "words"))
            segments.append(Segment(f" {entry.shown} ", key if entry.enabled else words))
            segments.append(Segment(f"{entry.words} ", words))
            end = entry.columns.stop
        return Strip(segments).crop_extend(0, self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        entry = next((entry for entry in self._entries() if event.x in entry.columns), None)
        if entry is None:
            return
        if entry.enabled:
            self.app.simulate_key(entry.key)
        else:
            self.app.bell()

    def _changed(self, screen: Screen[object]) -> None:
        if screen.app.app_focus:
            self.refresh()

    def _entries(self) -> Iterator[_Entry]:
        by_action: dict[str, ActiveBinding] = {}
        for one in self.screen.active_bindings.values():
            by_action.setdefault(one.binding.action.removeprefix("app."), one)
        always = [by_action.pop(name) for name in _ALWAYS if name in by_action]
        room = self.size.width - sum(map(self._columns, always))
        start = 0
        for name in self._in_order([*by_action]):
            one = by_action[name]
            if one.binding.show and start + self._columns(one) <= room:
                yield self._entry(one, start)
                start += self._columns(one)
        for one in always[:-1]:
            yield self._entry(one, start)
            start += self._columns(one)
        for one in always[-1:]:
            yield self._entry(one, self.size.width - self._columns(one))

    def _in_order(self, names: list[str]) -> list[str]:
        """Return the names with the menu of keys before the switch of signing while the focus is among the keys.

        In 80 columns there is room for one of the two.
        """
        focused = self.screen.focused
        among_keys = focused is not None and any(node.id == "keys" for node in focused.ancestors_with_self)
        if among_keys and {"keys_menu", "toggle_resign"} <= set(names):
            names.remove("keys_menu")
            names.insert(names.index("toggle_resign"), "keys_menu")
        return names

    def _columns(self, one: ActiveBinding) -> int:
        return len(self.app.get_key_display(one.binding)) + len(one.binding.description) + 3

    def _entry(self, one: ActiveBinding, start: int) -> _Entry:
        binding = one.binding
        shown = self.app.get_key_display(binding)
        return _Entry(binding.key, shown, binding.description, one.enabled, range(start, start + self._columns(one)))
