"""The one shape of every dialog: a title, a sentence, fields, a line for problems, and a row of buttons.

Escape closes, or stops what is being done; enter in a field of one line presses the first button. The focus goes back
to where it was, since the screen below keeps its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen

from jwtlens.displayable import displayable
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.button import TextButton
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Words

if TYPE_CHECKING:
    from textual.timer import Timer

T = TypeVar("T")
Done = TypeVar("Done")

_TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_CLOSE = "close"


class DialogButton(NamedTuple):
    """A button under the fields. ``name`` is what the dialog is told, and ``#button-name`` the widget."""

    name: str
    label: str
    help: str = ""


class Dialog(ModalScreen[T]):
    """Base of the dialogs. A subclass names its words and buttons, composes :meth:`fields` and acts in :meth:`pressed`.

    It ends with ``self.dismiss(result)``; closed by the user it gives None. :meth:`say_problem` and :meth:`say` write
    the line above the buttons, whose place is always there; :meth:`work` does something slow in a thread.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 78;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 0 2;
        }
        & #about { width: 100%; height: auto; color: $quiet; margin: 0 0 1 0; }
        & #fields { height: auto; scrollbar-size-vertical: 1; }
        & #message { width: 100%; height: auto; min-height: 2; margin: 1 0 0 0; }
        & #buttons { height: 1; }
        & #buttons TextButton { padding: 0 2; margin: 0 1 0 0; background: $panel; color: $foreground; }
        & #buttons TextButton:focus { background: $primary; color: $background; text-style: bold; }
        & #buttons TextButton:disabled { color: $quiet; }
        & Field > Words, & ChoiceField > Words { width: 12; }
        & Editor { background: $panel; }
        & Editor:focus { background: $primary 15%; }
        & .editor--placeholder { color: $quiet; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close", id="dialog.close")]

    HEADING: str = ""
    """The title in the border."""
    ABOUT: str = ""
    """What the dialog does, in a sentence or two above the fields; empty for none."""
    BUTTONS: tuple[DialogButton, ...] = ()
    """The buttons, the one that enter presses first; one that closes is added."""

    def __init__(self) -> None:
        super().__init__()
        self._message = Words(id="message")
        self._turning: Timer | None = None

    def fields(self) -> ComposeResult:
        """Yield the fields. A subclass's to override."""
        yield from ()

    def pressed(self, name: str) -> None:
        """Do what the button of that name is for. A subclass's to override."""
        raise NotImplementedError(name)

    def compose(self) -> ComposeResult:
        """Lay out words, fields, message and buttons."""
        with Vertical() as box:
            write_title(box, self.HEADING)
            write_subtitle(box, "tab: next field · enter does it · esc closes")
            if self.ABOUT:
                yield Words(self.ABOUT, id="about")
            with VerticalScroll(id="fields", can_focus=False):
                yield from self.fields()
            yield self._message
            with Horizontal(id="buttons"):
                for button in (*self.BUTTONS, DialogButton(_CLOSE, "Close", "Leave this as it is (esc)")):
                    yield TextButton(button.label, id=f"button-{button.name}", tooltip=button.help)

    # For subclasses

    def say(self, words: str) -> None:
        """Write a plain sentence above the buttons; an empty one clears the place."""
        self._message.say(Content(displayable(words)))

    def say_problem(self, words: str) -> None:
        """Write there what is wrong and what to do about it."""
        self._message.say(Content.assemble((f"✗ {displayable(words)}", "$error")))

    def say_question(self, words: str) -> None:
        """Write there what needs a yes."""
        self._message.say(Content.assemble((f"? {displayable(words)}", "$warning")))

    def relabel(self, name: str, label: str) -> None:
        """Give a button other words."""
        self.query_one(f"#button-{name}", TextButton).label = label

    @property
    def busy(self) -> bool:
        """Whether something is being done in the background."""
        return self._turning is not None

    def work(
        self,
        words: str,
        job: Callable[[], Done],
        take: Callable[[Done], object],
        *,
        fails: type[Exception] | tuple[type[Exception], ...] = ValueError,
        thread: Callable[[Callable[[], Done]], Awaitable[Done]] = asyncio.to_thread,
    ) -> None:
        """Do a job in a thread and take its result on the screen; meanwhile a spinner turns beside the words.

        An exception of ``fails`` has a sentence for the user, which is shown. Escape drops the job: its thread runs to
        its end, and its result is lost. The end of the program waits for that too, unless ``thread`` is :func:`aside`.
        """
        self._set_busy(words)
        self.run_worker(self._do(thread, job, take, fails), exclusive=True, group="dialog")

    # What the user does

    def action_leave(self) -> None:
        """Stop what is being done, or else close."""
        if self.busy:
            self.workers.cancel_group(self, "dialog")
            self._set_idle()
            self.say("Stopped.")
        else:
            self.dismiss(None)

    @on(TextButton.Pressed, "#buttons TextButton")
    def _button_pressed(self, event: TextButton.Pressed) -> None:
        event.stop()
        name = (event.button.id or "").removeprefix("button-")
        if name == _CLOSE:
            self.action_leave()
        elif not self.busy:
            self.pressed(name)

    @on(Editor.Submitted)
    def _submitted(self, event: Editor.Submitted) -> None:
        event.stop()
        if self.BUTTONS and not self.busy:
            self.pressed(self.BUTTONS[0].name)

    @on(Editor.Refused)
    def _refused(self, event: Editor.Refused) -> None:
        event.stop()
        self.say_problem(event.reason)

    async def _do(
        self,
        thread: Callable[[Callable[[], Done]], Awaitable[Done]],
        job: Callable[[], Done],
        take: Callable[[Done], object],
        fails: type[Exception] | tuple[type[Exception], ...],
    ) -> None:
        try:
            result = await thread(job)
        except fails as error:
            self._set_idle()
            self.say_problem(str(error))
        else:
            self._set_idle()
            take(result)

    def _set_busy(self, words: str) -> None:
        turns = cycle(_TURNS)
        self._stop_turning()
        self.say(f"{next(turns)} {words} · esc stops")
        self._turning = self.set_interval(0.1, lambda: self.say(f"{next(turns)} {words} · esc stops"))

    def _set_idle(self) -> None:
        self._stop_turning()
        self.say("")

    def _stop_turning(self) -> None:
        if self._turning is not None:
            self._turning.stop()
            self._turning = None


