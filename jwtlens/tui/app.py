"""The terminal program: themes, the palette, and a way out that shows no secrets."""

import gc
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from textual import _ansi_sequences, constants
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen

from jwtlens.start import Start
from jwtlens.tui.actions import ACTIONS
from jwtlens.tui.themes import OWN_THEMES, fallbacks
from jwtlens.tui.workbench import WorkbenchScreen


class JwtlensApp(App[int]):
    """Shows the workbench. ``clock`` returns the time as Unix seconds."""

    TITLE = "jwtlens"
    CSS_PATH = "workbench.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True)]

    def __init__(self, start: Start, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        setattr(constants, "LOG_FILE", None)  # noqa: B010 - TEXTUAL_LOG names a file for the same, and is final to mypy
        self._start = start
        self._clock = clock
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = OWN_THEMES[0].name

    def on_ready(self) -> None:
        """Let the garbage collector work again, which had a rest while everything was made that stays anyway."""
        gc.freeze()
        gc.enable()

    def get_driver_class(self) -> type[Driver]:
        """Use our own driver where there is Unix, and no other was asked for."""
        if sys.platform == "win32" or constants.DRIVER is not None:
            return super().get_driver_class()
        from jwtlens.tui.driver import QuickDriver  # noqa: PLC0415 - its modules are for Unix

        return QuickDriver

    def get_default_screen(self) -> Screen[None]:
        """Open on the workbench."""
        return WorkbenchScreen(self._start, self._clock)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give themes that are not ours values for our colours."""
        return fallbacks(dark=self.current_theme.dark)

    def _log(self, *_: object, **__: object) -> None:
        """Tell Textual's console for developers nothing: it would hear of every key and every paste."""

    def _fatal_error(self) -> None:
        """Show a crash without the values of variables: Textual prints them, and one of them may be a key."""
        from rich.segment import Segments  # noqa: PLC0415 - with Pygments 50 ms, which only a crash should cost
        from rich.traceback import Traceback  # noqa: PLC0415 - as above

        self.bell()
        traceback = Traceback(show_locals=False, width=None)
        self._exit_renderables.append(Segments(self.console.render(traceback, self.console.options)))
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """List every action in the palette."""
        if isinstance(screen, WorkbenchScreen):
            for action in ACTIONS:
                yield SystemCommand(
                    f"{action.title} ({action.key})" if action.key else action.title,
                    action.help,
                    lambda name=action.name: screen.run_action(name),
                )
        yield SystemCommand("Theme", "Change the colours.", self.action_change_theme)
        yield SystemCommand("Quit (ctrl+q)", "Leave jwtlens.", self.action_quit)


class _AltDigit(NamedTuple):
    """A key that Textual's table of keys has no name for."""

    value: str


def _alt_digits_are_keys() -> None:
    """Let alt+1 … alt+9 arrive as such.

    Textual turns them into the characters that a Mac's option key would type (¡™£¢), for one terminal's sake; then no
    terminal without the kitty protocol could jump to a pane. Should the table change, ctrl+g still does.
    """
    table = getattr(_ansi_sequences, "ANSI_SEQUENCES_KEYS", {})
    for digit in "123456789":
        table[f"\x1b{digit}"] = (_AltDigit(f"alt+{digit}"),)


def run(start: Start) -> int:
    """Run the screen until the user leaves; the result is the exit code."""
    _alt_digits_are_keys()
    app = JwtlensApp(start)
    app.run()
    return app.return_code or 0
