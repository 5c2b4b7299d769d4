"""Doing a task for somebody who gives up, with the means that the user has: editing, keys, expectations, the server."""

from typing import Any, NamedTuple

from jwtlens.editing import edit, shown
from jwtlens.editing.members import Member, with_members
from jwtlens.editing.new_token import Wanted, encrypted
from jwtlens.inspection import Inspection
from jwtlens.keys.export import export, public
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.rotate import rotate
from jwtlens.keys.secret import Secret
from jwtlens.learn.lesson import Task
from jwtlens.learn.world import World, perform
from jwtlens.samples import made_keys
from jwtlens.samples.recipe import settled
from jwtlens.samples.setup import Plan, Setup, built

MEMBERS = frozenset(
    {"keys", "public", "rotate", "retire", "claims", "drop", "header", "header_drop", "resign", "strip", "encrypt"}
    | {"token", "expect", "actions"}
)
"""What a solution may do, in the order in which it is done."""


class Solved(NamedTuple):
    """The bench after it. Of ``setup``, None is what stays as it was, as in every setup."""

    setup: Setup
    world: World | None


def solve(task: Task, on: Inspection, world: World | None, now: float) -> Solved:
    """Do what the task asks for to the token on the bench. Raises ValueError for a solution that cannot be done."""
    how = task.solution
    keyring, key_text = _keys(how, on)
    keyring, header = _rotated(how, keyring, on)
    if "rotate" in how or "retire" in how:
        key_text = export(keyring.keys, "jwks")
    source = _edited(how, on, keyring, header, now)
    if "encrypt" in how:
        source = encrypted(source or on.token.text, Wanted(cty="JWT", **how["encrypt"]), keyring)
    if "token" in how:
        from jwtlens.samples.described import plan  # noqa: PLC0415 - for the few that paste another token

        source = built(plan({"token": how["token"]}, "a solution"), now).token
    expect = built(Plan(expect=how.get("expect")), now)
    for action in how.get("actions", ()):
        if world is None:
            raise ValueError("this task needs the simulated server")
        world = perform(world, action, source or on.token.text, now)
    return Solved(expect._replace(token=source, key_text=key_text, keyring=keyring), world)


def _keys(how: dict[str, Any], on: Inspection) -> tuple[Keyring, Secret[str] | None]:
    """Return the keys to go on with, and their text where they are others."""
    if "keys" in how:
        names = (how["keys"],) if isinstance(how["keys"], str) else tuple(how["keys"])
        key_text = made_keys.text(names)
        return read_keys(key_text, origin="sample"), key_text
    if how.get("public"):
        halves = tuple(public(key) for key in on.keyring.keys)
        return on.keyring._replace(keys=halves), export(halves, "jwk" if len(halves) == 1 else "jwks")
    return on.keyring, None


def _rotated(how: dict[str, Any], keyring: Keyring, on: Inspection) -> tuple[Keyring, str]:
    header = shown(on.token.segment("header"), on.token.header).text
    if how.get("rotate"):
        done = rotate(keyring, keyring.keys[0], header)
        return done.keyring, done.header
    if how.get("retire"):
        return keyring._replace(keys=keyring.keys[: -how["retire"]]), header
    return keyring, header


def _edited(how: dict[str, Any], on: Inspection, keyring: Keyring, header: str, now: float) -> str | None:
    """Return the edited token, or None where the solution does not edit."""
    edits = {"claims", "drop", "header", "header_drop", "resign", "strip", "rotate"}
    if not edits & how.keys():
        return None
    payload = shown(on.token.segment("payload"), on.token.payload).text
    header = with_members(header, _members(how, "header", "header_drop", now), "header")
    payload = with_members(payload, _members(how, "claims", "drop", now), "payload")
    made = edit(on, header=header, payload=payload, resign_with=keyring if how.get("resign") else None)
    if made.source is None or made.note:
        raise ValueError(made.note or "this cannot be edited")
    if "resign" in how and made.signature == "original":
        from jwtlens.editing.signed import sign  # noqa: PLC0415 - only where nothing else changes

        head, body, _ = made.source.split(".")
        return sign(head, body, keyring).source
    return made.source.rpartition(".")[0] + "." if how.get("strip") else made.source


def _members(how: dict[str, Any], put: str, drop: str, now: float) -> list[Member]:
    wanted = [Member(name, value) for name, value in settled(how.get(put, {}), now).items()]
    return wanted + [Member(name, None) for name in how.get(drop, ())]
