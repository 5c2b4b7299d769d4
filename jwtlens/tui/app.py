"""The terminal program: themes, the palette, and a way out that shows no secrets."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from textual import _ansi_sequences, constants
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from jwtlens.settings.model import Loaded
from jwtlens.settings.place import place
from jwtlens.start import Start
from jwtlens.tui import clipboard, terminal
from jwtlens.tui.clipboard_secret import ForgetfulApp
from jwtlens.tui.settings.screen import put_in_force
from jwtlens.tui.themes import OWN_THEMES, fallbacks
from jwtlens.tui.workbench import WorkbenchScreen


class JwtlensApp(ForgetfulApp):
    """Shows the workbench. ``clock`` returns the time as Unix seconds."""

    TITLE = "jwtlens"
    CSS_PATH = "workbench.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True)]

    def __init__(self, start: Start, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.no_color = bool(os.environ.get("NO_COLOR"))
        few_colours = self.console.color_system in terminal.FEW
        if self.no_color or few_colours:
            self.css_path.append(Path(__file__).with_name("plain.tcss"))
        self._terminal = terminal.Terminal(no_colour=self.no_color, few_colours=few_colours)
        setattr(constants, "LOG_FILE", None)  # noqa: B010 - TEXTUAL_LOG names a file for the same, and is final to mypy
        self._start = start if start.loaded else start._replace(loaded=Loaded(place()))
        self.clock = clock
        for theme in OWN_THEMES:
            self.register_theme(theme)
        loaded = self._start.loaded or Loaded("")
        put_in_force(loaded)
        wanted = loaded.settings.theme
        self._begin_with_theme(wanted if wanted in self.available_themes else OWN_THEMES[0].name)

    def _begin_with_theme(self, name: str) -> None:
        """Set the theme before anything is styled; to change it, as Textual does, parses all style sheets once more."""
        self.set_reactive(App.theme, name)
        self.set_class(True, f"-theme-{name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

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
        return WorkbenchScreen(self._start, self.clock)

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a copy for pastes in here, and send it to the terminal's clipboard unless the settings say otherwise."""
        if clipboard.by_terminal():
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

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

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Rewrite every line for what the terminal can show."""
        return self._terminal.filters(super().get_line_filters())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """List every action in the palette."""
        if isinstance(screen, WorkbenchScreen):
            for action in screen.actions:
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
