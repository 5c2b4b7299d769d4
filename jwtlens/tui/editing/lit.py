"""An editor in which ranges can be lit from outside: its owner shows with it what corresponds to something else."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style

from jwtlens.tui.editing import paint
from jwtlens.tui.editing.editor import Editor


class LitEditor(Editor):
    """Draws lit ranges under everything else, by background and underline; those lit in part are underlined dimly."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--lit", "editor--lit-part"}
    DEFAULT_CSS = """
    LitEditor {
        & .editor--lit { background: $lit; text-style: underline; }
        & .editor--lit-part { text-style: underline dim; }
    }
    """

    _lit: tuple[tuple[int, int, bool], ...] = ()

    def light(self, ranges: Iterable[tuple[int, int, bool]], *, reveal: bool) -> None:
        """Light ranges of the text and no others; true marks one that is lit in part.

        With ``reveal`` the first of them is scrolled into the viewport. Draws only the rows that change.
        """
        before, self._lit = self._lit, tuple(ranges)
        if before != self._lit:
            for start, end, _ in {*before, *self._lit}:
                self._refresh_rows(self._row_with(start), self._row_with(end - 1))
        if reveal and self._lit:
            self._reveal(min(self._lit[-1][1] - 1, len(self.text)))
            self._reveal(min(self._lit[0][0], len(self.text)))

    def styles_for(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        """Return the styles of what is lit between two offsets; a subclass puts its own on top of them."""
        for lit_start, lit_end, in_part in self._lit:
            if lit_start < end and start < lit_end:
                yield lit_start, lit_end, self._component("lit-part" if in_part else "lit")

    def _cells(self, start: int, end: int, base: Style) -> tuple[Sequence[str], list[Style]]:
        """Draw what is lit over a selection too, where the focus is elsewhere: it is what the user looks at now."""
        chars, styles = super()._cells(start, end, base)
        if not self.has_focus:
            selected, selected_end = self.buffer.selection
            for lit_start, lit_end, style in LitEditor.styles_for(self, start, end):
                first, last = max(lit_start, selected), min(lit_end, selected_end)
                paint.overlay(styles, first - start, last - start, style)
        return chars, styles

    def _row_with(self, offset: int) -> int:
        return self._rows.row_at(max(0, min(offset, len(self.text))))
