"""Where the lesson lies: beside the panes, out of the way of the focus, and folded or not."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.geometry import Region
from textual.widget import Widget

from jwtlens.tui.lessons_progress import RememberingScreen

if TYPE_CHECKING:
    from jwtlens.tui.lessons_panel import LessonPanel

_LOWEST = 18
"""Rows that the panel has beside the panes, or it takes a whole column."""


class PlacedLessonScreen(RememberingScreen):
    """A bench with room for a lesson."""

    lesson_panel: "LessonPanel | None" = None
    """The lesson beside the panes, while it is open."""
    _left: Widget | None = None
    """What had the focus when the user went to the lesson."""

    @on(events.Mount)
    def _follow_the_focus(self) -> None:
        self.watch(self, "focused", self._make_room, init=False)

    @on(events.Resize)
    def _place_again(self) -> None:
        self.call_after_refresh(self._place_lesson)

    async def show_lesson_panel(self) -> "LessonPanel":
        """Return the panel, which opens where it is not open yet."""
        if self.lesson_panel is None:
            from jwtlens.tui.lessons_panel import LessonPanel  # noqa: PLC0415 - for those who take lessons

            panel = LessonPanel()
            await self.mount(panel)
            self.lesson_panel = panel
            self.set_class(True, "-lesson")
        return self.lesson_panel

    async def close_lesson_panel(self) -> None:
        """Take the panel away, and give the panes its place."""
        panel, self.lesson_panel = self.lesson_panel, None
        if panel is None:
            return
        inside = self._in_lesson
        await panel.remove()
        self.set_class(False, "-lesson")
        self.query_one("#body").styles.margin = 0
        if inside:
            self.action_go("token")

    def go_to_lesson(self) -> None:
        """Show all of the lesson and move there; from inside it, fold it and go back."""
        panel = self.lesson_panel
        if panel is None:
            return
        if not self._in_lesson:
            self._left = self.focused
        self.fold_lesson(self._in_lesson and not panel.folded)
        if not panel.folded:
            self.set_focus(panel.query_one("#lesson-words"))
        elif self._left is not None and self._left.is_attached and self._left.region:
            self.set_focus(self._left)

    def fold_lesson(self, folded: bool) -> None:
        """Leave only the task to be seen, or show everything."""
        panel = self.lesson_panel
        if panel is None:
            return
        panel.folded = folded
        if not folded and self.has_class("-narrow"):
            self.set_focus(panel.query_one("#lesson-words"))
        elif folded and self._in_lesson:
            self.set_focus(panel.bar)
        self._place_lesson()

    @property
    def _in_lesson(self) -> bool:
        focused = self.focused
        return focused is not None and self.lesson_panel in focused.ancestors

    def _make_room(self) -> None:
        """Get out of the way of the focus."""
        panel = self.lesson_panel
        if panel is None or self.focused is None or self._in_lesson:
            return
        if self.has_class("-narrow") and not panel.folded:
            panel.folded = True
        self._place_lesson()

    def _place_lesson(self) -> None:
        panel = self.lesson_panel
        if panel is None:
            return
        place = self._lesson_place()
        rows = panel.folded_rows(place.width)
        body, room = self.query_one("#body"), rows if self.has_class("-narrow") else 0
        if body.styles.margin.bottom != room:
            body.styles.margin = (0, 0, room, 0)
            self.call_after_refresh(self._place_lesson)  # by then the panes have their places
        if panel.folded:
            rows = min(rows, place.height)
            place = Region(place.x, place.bottom - rows, place.width, rows)
        panel.lie_over(place)

    def _lesson_place(self) -> Region:
        """Return the place that disturbs least: low in the column that the focus is not in, all of a small terminal."""
        if self.has_class("-narrow"):
            top = self.query_one("#tabs").region.bottom
            return Region(0, top, self.size.width, self.size.height - top - 1)
        left, audit, verification = (self.query_one(f"#{name}").region for name in ("left", "audit", "verification"))
        around = self.focused.ancestors_with_self if self.focused else ()
        names = {node.id for node in around}
        aside = names & {"audit"} if audit.x != verification.x else names & {"audit", "verification"}
        if aside:
            return self._high(self.payload_pane.region, left)
        column = left if names & {"keys", "expectations"} else self.query_one("#right").region
        return self._high(audit if audit.x != verification.x else verification.union(audit), column)

    @staticmethod
    def _high(place: Region, column: Region) -> Region:
        return place if place.height >= _LOWEST else column
