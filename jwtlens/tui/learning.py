"""F2 on the workbench: opens the explanation, keeps it with the cursor, and closes it."""

from typing import TYPE_CHECKING

from textual import events, on
from textual.geometry import Region

from jwtlens.tui.bench import BenchScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.lines import LineList

if TYPE_CHECKING:
    from textual.widget import Widget

    from jwtlens.meaning.explain import Meaning
    from jwtlens.tui.explanation_panel import ExplanationPanel


class LearningScreen(BenchScreen):
    """A bench that explains whatever the cursor is on."""

    panel: "ExplanationPanel | None" = None
    """The explanation beside the panes, while it is open."""
    _explained_widget: "Widget | None" = None  # where the cursor was last: the focus goes back there

    async def action_explain(self) -> None:
        """Open the explanation of what the cursor is on, or close it."""
        from jwtlens.tui import explanation_panel  # noqa: PLC0415 - with the glossary, for those who ask only

        if self.panel is not None:
            await self._close_explanation()
            return
        meaning = self._explained()
        if meaning is None:
            self.notify("Move to a pane first: F2 explains what the cursor is on.", timeout=3, markup=False)
        elif self._is_beside:
            self.panel = explanation_panel.ExplanationPanel()
            await self.mount(self.panel)
            self.panel.text.show(meaning)
            self._follow()
            for lines in self.query(LineList):
                self.panel.watch(lines, "cursor", self._follow, init=False)
            self.panel.watch(self, "focused", self._follow, init=False)
            self.panel.watch(self, "inspection", self._follow, init=False)
        else:
            self.app.push_screen(explanation_panel.ExplanationScreen(meaning))

    async def action_leave(self) -> None:
        """Close the explanation, or else give the maximised pane its place back."""
        if self.panel is not None:
            await self._close_explanation()
        else:
            self.action_minimize()

    @on(Editor.CursorMoved)
    def _cursor_moved(self) -> None:
        self._follow()

    @on(events.Resize)
    async def _resized(self) -> None:
        if self.panel is not None and not self._is_beside:
            await self._close_explanation()
        else:
            self.call_after_refresh(self._follow)

    async def _close_explanation(self) -> None:
        panel, self.panel = self.panel, None
        if panel is not None:
            if panel.text.has_focus:
                self.set_focus(self._explained_widget)
            await panel.remove()

    @property
    def _is_beside(self) -> bool:
        """Whether there is room beside the panes."""
        return not self.has_class("-narrow") and self.maximized is None

    def _explained(self) -> "Meaning | None":
        from jwtlens.meaning.explain import explain_term  # noqa: PLC0415 - as above
        from jwtlens.tui.pointing import pointed_at  # noqa: PLC0415 - as above

        if self.inspection is None:
            return None
        place = pointed_at(self.focused, self.inspection)
        return place and explain_term(self.inspection, place.where, place.what)

    def _follow(self) -> None:
        """Show what the cursor is on now, beside the column that it is in."""
        if self.panel is None:
            return
        if meaning := self._explained():
            self._explained_widget = self.focused
            self.panel.text.show(meaning)
            left = self.focused is not None and self.query_one("#left") in self.focused.ancestors
            self.panel.lie_over(self._free_place() if left else self.payload_pane.region)

    def _free_place(self) -> Region:
        """Return where the panel lies while the cursor is in the left column: over what is lowest in the right one."""
        verification, audit = (self.query_one(f"#{name}").region for name in ("verification", "audit"))
        return verification.union(audit) if verification.x == audit.x else verification
