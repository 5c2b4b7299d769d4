"""The settings as values: what every front end asks, and what was wrong with the file. Costs nothing to import."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from jwtlens.displayable import displayable
from jwtlens.verify.policy import Policy

TimeZone = Literal["utc", "local", "both"]
ClipboardMethod = Literal["auto", "osc52", "system"]
NetworkRule = Literal["ask", "never"]
Symbols = Literal["auto", "unicode", "ascii"]

HISTORY = 200
"""Tokens that a session remembers unless somebody says otherwise."""


class Fault(NamedTuple):
    """Something wrong in the file: the line, from 1, what it is about, and a sentence. It never holds a value."""

    line: int
    field: str
    message: str


class SavedProfile(NamedTuple):
    """A named set of expectations. ``keys`` are references (``@/path``, ``env:NAME``, an address), never keys.

    ``said`` are the members that are there. With ``faults`` the profile must not be used at all: leaving out what
    cannot be read would make a verdict weaker than its name promises.
    """

    name: str
    line: int
    said: frozenset[str] = frozenset()
    policy: Policy = Policy()
    keys: tuple[str, ...] = ()
    key_encoding: str = "auto"
    faults: tuple[Fault, ...] = ()


class Settings(NamedTuple):
    """What is set. ``leeway`` is in seconds; ``history`` counts the tokens that a session remembers, 0 for none.

    ``lines`` names the line of each member that the file sets (``theme``, ``keymap.help``). ``unread`` is true where
    there is a file that could not be read as a whole.
    """

    theme: str = "jwtlens-dark"
    time_zone: TimeZone = "both"
    leeway: int = 0
    clipboard: ClipboardMethod = "auto"
    network: NetworkRule = "ask"
    history: int = HISTORY
    symbols: Symbols = "auto"
    keymap: Mapping[str, str] = MappingProxyType({})
    profiles: Mapping[str, SavedProfile] = MappingProxyType({})
    lines: Mapping[str, int] = MappingProxyType({})
    unread: bool = False


class Loaded(NamedTuple):
    """The settings that are in force, the file that they are from, whether it is there, and what is wrong in it."""

    path: str
    settings: Settings = Settings()
    there: bool = False
    faults: tuple[Fault, ...] = ()

    def words(self, fault: Fault) -> str:
        """Say a fault in one line."""
        return f"{displayable(self.path)}, line {fault.line}: {fault.message}"

    @property
    def refusal(self) -> str:
        """Why nothing may be fetched; empty where the user is asked."""
        if self.settings.network != "never":
            return ""
        if self.settings.unread or "network" not in self.settings.lines:
            where = displayable(self.path)
            return f"the settings in {where} cannot be read, and may say that nothing is fetched. Repair them"
        if any(fault.field == "network" for fault in self.faults):
            return f"network in {displayable(self.path)} cannot be read, and may mean never. Repair it"
        return (
            f'nothing is fetched: network = "never" in {displayable(self.path)}, line {self.settings.lines["network"]}'
        )