class ChoiceField(Horizontal):
    """A label and one of a few options: enter or a click opens the list, left and right go to the neighbours."""

    DEFAULT_CSS = """
    ChoiceField {
        height: 1;
        & > Words { width: 10; color: $quiet; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Option before", id="choice-field.before", show=False),
        Binding("right", "step(1)", "Option after", id="choice-field.after", show=False),
    ]

    chosen: reactive[int] = reactive(0, init=False)
    """Index of the option that is chosen."""

    class Changed(Message):
        """The user chose another option."""

        def __init__(self, field: "ChoiceField") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "ChoiceField":
            """The field, for ``@on`` selectors."""
            return self.field

    class Previewed(Message):
        """The cursor is on an option in the list, ``index``; or the list was closed, and it is the chosen one."""

        def __init__(self, field: "ChoiceField", index: int) -> None:
            super().__init__()
            self.field, self.index = field, index

        @property
        def control(self) -> "ChoiceField":
            """The field, for ``@on`` selectors."""
            return self.field

    def __init__(self, name: str, label: str, options: Sequence[str], chosen: int = 0, *, tooltip: str = "") -> None:
        super().__init__(id=f"field-{name}")
        self._label, self.options = label, tuple(options)
        self.set_reactive(ChoiceField.chosen, chosen)
        self.button = TextButton(self._words, id=name, tooltip=tooltip)

    def compose(self) -> ComposeResult:
        """Lay out label and choice."""
        yield Words(self._label)
        yield self.button

    def offer(self, options: Sequence[str]) -> None:
        """Take other options; the first is chosen, and nobody is told."""
        self.options = tuple(options)
        self.set_reactive(ChoiceField.chosen, 0)
        self.button.label = self._words

    def watch_chosen(self) -> None:
        """Show the choice and tell of it."""
        self.button.label = self._words
        self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """Go to another option, round and round."""
        self.chosen = (self.chosen + by) % len(self.options)

    @on(TextButton.Pressed)
    def _open(self, event: TextButton.Pressed) -> None:
        event.stop()

        def preview(index: int) -> None:
            self.post_message(self.Previewed(self, index))

        def take(index: int | None) -> None:
            if index is not None:
                self.chosen = index
            preview(self.chosen)

        self.app.push_screen(ChoiceScreen(self._label.capitalize(), self.options, self.chosen, preview), take)

    @property
    def _words(self) -> str:
        return f"{self.options[self.chosen]} ▼"
