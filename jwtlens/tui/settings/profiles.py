"""Profiles on the bench: chosen, offered where a token's issuer is one's own, taken as a whole, and saved."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work

from jwtlens.displayable import quoted
from jwtlens.settings.model import SavedProfile
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.keyring.screen import KeyringScreen
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection
    from jwtlens.settings.workspace import SavedKey
    from jwtlens.start import Start
    from jwtlens.tui.keyring.ring import Entry

_LONGER = 6
"""Seconds for which a message with a proposal stays over the panes."""


class ProfilesScreen(KeyringScreen):
    """A bench that knows the profiles of the settings. None is ever applied by itself."""

    def __init__(self, start: "Start", clock: Callable[[], float]) -> None:
        super().__init__(start, clock)
        self.profile: SavedProfile | None = start.of_profile
        """The profile that was taken last."""
        self._profile_policy: Policy | None = start.policy if start.of_profile else None
        self._told: set[str] = set()

    def watch_profiles(self) -> None:
        """Offer profiles from now on; a bench without any never looks."""
        self.watch(self, "inspection", self._describe_profile)

    # The offer

    @property
    def fitting_profiles(self) -> list[SavedProfile]:
        """Profiles that are for the issuer of this token; none while one of them is in force."""
        iss = self.inspection.claims.get("iss") if self.inspection else None
        fitting = [
            one for one in self.loaded.settings.profiles.values() if iss in one.policy.issuers and not one.faults
        ]
        return [] if self.profile in fitting and self._in_force else fitting

    @property
    def _in_force(self) -> bool:
        return self.workspace.policy == self._profile_policy

    def _describe_profile(self, _: "Inspection | None" = None) -> None:
        """Say below the expectations which profile they are of, or which there is for this issuer."""
        fitting = self.fitting_profiles
        words = []
        if self.profile is not None:
            changed = "" if self._in_force else ", changed"
            words.append(" · ".join([f"profile {self.profile.name}{changed}", *_beyond(self.workspace.policy)]))
        elif beyond := _beyond(self.workspace.policy):
            words.append(" · ".join(beyond))
        if fitting:
            which = f"takes profile {fitting[0].name}" if len(fitting) == 1 else f"offers {len(fitting)} profiles"
            words.append(f"{self.key_of('take_profile')} {which}")
        self.expectations_pane.say(" · ".join(words))
        for one in fitting[:1]:
            if one.name not in self._told:
                self._told.add(one.name)
                hint = f"Profile {one.name} is for this issuer: {self.key_of('take_profile')} takes it."
                self.notify(hint, timeout=_LONGER, markup=False)

    # Choosing

    def action_take_profile(self) -> None:
        """Take the profile for this issuer, or ask which of several."""
        fitting = self.fitting_profiles
        if len(fitting) == 1:
            self.take_profile(fitting[0])
        elif fitting:
            self._ask_for_profile(fitting)
        else:
            self._tell("No profile is for the issuer of this token. “Profiles…” lists all of them.", warn=True)

    def action_profiles(self) -> None:
        """Ask which profile to take."""
        profiles = [*self.loaded.settings.profiles.values()]
        if profiles:
            self._ask_for_profile(profiles)
        else:
            words = f"There is no profile in {quoted(self.loaded.path)} yet. “Save expectations as profile…” makes one."
            self._tell(words, warn=True)

    def _ask_for_profile(self, profiles: list[SavedProfile]) -> None:
        def take(index: int | None) -> None:
            if index is not None:
                self.take_profile(profiles[index])

        chosen = profiles.index(self.profile) if self.profile in profiles else 0
        self.app.push_screen(ChoiceScreen("Take a profile", [_line(one) for one in profiles], chosen), take)

    # Taking

    def take_profile(self, profile: SavedProfile) -> None:
        """Put a profile in force, all of it or nothing."""
        if profile.faults:
            self._tell(
                f"Profile {quoted(profile.name)} cannot be used: {self.loaded.words(profile.faults[0])}", warn=True
            )
            return
        self._take_profile(profile)

    @work(exclusive=True, group="profile")
    async def _take_profile(self, profile: SavedProfile) -> None:
        from jwtlens.settings.workspace import SavedKey  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.settings.references import ring_of  # noqa: PLC0415 - for those who ask for it

        try:
            keys = [SavedKey(reference, profile.key_encoding) for reference in profile.keys]
            entries = await self.entries_of(keys, strict=True)
        except ValueError as error:
            self._tell(f"Profile {profile.name} was not taken: {error}", warn=True)
            return
        said = "leeway" in profile.said
        policy = profile.policy if said else profile.policy._replace(leeway=self.loaded.settings.leeway)
        self.keep_before()
        if entries:
            self.keys_pane.change(ring_of(entries, self.keys_pane.ring))
            self.workspace.keyring = self.keys_pane.keyring
        self.profile, self._profile_policy = profile, policy
        self._expect(policy, self.workspace.at)
        self.refresh_inspection()
        self._describe_profile()
        what = "its expectations and keys" if entries else "its expectations; it names no key"
        self._tell(f"Profile {profile.name} is in force: {what}.")

    async def entries_of(self, keys: "list[SavedKey]", *, strict: bool) -> "list[Entry]":
        """Read keys that are referred to, in a worker; each host is asked about. Raises ValueError with a sentence.

        Where ``strict``, a file or variable without a key is an error too.
        """
        from jwtlens.settings.references import is_address  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.settings.references import entry_of  # noqa: PLC0415 - for those who ask for it

        entries = []
        for key in keys:
            if is_address(key.reference):
                entries.append(await self._fetched_entry(key.reference))
                continue
            entry = await asyncio.to_thread(entry_of, key)
            if strict and not entry.keyring.keys:
                raise ValueError(entry.keyring.problems[0].message)
            entries.append(entry)
        return entries

    async def _fetched_entry(self, address: str) -> "Entry":
        from jwtlens.network.plan import plan  # noqa: PLC0415 - for those who ask for it
        from jwtlens.network.refusal import NotFetchedError  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.dialogs.fetch import FetchDialog  # noqa: PLC0415 - for those who ask for it

        if self.loaded.refusal:
            raise ValueError(self.loaded.refusal)
        try:
            planned = plan(address, "jwks")
        except NotFetchedError as error:
            raise ValueError(str(error)) from None
        entry = await self.app.push_screen_wait(FetchDialog("", self.agreed_hosts, again=planned))
        if entry is None:
            raise ValueError(f"the keys of {planned.host} were not fetched")
        return entry

    def reload_settings(self) -> None:
        """Read the settings again. A subclass's to override."""

    # Saving

    def action_save_profile(self) -> None:
        """Ask for a name, and save the expectations under it."""
        from jwtlens.tui.dialogs.save_profile import SaveProfileDialog  # noqa: PLC0415 - for those who ask for it
        from jwtlens.tui.settings.references import kept  # noqa: PLC0415 - for those who ask for it

        def take(name: str | None) -> None:
            if name is not None:
                self.reload_settings()
                self.profile, self._profile_policy = self.loaded.settings.profiles.get(name), self.workspace.policy
                self._describe_profile()
                self._tell(f"Saved as profile {name} in {quoted(self.loaded.path)}.")

        name = self.profile.name if self.profile else ""
        dialog = SaveProfileDialog(self.loaded, self.workspace.policy, kept(self.keys_pane.ring), name)
        self.app.push_screen(dialog, take)


def _line(profile: SavedProfile) -> str:
    if profile.faults:
        return f"{quoted(profile.name)}  (cannot be used: line {profile.faults[0].line})"
    return "  ".join(filter(None, [profile.name, ", ".join(map(quoted, profile.policy.issuers[:1]))]))


def _beyond(policy: Policy) -> list[str]:
    """Say what is expected beyond the fields of the pane."""
    asked = policy.profile
    return [
        *([f"{asked.token_type} token"] if asked.token_type else []),
        *([f"client {quoted(asked.client_id)}"] if asked.client_id else []),
        *([f"login at most {asked.max_age:,} s ago"] if asked.max_age is not None else []),
    ]
