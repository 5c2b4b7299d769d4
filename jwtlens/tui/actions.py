"""Every action of the workbench as data: the footer, the palette and the help page are made from this one table."""

from typing import NamedTuple

from textual.binding import Binding


class Action(NamedTuple):
    """One thing the user can do. ``key`` is empty where only the palette and the mouse reach it."""

    name: str
    key: str
    title: str
    help: str
    footer: str = ""


PANES = ("token", "header", "payload", "keys", "expectations", "verification", "audit")
"""The panes in the order of their numbers, from 1."""

ACTIONS = (
    Action("help", "f1", "Help", "What each pane is for, and every key.", "Help"),
    Action("copy_menu", "f3", "Copy…", "Copy the token, header, payload or the claim at the cursor.", "Copy"),
    Action("go_menu", "ctrl+g", "Go to a pane…", "Choose a pane by its number.", "Go"),
    Action("layers", "ctrl+l", "Tokens inside…", "Walk into the token inside this one, and out again."),
    Action("toggle_resign", "f8", "Re-sign on edit: on or off", "Off, an edit breaks the old signature.", "Re-sign"),
    Action("remedy", "ctrl+t", "Do what the explanation proposes", "Repair what keeps the signature from verifying."),
    Action("toggle_reveal", "f9", "Reveal or hide the secret", "Show the key that is masked."),
    Action("maximize_pane", "f10", "Maximise the pane, or back", "Give the focused pane the whole screen."),
    Action("new_token", "ctrl+n", "New token", "Empty the Token pane and wait for a paste.", "New"),
    Action(
        "revert", "ctrl+r", "Revert to the token as opened", "Throw all edits away; undo brings them back.", "Revert"
    ),
    Action("sign_now", "", "Sign the token with this key", "Replace the signature, also where nothing was edited."),
    Action("copy('token')", "", "Copy token", "Send the whole token to the clipboard."),
    Action("copy('header')", "", "Copy header", "Send the header's JSON to the clipboard."),
    Action("copy('payload')", "", "Copy payload", "Send the payload's JSON to the clipboard."),
    Action("copy('claim')", "", "Copy claim at the cursor", "Send the value of the claim that the cursor is on."),
    Action("sample", "", "Open the built-in sample", "A fresh token and the key that made it."),
    *(
        Action(f"go('{name}')", f"alt+{number}", f"Go to {name}", f"Move to pane {number}.")
        for number, name in enumerate(PANES, 1)
    ),
)


def bindings() -> list[Binding]:
    """Every action that has a key, as a binding; those with words for it stand in the footer."""
    return [
        Binding(
            action.key,
            action.name,
            action.footer or action.title,
            show=bool(action.footer),
            tooltip=action.help,
            id=f"workbench.{action.name}",
            priority=True,
        )
        for action in ACTIONS
        if action.key
    ]
