"""``jwtlens --print-completion SHELL``: what the tab key offers, made from the parsers of the commands themselves."""

import argparse
import shlex
from collections.abc import Callable, Iterator
from typing import NamedTuple

from jwtlens.cli import parsers

_HEAD = "# What the tab key offers for jwtlens in {}. Made by: jwtlens --print-completion {}\n"


class Option(NamedTuple):
    """An option: its spellings, what it does, whether a value follows, and the values that there are."""

    names: tuple[str, ...]
    words: str
    takes_value: bool
    values: tuple[str, ...]


class Command(NamedTuple):
    """The words that call something, its options, and the words that may follow, with what each does."""

    path: tuple[str, ...]
    options: tuple[Option, ...]
    following: dict[str, str]


def commands() -> tuple[Command, ...]:
    """List everything that can be called, as its own parser describes it."""
    return tuple(Command(one.path, _options(one.parser), one.following) for one in parsers.every())


def script(shell: str) -> str:
    """Write the script for one of ``SHELLS``."""
    return _HEAD.format(shell, shell) + SHELLS[shell]()


def _options(parser: argparse.ArgumentParser) -> tuple[Option, ...]:
    return tuple(
        Option(
            tuple(action.option_strings),
            parsers.help_of(action),
            action.nargs != 0,
            tuple(str(value) for value in action.choices or ()),
        )
        for _, actions in parsers.shown(parser)
        for action in actions
        if action.option_strings
    )


def _bash() -> str:
    cases = "\n".join(_bash_case(command) for command in commands())
    actions = "|".join(command.path[0] for command in commands() if command.path and command.following)
    return f"""\
_jwtlens() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} called= word offers=
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$called $word" in
            " -"*) ;;
            " "*) called=$word ;;
            {" | ".join(f'"{name} "[a-z]*' for name in actions.split("|"))}) called+=" $word" ;;
        esac
    done
    case "$called/$previous" in
{cases}
    esac
    if [[ $current == @* ]]; then
        local IFS=$'\\n'
        COMPREPLY=($(compgen -P @ -f -- "${{current#@}}"))
    else
        COMPREPLY=($(compgen -W "$offers" -- "$current"))
    fi
}}
complete -o default -F _jwtlens jwtlens
"""


def _bash_case(command: Command) -> str:
    called = " ".join(command.path)
    lines = []
    for option in command.options:
        if option.takes_value:
            spellings = "|".join(shlex.quote(f"{called}/{name}") for name in option.names)
            lines.append(f"        {spellings}) offers={shlex.quote(' '.join(option.values))} ;;")
    names = [name for option in command.options for name in option.names]
    lines.append(
        f"        {shlex.quote(called + '/')}*) offers={shlex.quote(' '.join([*names, *command.following]))} ;;"
    )
    return "\n".join(lines)


def _zsh() -> str:
    functions = "\n".join(_zsh_function(command) for command in commands())
    return f"#compdef jwtlens\n{functions}\ncompdef _jwtlens jwtlens\n"


def _zsh_function(command: Command) -> str:
    specs = [spec for option in command.options for spec in _zsh_specs(option)]
    if command.following:
        specs += ["'1: :->called'", "'*:: :->rest'"]
    else:
        specs.append("'*:token or file:_files -P @'")
    name = "_".join(("_jwtlens", *command.path))
    lines = [f"{name}() {{", "    local context state line", "    typeset -A opt_args"]
    lines.append("    _arguments -C \\\n        " + " \\\n        ".join(specs))
    if command.following:
        offers = " ".join(shlex.quote(f"{one}:{_plain(words)}") for one, words in command.following.items())
        lines += [
            '    case "$state" in',
            f"        called) local -a offers=({offers}); _describe command offers; _files -P @ ;;",
            f'        rest) if (( $+functions[{name}_$line[1]] )); then "{name}_$line[1]"; else _files; fi ;;',
            "    esac",
        ]
    return "\n".join([*lines, "}"])


def _zsh_specs(option: Option) -> Iterator[str]:
    words = _plain(option.words).replace("[", "(").replace("]", ")").replace(":", "\\:")
    value = ""
    if option.takes_value:
        value = f":value:({' '.join(option.values)})" if option.values else ":value:_files -P @"
    for name in option.names:
        yield shlex.quote(f"*{name}[{words}]{value}")


def _fish() -> str:
    lines = ["complete -c jwtlens -e"]
    for command in commands():
        condition = _fish_condition(command)
        for option in command.options:
            names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
            value = "" if not option.takes_value else f" -x -a {_fish_text(' '.join(option.values))}"
            if option.takes_value and not option.values:
                value = " -r"
            words = _fish_text(_plain(option.words))
            lines.append(f"complete -c jwtlens -n {condition} {' '.join(names)}{value} -d {words}")
        lines += [
            f"complete -c jwtlens -n {condition} -a {_fish_text(name)} -d {_fish_text(_plain(words))}"
            for name, words in command.following.items()
        ]
    return "\n".join(lines) + "\n"


def _fish_condition(command: Command) -> str:
    seen = [f"__fish_seen_subcommand_from {name}" for name in command.path]
    if command.following:
        seen.append(f"not __fish_seen_subcommand_from {' '.join(command.following)}")
    return _fish_text("; and ".join(seen))


def _fish_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _plain(words: str) -> str:
    return " ".join(words.split())


SHELLS: dict[str, Callable[[], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
