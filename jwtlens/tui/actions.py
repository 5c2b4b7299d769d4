"""The actions of the workbench as bindings of keys."""

from collections.abc import Sequence

from textual.binding import Binding, BindingsMap

from jwtlens.actions import ACTIONS, PANES, Action

__all__ = ["ACTIONS", "PANES", "Action", "bindings", "remapped"]

_PREFIX = "workbench."


def remapped(before: BindingsMap, actions: Sequence[Action]) -> BindingsMap:
    """Return bindings with other keys for the actions of the workbench."""
    others = [one for found in before.key_to_bindings.values() for one in found if not _is_ours(one)]
    return BindingsMap([*bindings(actions), *others])


def _is_ours(binding: Binding) -> bool:
    return (binding.id or "").startswith(_PREFIX)


def bindings(actions: Sequence[Action] = ACTIONS) -> list[Binding]:
    """Every action that has a key, as a binding; those with words for it stand in the footer."""
    return [
        Binding(
            action.key,
            action.name,
            action.footer or action.title,
            show=bool(action.footer),
            tooltip=action.help,
            id=f"{_PREFIX}{action.name}",
            priority=True,
        )
        for action in actions
        if action.key
    ]
