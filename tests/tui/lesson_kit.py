"""Doing the tasks of lessons as a user does: typing into panes and fields, menus, dialogs, and the server's list."""

import json
from typing import Any

from jwtlens.keys.export import export, public
from jwtlens.learn.lesson import Lesson, Task
from jwtlens.samples import made_keys
from jwtlens.samples.described import plan
from jwtlens.samples.recipe import settled
from jwtlens.samples.setup import built
from jwtlens.tui.button import TextButton
from jwtlens.tui.dialog import ChoiceField
from jwtlens.tui.lessons_panel import LessonPanel
from jwtlens.tui.lines import LineList
from tests.tui.bench_kit import Bench

_FIELDS = {"iss": "issuer", "aud": "audience", "typ": "typ", "require": "required", "leeway": "leeway"}


def panel(bench: Bench) -> LessonPanel:
    found = bench.screen.lesson_panel
    assert found is not None
    return found


def to_do(bench: Bench) -> str:
    return panel(bench).to_do.text


async def choose(bench: Bench, index: int) -> None:
    """Take a line of the menu that is open."""
    bench.app.screen.query_one(LineList).cursor = index
    await bench.press("enter")


async def open_lesson(bench: Bench, lesson: Lesson) -> None:
    await bench.screen.run_action("lesson_list")
    await bench.settle()
    await choose(bench, lesson.number - 1)
    assert bench.screen.taken is not None
    assert bench.screen.taken.lesson is lesson


async def do(bench: Bench, task: Task) -> None:
    how = task.solution
    if bench.screen.workspace.resign is not bool(how.get("resign")):
        await bench.press("f8")
    await _change_keys(bench, how)
    await _edit(bench, how)
    if "encrypt" in how:
        await encrypt(bench, **how["encrypt"])
    if "token" in how:
        pasted = built(plan({"token": how["token"]}, "a solution"), bench.clock()).token
        await bench.paste_token(pasted or "")
    await _expect(bench, how.get("expect", {}))
    for action in how.get("actions", ()):
        await ask_server(bench, action)


async def ask_server(bench: Bench, action: str) -> None:
    """Send a request to the server of the lesson."""
    server = panel(bench).server
    assert bench.screen.taken is not None
    bench.screen.set_focus(server)
    server.cursor = bench.screen.taken.step.actions.index(action)
    await bench.press("enter")


async def encrypt(bench: Bench, *, kid: str, alg: str, enc: str) -> None:
    """Encrypt the token in the dialog, for the key of this kid."""
    await bench.screen.run_action("key('encrypt')")
    await bench.settle()
    dialog = bench.app.screen
    for name, wanted in (("for", f"key {kid},"), ("alg", alg), ("enc", enc)):
        field = dialog.query_one(f"#field-{name}", ChoiceField)
        field.chosen = next(at for at, one in enumerate(field.options) if one.startswith(wanted))
        await bench.settle()
    dialog.query_one("#buttons TextButton", TextButton).action_press()
    await bench.settle()


async def _change_keys(bench: Bench, how: dict[str, Any]) -> None:
    if "keys" in how:
        names = (how["keys"],) if isinstance(how["keys"], str) else tuple(how["keys"])
        await bench.set_key(made_keys.text(names).reveal())
    if how.get("public"):
        halves = tuple(public(key) for key in bench.inspection.keyring.keys)
        await bench.set_key(export(halves, "jwk").reveal())
    if how.get("rotate"):
        await bench.screen.run_action("key('rotate')")
        await bench.settle()
        bench.app.screen.query_one("#buttons TextButton", TextButton).action_press()
        await bench.settle()
    for _ in range(how.get("retire", 0)):
        table = bench.screen.keys_pane.table
        bench.screen.set_focus(table)
        table.cursor = len(table.lines) - 1
        await bench.press("d")


async def _edit(bench: Bench, how: dict[str, Any]) -> None:
    screen, now = bench.screen, bench.clock()
    for pane, put, drop in (
        (screen.header_pane, "header", "header_drop"),
        (screen.payload_pane, "claims", "drop"),
    ):
        if put in how or drop in how:
            members = json.loads(pane.text) | settled(how.get(put, {}), now)
            kept = {name: value for name, value in members.items() if name not in how.get(drop, ())}
            bench.focus_on(pane.part)
            await bench.paste_over(pane, json.dumps(kept, indent=2))
    if how.get("resign") and not {"header", "claims", "drop", "header_drop", "rotate"} & how.keys():
        await screen.run_action("sign_now")
        await bench.settle()
    if how.get("strip"):
        await bench.paste_token(bench.token.rpartition(".")[0] + ".")


async def _expect(bench: Bench, expect: dict[str, Any]) -> None:
    setup = built(plan({"expect": expect}, "a solution"), bench.clock())
    for name, value in expect.items():
        if name == "alg":
            await _allow(bench, value)
        elif name == "at":
            await bench.expect("clock", str(int(setup.at or 0)))
        else:
            await bench.expect(_FIELDS[name], str(value))


async def _allow(bench: Bench, algorithm: str) -> None:
    bench.screen.query_one("#alg", TextButton).action_press()
    await bench.settle()
    options = [line.body for line in bench.app.screen.query_one(LineList).lines]
    await choose(bench, options.index(algorithm))
