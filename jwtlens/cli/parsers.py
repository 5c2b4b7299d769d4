"""Everything that can be called, as its own parser describes it; completion and the manual page are made of it."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from jwtlens.cli import config, key, options, screen
from jwtlens.cli.commands import COMMANDS

_ACTIONS = {"key": key.ACTIONS, "config": config.ACTIONS}


class Called(NamedTuple):
    """The words that call something, its parser, and the words that may follow, with what each does."""

    path: tuple[str, ...]
    parser: argparse.ArgumentParser
    following: dict[str, str]


def every() -> Iterator[Called]:
    """Yield the program itself, each command, and each action of a command."""
    yield Called((), options.described(screen.parse), COMMANDS)
    for name in COMMANDS:
        following = _ACTIONS.get(name, {})
        yield Called((name,), _parser(name), following)
        for action in following:
            yield Called((name, action), _parser(f"{name}_{action}"), {})


def shown(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[argparse.Action]]]:
    """Yield the groups of a parser with their titles and with what they tell users; empty ones are left out."""
    for group in parser._action_groups:  # noqa: SLF001 - argparse shows what it knows in no other way
        actions = [one for one in group._group_actions if one.help != argparse.SUPPRESS]  # noqa: SLF001 - as above
        if actions:
            yield group.title or "", actions


def help_of(action: argparse.Action) -> str:
    """Return what an option does, as its help says it."""
    return (action.help or "") % {"default": action.default}


def _parser(module: str) -> argparse.ArgumentParser:
    return options.described(import_module(f"jwtlens.cli.{module}").run)
