"""The lesson beside the workbench: words, task with its mark, the simulated server, and where to go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.reactive import reactive

from jwtlens.learn.checking import Outcome
from jwtlens.learn.world import ACTIONS, Exchange
from jwtlens.tui.beside import BesidePanel
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button_bar import BarButton, ButtonBar
from jwtlens.tui.lessons_page import Block, Page, folded_height, log_blocks, step_blocks, task_blocks
from jwtlens.tui.lessons_taken import Taken
from jwtlens.tui.lines import Line, LineList

if TYPE_CHECKING:
    from jwtlens.learn.lesson import Step

_FOLDED_WORDS = range(2, 6)
"""Rows of words that the folded panel can have, besides the buttons and the border."""
_AROUND, _BESIDE = 3, 4
"""Rows and columns of border, padding and buttons."""


class LessonPanel(BesidePanel):
    """One step of a lesson. Its owner decides what the buttons do."""

    DEFAULT_CSS = """
    LessonPanel {
        layer: lesson;
        & VerticalScroll { scrollbar-size-vertical: 1; background: $surface; }
        & #lesson-words { height: 1fr; min-height: 3; }
        & #lesson-task { max-height: 8; height: auto; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
        & #lesson-server { display: none; max-height: 6; margin: 1 0 0 0; background: $panel; }
        & #lesson-log { display: none; height: auto; max-height: 5; background: $panel; }
        & #lesson-buttons { dock: bottom; margin: 0; }
        &.-server #lesson-server { display: block; }
        &.-server.-logged #lesson-log { display: block; }
        &.-folded #lesson-words, &.-folded #lesson-server, &.-folded.-server #lesson-log { display: none; }
        &.-folded #lesson-task { margin: 0; height: 1fr; overflow-y: hidden; }
    }
    """

    folded: reactive[bool] = reactive(False, init=False)
    """Whether only the task is seen."""

    def __init__(self) -> None:
        super().__init__(id="lesson")
        self.words, self.to_do, self.server_log = Page(), Page(), Page()
        self.server = LineList(id="lesson-server")
        self.bar = ButtonBar(_buttons((), last=False), id="lesson-buttons")
        self._actions: tuple[str, ...] = ()
        self._step: Step | None = None
        self._to_say: tuple[Block, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out words, task, server and buttons."""
        with VerticalScroll(id="lesson-words"):
            yield self.words
        with VerticalScroll(id="lesson-task", can_focus=False):
            yield self.to_do
        yield self.server
        with VerticalScroll(id="lesson-log"):
            yield self.server_log
        yield self.bar

    def watch_folded(self) -> None:
        """Show the task alone, or everything."""
        self.set_class(self.folded, "-folded")
        self._say_keys()
        self._say_task()

    def folded_rows(self, width: int) -> int:
        """Return the rows of the folded panel in so many columns, which are the same for all of a step."""
        rows = folded_height(self._step, width - _BESIDE) if self._step else 0
        return min(max(rows, _FOLDED_WORDS.start), _FOLDED_WORDS.stop - 1) + _AROUND

    def show(self, taken: Taken) -> None:
        """Show the step that the user is at, from its beginning."""
        step, count = taken.step, len(taken.lesson.steps)
        self._step = step
        write_title(self, f"Lesson {taken.lesson.number} · {taken.at + 1}/{count} · {step.title}")
        self._say_keys()
        self.words.say(step_blocks(step))
        self.query_one("#lesson-words").scroll_home(animate=False)
        self.set_class(bool(step.actions), "-server")
        self._actions = step.actions
        self.server.show([Line(((" ▸ ", "line--primary"),), ACTIONS[name]) for name in step.actions], 0)
        self.server.styles.height = len(step.actions)
        self.call_after_refresh(self._fit_server)

    def show_task(self, taken: Taken, outcome: Outcome) -> None:
        """Write how the task stands, and what the buttons do now."""
        hints, task = taken.hints.get(taken.at, 0), taken.step.task
        self._to_say = tuple(task_blocks(taken.step, outcome, hints))
        self.set_class(outcome.done and task is not None, "-done")
        helping = [] if task is None or outcome.done else [BarButton("hint", "solve" if hints else "hint")]
        if helping and task is not None and task.value:
            helping.insert(0, BarButton("copy", "copy"))
        self.bar.buttons = _buttons(helping, last=taken.at + 1 == len(taken.lesson.steps))
        self._say_task()
        self.bar.current = min(self.bar.current, len(self.bar.buttons) - 1)
        self.bar.refresh()

    def show_log(self, exchanges: tuple[Exchange, ...]) -> None:
        """Write what the server was asked and answered."""
        self.server_log.say(log_blocks(exchanges))
        self.set_class(bool(exchanges), "-logged")
        self.query_one("#lesson-log").scroll_home(animate=False)

    def action_at(self, index: int) -> str:
        """Return the name of the action in this line of the server."""
        return self._actions[index]

    def _fit_server(self) -> None:
        self.server.styles.height = max(self.server.virtual_size.height, len(self._actions))

    def _say_task(self) -> None:
        """Write of the task what there is room for: folded, what was asked goes once it is done."""
        self.to_do.say(self._to_say[:1] if self.folded and self.has_class("-done") else self._to_say)

    def _say_keys(self) -> None:
        fold = "brings it back" if self.folded else "folds"
        write_subtitle(self, f"alt+p back · alt+n next · F5 {fold}")


def _buttons(helping: Sequence[BarButton], *, last: bool) -> tuple[BarButton, ...]:
    return (
        BarButton("back", "back"),
        BarButton("next", "end" if last else "next"),
        *helping,
        BarButton("again", "again"),
        BarButton("fold", "fold"),
        BarButton("list", "list"),
        BarButton("close", "close"),
    )
