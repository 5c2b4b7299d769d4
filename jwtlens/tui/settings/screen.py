"""The settings on the bench: read before the first frame, shown and changed in a dialog, and in force at once."""

from textual.widget import Widget

from jwtlens import ascii_symbols, times
from jwtlens.displayable import displayable
from jwtlens.settings.load import load
from jwtlens.settings.model import Loaded
from jwtlens.tui import clipboard
from jwtlens.tui.panes.fields import Words
from jwtlens.tui.settings.profiles import ProfilesScreen

_FAULT = 6
"""Seconds for which the faults of the file stay over the panes."""


class SettingsScreen(ProfilesScreen):
    """A bench with settings."""

    def begin_settings(self) -> None:
        """Say what is wrong with the file, once, and begin to offer profiles where there are some."""
        if self.loaded.settings.profiles or self.profile is not None:
            self.watch_profiles()
        if not self.loaded.faults:
            return
        first, *others = self.loaded.faults
        more = f" And {len(others)} more: {self.key_of('settings')} shows them." if others else ""
        self.notify(f"{_ended(self.loaded.words(first))}{more}", severity="warning", timeout=_FAULT, markup=False)

    def fault_words(self) -> Widget | None:
        """Return a row that says that something is wrong with the settings; None where all is right."""
        if not self.loaded.faults:
            return None
        first = self.loaded.faults[0]
        where = f"line {first.line}: {displayable(first.message)}"
        return Words(f"⚠ settings, {_ended(where)} {self.key_of('settings')} shows it", id="settings-fault")

    def action_settings(self) -> None:
        """Show the settings, and change them."""
        from jwtlens.tui.dialogs.settings import SettingsDialog  # noqa: PLC0415 - for those who ask for it

        for row in self.query("#settings-fault"):
            row.display = False  # the dialog says it
        self.app.clear_notifications()

        def take(words: str | None) -> None:
            if words is not None:
                self.reload_settings()
                self._tell(words)

        self.app.push_screen(SettingsDialog(self.loaded, self.start.set_by_options), take)

    def reload_settings(self) -> None:
        """Read the file again, and put in force what can be changed while the program runs: all but the keymap."""
        before = self.loaded.settings
        self.loaded = load(self.loaded.path)
        settings = self.loaded.settings
        put_in_force(self.loaded)
        self.settings_changed()
        if settings.theme != self.app.theme and settings.theme in self.app.available_themes:
            self.app.theme = settings.theme
        if before.symbols != settings.symbols:
            self.app.refresh_css(animate=False)
        if before.leeway != settings.leeway and self.workspace.policy.leeway == before.leeway and self.profile is None:
            self._expect(self.workspace.policy._replace(leeway=settings.leeway), self.workspace.at)
        if settings.profiles and not before.profiles:
            self.watch_profiles()
        self.refresh_inspection()


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def put_in_force(loaded: Loaded) -> None:
    """Let times and copies be as they are set."""
    times.show_in(loaded.settings.time_zone)
    ascii_symbols.use(loaded.settings.symbols)
    clipboard.use(loaded.settings.clipboard)
