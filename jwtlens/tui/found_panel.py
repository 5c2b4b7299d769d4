"""The list of found tokens below the panes: rows, the place of the one that is chosen, filter and buttons."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from jwtlens.displayable import displayable
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button import TextButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.found_list import ORDERS, Row, arranged, place_words
from jwtlens.tui.found_rows import COLUMNS, FoundRows, fitted
from jwtlens.tui.panes.fields import Field, Words

_PLACES = 8
"""Places of a token that are written below the list; the file of an export has all."""


class FoundPanel(Vertical):
    """Shows the tokens of one text, in any order, all or some of them."""

    DEFAULT_CSS = """
    FoundPanel {
        height: 12;
        border: round $border;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        background: $surface;
        padding: 0 1;
        &:focus-within { border: round $primary; border-title-color: $primary; border-subtitle-color: $foreground; }
        & > .heading { width: 100%; color: $quiet; text-style: underline; }
        & > #found-place { width: 100%; color: $quiet; }
        & > Horizontal { height: 1; }
        & Field { width: 1fr; }
        & Field > Words { width: 8; }
        & TextButton { margin: 0 0 0 2; }
    }
    """

    class Chosen(Message):
        """The user walked to a token: ``panel.rows.row``."""

    class Asked(Message):
        """The user wants ``export``, ``enter`` or ``close``."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, name: str) -> None:
        super().__init__(id="found")
        self.of = name
        self.all_rows: list[Row] = []
        self.order = "found"
        self._is_stale = self._is_arranging = False
        self.chosen = 0
        """Number of the token that the user is on; 0 for none yet."""
        self.state = ""
        """What is still being done, or why it ended early; in the lower border."""
        self.rows = FoundRows()
        self._heading = Words(classes="heading")
        self._place = Words(id="found-place")
        self.filter = Field("found-filter", "filter", "words of a verdict, kind, issuer, subject or place")

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield self._heading
        yield self.rows
        yield self._place
        with Horizontal():
            yield self.filter
            yield TextButton(self._order_words, id="found-sort", tooltip="Sort by the next column (s)")
            yield TextButton("Save…", id="found-export", tooltip="Save the listed tokens as JSON lines (e)")
            yield TextButton("Close", id="found-close", tooltip="Leave the list; the chosen token stays (esc)")

    def show_rows(self, rows: list[Row]) -> None:
        """Show other rows, or the same ones judged. The token that was chosen stays chosen where it still is there."""
        self.all_rows = rows
        self.rows.rows = self._now(
            self.rows.rows
        )  # their order may take a while, and no old verdict may stay meanwhile
        self._arrange()

    def say(self, state: str) -> None:
        """Write into the lower border what is being done."""
        self.state = state
        self._describe()

    def on_resize(self) -> None:
        """Fit the heading."""
        self._heading.say(Content("".join(fitted(COLUMNS, self.rows.scrollable_content_region.width))))

    @on(FoundRows.Moved)
    def _moved(self, event: FoundRows.Moved) -> None:
        event.stop()
        self._describe()
        self._tell_chosen()

    @on(FoundRows.Asked)
    def _asked(self, event: FoundRows.Asked) -> None:
        event.stop()
        self._do(event.what)

    @on(TextButton.Pressed)
    def _pressed(self, event: TextButton.Pressed) -> None:
        event.stop()
        self._do((event.button.id or "").removeprefix("found-"))

    @on(Editor.Changed)
    def _filter_changed(self, event: Editor.Changed) -> None:
        event.stop()
        self._arrange()

    @on(Editor.Submitted)
    def _filter_submitted(self, event: Editor.Submitted) -> None:
        event.stop()
        self.rows.focus()

    def _do(self, what: str) -> None:
        match what:
            case "sort":
                names = [*ORDERS]
                self.order = names[(names.index(self.order) + 1) % len(names)]
                self.query_one("#found-sort", TextButton).label = self._order_words
                self._arrange()
            case "filter":
                self.filter.editor.focus()
            case _:
                self.post_message(self.Asked(what))

    @property
    def _wanted(self) -> tuple[str, str]:
        return self.order, self.filter.editor.text.strip()

    def _arrange(self) -> None:
        """Show what is wanted: as it was found at once, and what takes long as soon as it is there."""
        self._is_stale = self._wanted != ("found", "")
        if not self._is_stale:
            self._put(list(self.all_rows))
        elif not self._is_arranging:
            self._is_arranging = True
            self._arrange_apart()

    @work
    async def _arrange_apart(self) -> None:
        """Sort and filter in a thread, again while something else is wanted: twenty thousand rows are many frames."""
        while self._is_stale:
            self._is_stale = False
            wanted = self._wanted
            rows = await asyncio.to_thread(arranged, self.all_rows, *wanted)
            if wanted == self._wanted:
                self._put(self._now(rows))
        self._is_arranging = False

    def _now(self, rows: list[Row]) -> list[Row]:
        """Return the same rows as they are judged now."""
        return [self.all_rows[row.number - 1] for row in rows]

    def _put(self, rows: list[Row]) -> None:
        numbers = [row.number for row in rows]
        cursor = numbers.index(self.chosen) if self.chosen in numbers else 0
        self.rows.empty = "No token has these words. Change the filter." if self.all_rows else "No token so far."
        self.rows.show(rows, cursor)
        self._describe()
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        """Tell of another token under the cursor; one that is only filtered out stays chosen while nothing else is."""
        row = self.rows.row
        if row is not None and row.number != self.chosen:
            self.chosen = row.number
            self.post_message(self.Chosen())

    def _describe(self) -> None:
        listed, every = len(self.rows.rows), len(self.all_rows)
        at = f"{min(self.rows.cursor + 1, listed):,} of {listed:,}" + (
            f" (of {every:,} found)" if listed != every else ""
        )
        write_title(self, f"Tokens in {self.of} · {at}")
        write_subtitle(self, self.state or "up, down: walk · s sorts · f filters · e saves · esc: keep this one")
        self._place.say(Content(displayable(_places(self.rows.row))))

    @property
    def _order_words(self) -> str:
        return f"Sorted: {self.order}"


def _places(row: Row | None) -> str:
    """Say where a token stands, and how often."""
    if row is None:
        return ""
    found = row.found
    more = found.seen - min(_PLACES, len(found.places))
    words = [f"line {place_words(place)}" for place in found.places[:_PLACES]]
    rest = [f"{more:,} more place{'s' * (more != 1)}"] if more else []
    listed = " · ".join([*words, *rest])
    return f"{found.seen:,} times: {listed}" if found.seen > 1 else listed
