"""Workspaces in files: saved when asked, and opened again; the keys that a file refers to are read after a yes."""

from typing import TYPE_CHECKING

from textual import work

from jwtlens.displayable import quoted
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.settings.screen import SettingsScreen

if TYPE_CHECKING:
    from jwtlens.settings.workspace import SavedKey, SavedWorkspace


class WorkspacesScreen(SettingsScreen):
    """A bench that can be saved as a whole."""

    def begin_workspace(self) -> None:
        """Go on with the workspace that the program was started with."""
        saved = self.start.workspace
        if saved is not None:
            self.workspace.opened, self.workspace.resign = saved.opened, saved.resign
            self.refresh_inspection()
            self._ask_for_keys(saved)

    def action_save_workspace(self) -> None:
        """Ask where to save what is on the bench."""
        from jwtlens.settings.workspace import SavedWorkspace  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.dialogs.save_workspace import SaveWorkspaceDialog  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.settings.references import kept  # noqa: PLC0415 - for those who ask for it

        bench, keys = self.workspace, kept(self.keys_pane.ring)
        saved = SavedWorkspace(bench.source, bench.opened, bench.policy, keys.keys, bench.at, bench.resign)

        def take(words: str | None) -> None:
            if words is not None:
                self._tell(words)

        self.app.push_screen(SaveWorkspaceDialog(saved, keys.left_out), take)

    def open_workspace(self, saved: "SavedWorkspace") -> None:
        """Put a workspace on the bench, without its keys at first."""
        self.keep_before()
        self.forget_sample()
        self.profile = self._profile_policy = None
        self.keys_pane.change(self.keys_pane.ring.start_over(Entry(0)))
        self.workspace.keyring = self.keys_pane.keyring
        self.outer = []
        self._expect(saved.policy, saved.at)
        self.token_pane.forget_removed()
        self.workspace.open(saved.opened)
        self.workspace.source, self.workspace.resign = saved.token, saved.resign
        self.refresh_inspection()
        self._describe_profile()
        self._tell("The workspace is open. “Bring back what was on the bench” (ctrl+p) undoes it.")
        self._ask_for_keys(saved)

    def _ask_for_keys(self, saved: "SavedWorkspace") -> None:
        """Ask before anything is read: the file may be anybody's, and so is what it names."""
        if not saved.keys:
            return

        def take(index: int | None) -> None:
            if index == 0:
                self._read_keys([*saved.keys])

        names = ", ".join(quoted(key.reference) for key in saved.keys)
        options = [f"Yes: {names}", "No, open it without keys"]
        self.app.push_screen(ChoiceScreen("Read the keys that the workspace names?", options), take)

    @work(exclusive=True, group="profile")
    async def _read_keys(self, keys: "list[SavedKey]") -> None:
        from jwtlens.tui.settings.references import ring_of  # noqa: PLC0415 - for those who ask for it

        try:
            entries = await self.entries_of(keys, strict=False)
        except ValueError as error:
            self._tell(f"The keys were not read: {error}.", warn=True)
            return
        self.keys_pane.change(ring_of(entries, self.keys_pane.ring))
        self.workspace.keyring = self.keys_pane.keyring
        self.refresh_inspection()
