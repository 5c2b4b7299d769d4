import pytest

from jwtlens.actions import ACTIONS
from jwtlens.settings import keymap
from jwtlens.settings.model import Fault
from jwtlens.tui.editing.bindings import editor_bindings
from jwtlens.tui.workbench import WorkbenchScreen


def read(**given: object) -> tuple[dict[str, str], list[Fault]]:
    return keymap.read(given, {name: line for line, name in enumerate(given, 1)})


def test_every_action_has_a_name_of_its_own_that_toml_takes_bare() -> None:
    names = [action.setting for action in ACTIONS]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalnum() and name.isascii() for name in names)
    assert {"copy_menu", "key_add", "go_token", "lesson_step_next", "lesson_step_before"} <= {*names}


@pytest.mark.parametrize("key", ["ctrl+b", "alt+x", "f6", "shift+f11", "f20", "ctrl+shift+f2", "alt+1", "", " CTRL+B "])
def test_a_key_that_can_be_pressed_is_taken(key: str) -> None:
    # the actions that have these keys give them away, so that nothing clashes
    away = {action.setting: "" for action in ACTIONS if action.setting != "pin"}
    found, faults = read(**away, pin=key)
    assert faults == []
    assert found["pin"] == key.strip().lower()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("x", "types into fields"),
        ("shift+a", "types into fields"),
        ("ctrl+i", "sends ctrl+i as tab"),
        ("ctrl+m", "as enter"),
        ("ctrl+h", "as backspace"),
        ("tab", "moves to the next field"),
        ("escape", "works in fields"),
        ("ctrl+c", "edits texts"),
        ("ctrl+q", "quits"),
        ("up", "moves in texts"),
        ("hyper+x", "is no key"),
        ("ctrl+", "is no key"),
        ("ctrl+banana", "is no key"),
        ("f99", "is no key"),
        ("\x1b[31m", "is no key"),
        (3, "a key is a text"),
        (["f6"], "a key is a text"),
    ],
)
def test_a_key_that_cannot_work_is_a_fault(key: object, words: str) -> None:
    found, (fault,) = read(pin=key)
    assert found == {}
    assert (fault.line, fault.field) == (1, "keymap.pin")
    assert words in fault.message
    assert fault.message.isprintable()


def test_an_action_that_is_none_is_a_fault_with_a_proposal() -> None:
    _, (fault,) = read(copy_men="ctrl+b")
    assert "there is no action copy_men; did you mean copy_menu" in fault.message


def test_two_actions_never_have_one_key() -> None:
    found, (fault,) = read(pin="f1")
    assert (found, fault.line) == ({}, 1)
    assert "f1 is the key of help too" in fault.message
    found, (fault,) = read(pin="ctrl+b", code="ctrl+b")
    assert (found, fault.line) == ({"pin": "ctrl+b"}, 2)
    assert "line 1" in fault.message
    found, faults = read(help="f2", explain="f1")
    assert (found, faults) == ({"help": "f2", "explain": "f1"}, []), "two may swap their keys"
    # who loses a key has its old one again, which another one has taken by now
    found, faults = read(help="ctrl+q", explain="f1")
    assert (found, len(faults)) == ({}, 2)
    keys = [action.key for action in keymap.mapped(found) if action.key]
    assert len(keys) == len(set(keys))


def test_keys_that_editing_needs_are_taken() -> None:
    used = {key for binding in editor_bindings() for key in binding.key.split(",")}
    missing = {key for key in used if key not in keymap.TAKEN and not key.startswith(("super+", "ctrl+shift+z"))}
    assert missing == {"ctrl+backspace", "alt+backspace", "ctrl+delete"}, "these no keymap can name"


def test_no_action_has_a_key_that_the_keymap_would_refuse() -> None:
    for action in ACTIONS:
        allowed = action.name in {"back", "forward"}  # alt and an arrow
        if action.key and not allowed:
            assert keymap.read({action.setting: action.key}, {action.setting: 1})[1] == []


def test_the_actions_are_those_of_the_screen() -> None:
    for action in ACTIONS:
        assert hasattr(WorkbenchScreen, f"action_{action.name.partition('(')[0]}"), action.name
