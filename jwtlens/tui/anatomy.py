"""F6: a segment of the token taken apart, and the signature computed step by step."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import chop_cells
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from jwtlens import anatomy
from jwtlens.displayable import displayable
from jwtlens.inspection import Inspection
from jwtlens.signing_steps import Step, signing_steps
from jwtlens.tui.anatomy_rows import AnatomyRows
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button import TextButton
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.symbols import STATUS
from jwtlens.tui.tab_strip import TabStrip

_STEPS = "step by step"
_LABEL = 16
_WORDS_HEIGHT = 10
_MASK = "•" * 8
_ABOUT = {
    "header": "The header says how the token is protected.",
    "payload": "The payload holds the claims.",
    "signature": "The signature is bytes and no text; the tab “step by step” computes it.",
    "encrypted key": "These bytes are encrypted: reading them back is not reading the key.",
    "ciphertext": "These bytes are encrypted: reading them back is not reading the claims.",
}
_BASE64URL = (
    "base64url spells bits with 64 characters (A–Z a–z 0–9 - _), 6 bits each: 4 of them carry 3 bytes. That hides "
    "nothing: anybody can read it back."
)


class AnatomyScreen(ModalScreen[None]):
    """The parts of one token over the whole screen. ``reveal`` shows or hides the secret and returns if it is shown."""

    DEFAULT_CSS = """
    AnatomyScreen {
        & > Vertical {
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 0 1;
        }
        & Horizontal { height: 1; margin: 0 0 1 0; background: $panel; }
        & TabStrip { width: 1fr; }
        & TextButton { margin: 0 0 0 2; }
        & AnatomyRows { margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & Words { width: 100%; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f6,q", "dismiss", "Close", id="anatomy.close"),
        Binding("tab", "segment(1)", "Next segment", id="anatomy.next", priority=True),
        Binding("shift+tab", "segment(-1)", "Segment before", id="anatomy.before", priority=True),
        Binding("left", "move(-1)", "Group before", id="anatomy.left", priority=True),
        Binding("right", "move(1)", "Next group", id="anatomy.right", priority=True),
        Binding("up", "rows(-1)", "Line before", id="anatomy.up", priority=True),
        Binding("down", "rows(1)", "Next line", id="anatomy.down", priority=True),
        Binding("pageup", "pages(-1)", "Page before", id="anatomy.page-up", priority=True),
        Binding("pagedown", "pages(1)", "Next page", id="anatomy.page-down", priority=True),
        Binding("home", "move(-100000000)", "First group", id="anatomy.first", priority=True),
        Binding("end", "move(100000000)", "Last group", id="anatomy.last", priority=True),
        Binding("f9", "reveal", "Reveal or hide the secret", id="anatomy.reveal"),
    ]

    def __init__(
        self, inspection: Inspection, segment: str, position: int, *, revealed: bool, reveal: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._inspection = inspection
        names = anatomy.segments(inspection)
        self._tabs = TabStrip((*names, _STEPS) if not inspection.token.encrypted else names)
        self._tabs.current = segment if segment in names else names[0]
        self._rows, self._words = AnatomyRows(), Words()
        self._revealed, self._reveal = revealed, reveal
        self._steps: tuple[Step, ...] | None = None
        self._cursors = {self._tabs.current: position // 4}

    def compose(self) -> ComposeResult:
        """Lay out the tabs, the rows, and the words below them."""
        with Vertical() as box:
            write_title(box, "Anatomy of the token")
            write_subtitle(box, "tab: next part · arrows, pgup, pgdn: move · esc closes")
            with Horizontal():
                yield self._tabs
                yield TextButton("reveal", id="reveal", tooltip="Show or hide the secret (F9)")
                yield TextButton("close", id="close", tooltip="Back to the token (esc, F6)")
            yield self._rows
            with VerticalScroll():
                yield self._words

    def on_mount(self) -> None:
        """Let the keys scroll the words where there are no rows."""
        self._tabs.can_focus = False
        self.query_one(VerticalScroll).focus()

    @on(events.Resize)
    def _show(self) -> None:
        """Show the part that is chosen."""
        self.call_after_refresh(self._show_part)

    def _show_part(self) -> None:
        name = self._tabs.current
        self._rows.display = name != _STEPS
        self.query_one("#reveal").display = name == _STEPS and any(step.secret for step in self._computed)
        if name == _STEPS:
            self._words.say(self._step_words())
            return
        found = self._rows.anatomy
        if found.name != name:
            found = anatomy.take_apart(self._inspection, name)
        lines = (self.size.height - 4 - _WORDS_HEIGHT) // 5
        self._rows.show(found, self._cursors.get(name, 0), lines)
        self._say()

    @on(AnatomyRows.Moved)
    def _say(self) -> None:
        """Explain the group at the cursor."""
        self._cursors[self._rows.anatomy.name] = self._rows.cursor
        self._words.say(_group_words(self._rows.anatomy, self._rows.cursor))

    @on(TextButton.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss()

    @on(TextButton.Pressed, "#reveal")
    def _reveal_pressed(self) -> None:
        self.action_reveal()

    @on(TabStrip.Changed)
    def _tab_changed(self, event: TabStrip.Changed) -> None:
        self._tabs.current = event.name
        self.query_one(VerticalScroll).scroll_home(animate=False)
        self._show_part()

    def action_segment(self, by: int) -> None:
        """Go to another part."""
        self._tabs.action_step(by)

    def action_move(self, by: int) -> None:
        """Move by groups."""
        if self._rows.display:
            self._rows.move(by)

    def action_rows(self, by: int) -> None:
        """Move by lines of groups; the steps scroll."""
        if self._rows.display:
            self._move_lines(by)
        else:
            self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_pages(self, by: int) -> None:
        """Move by as many lines as are seen."""
        if self._rows.display:
            self._move_lines(by * self._rows.lines)
        else:
            self.query_one(VerticalScroll).scroll_relative(y=by * (self.size.height - 6), animate=False)

    def action_reveal(self) -> None:
        """Show or hide the secret, here and in the Keys pane."""
        self._revealed = self._reveal()
        self._show_part()

    def _move_lines(self, by: int) -> None:
        target = self._rows.cursor + by * self._rows.across
        if 0 <= target < self._rows.anatomy.group_count:
            self._rows.move(target - self._rows.cursor)
        else:
            self._rows.move(-self._rows.cursor if by < 0 else self._rows.anatomy.group_count)

    @property
    def _computed(self) -> tuple[Step, ...]:
        """The steps, computed when somebody wants to see them."""
        if self._steps is None:
            self._steps = signing_steps(self._inspection)
        return self._steps

    def _step_words(self) -> Content:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        return Content("\n").join(_step(step, width, revealed=self._revealed) for step in self._computed)


def _group_words(found: anatomy.Anatomy, index: int) -> Content:
    about = Content(_ABOUT.get(found.name, ""))
    if found.problem:
        return Content("Repair it in the Token pane to see what stands over what.")
    group = found.group(index)
    chars = "".join(f"{char:─<5}┐" for char in group.chars)
    octets = "".join(f"{byte:02x}─────┘" for byte in group.data) + "·" * group.spare_bits
    first, last = group.first + 1, group.first + len(group.data)
    octets_here = f"bytes {first:,} to {last:,}" if first < last else f"byte {first:,}"
    place = f"group {index + 1:,} of {found.group_count:,}, {octets_here} of {len(found.data):,}"
    runs = dict.fromkeys(found.run_at(group.first + at) for at in range(len(group.data)))
    meaning = " and ".join(displayable(run.words) for run in runs if run)
    blocks = [
        Content.assemble((place, "bold $primary"), (f": {meaning}" if meaning else "", "")),
        Content.assemble(("characters  ", "$quiet"), chars),
        Content.assemble(("bits        ", "$quiet"), "".join(group.char_bits)),
        Content.assemble(("bytes       ", "$quiet"), octets),
        Content(" ".join(anatomy.shared_bits(group))),
        Content(_BASE64URL),
        about,
        Content(found.left_out),
    ]
    return Content("\n").join(block for block in blocks if block.plain)


def _step(step: Step, width: int, *, revealed: bool) -> Content:
    """Write one step: its words beside its name, its value below. All of it is made displayable here."""
    symbol, name = STATUS[step.status] if step.status else ("", "foreground")
    secret = ""
    if step.secret is not None:
        secret = displayable(step.secret.reveal()) if revealed else f"{_MASK} F9 shows it {_MASK}"
    value = displayable(step.value) + secret + displayable(step.after)
    words = Content(f"{symbol} {displayable(step.words)}".strip()).wrap(max(20, width - _LABEL))
    said = f"\n{' ' * _LABEL}".join(line.plain.rstrip() for line in words)
    shown = "".join(f"\n  {line}" for line in chop_cells(value, max(20, width - 2)))
    return Content.assemble((f"{step.name:<{_LABEL}}", "bold $primary"), (said, f"${name}"), shown)
