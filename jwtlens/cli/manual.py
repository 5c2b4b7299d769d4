"""``jwtlens --print-man``: the manual page, made from the parsers of the commands themselves."""

import argparse
from collections.abc import Iterator

from jwtlens import __version__
from jwtlens.cli import parsers
from jwtlens.cli.parsers import Called

_NAME = "see what is in a JSON Web Token, whether it would be accepted, and why not"
_DESCRIPTION = """\
Without a command, jwtlens opens its screen on TOKEN, or on a built-in sample, over which a token can be pasted. \
Where standard output is no terminal, the same call prints a report.
Decoding is not verifying: what can be read is not thereby true. A token is accepted if its signature is valid for \
the key that was given and if it meets the expectations that were given.
Nothing is stored, and nothing is fetched, unless a call asks for it.
A token or a key is given as itself, as - for standard input, as @FILE or as env:NAME. The last three keep it from \
other users of the machine.
"""
_STATUS = (
    ("0", "The token is accepted, well-formed, or without findings at or above the threshold: what the call asked."),
    ("1", "It is not, or it could not be verified because something to decide with is missing."),
    ("2", "The token is malformed, or the call is wrong: an option, a file or a variable that cannot be read."),
    ("130", "The call was interrupted."),
)
_ENVIRONMENT = (
    ("JWTLENS_CONFIG", "The file of settings; --config comes first."),
    ("NO_COLOR", "Set to anything: no colours."),
    ("TEXTUAL_ANIMATIONS", "Set to none: nothing on the screen moves by itself."),
)


def page() -> str:
    """Write the page in roff, with the macros that every man program knows."""
    lines = list(_lines())
    after_heading = [False, *(line.startswith((".SH", ".SS")) for line in lines)]
    return "".join(
        f"{line}\n" for line, is_first in zip(lines, after_heading, strict=False) if line != ".PP" or not is_first
    )


def _lines() -> Iterator[str]:
    program, *commands = parsers.every()
    yield f'.TH JWTLENS 1 "" "jwtlens {__version__}" "User Commands"'
    yield from (".SH NAME", f"jwtlens \\- {_text(_NAME)}", ".SH SYNOPSIS")
    yield from _synopsis("jwtlens [options] [TOKEN]", "jwtlens COMMAND [options] ...")
    yield from (".SH DESCRIPTION", *_paragraphs(_DESCRIPTION.splitlines()), ".SH OPTIONS")
    explained: set[str] = set()
    yield from _options(program, explained)
    yield ".SH COMMANDS"
    for name, words in program.following.items():
        yield from _item(f"\\fB{_text(name)}\\fR", words)
    for command in commands:
        yield f'.SS "{_text(" ".join(("jwtlens", *command.path)))}"'
        yield from _paragraphs([(command.parser.description or "").partition("\n")[0]])
        yield from _options(command, explained)
    yield ".SH EXAMPLES"
    for called in (program, *commands):
        yield from _examples(called)
    yield ".SH EXIT STATUS"
    for code, words in _STATUS:
        yield from _item(code, words)
    yield ".SH ENVIRONMENT"
    for name, words in _ENVIRONMENT:
        yield from _item(f"\\fB{_text(name)}\\fR", words)
    yield from (".SH SEE ALSO", "RFC 7515 (JWS), RFC 7516 (JWE), RFC 7517 (JWK), RFC 7519 (JWT), RFC 8725")


def _options(called: Called, explained: set[str]) -> Iterator[str]:
    """Explain the options of a call; name only those that were explained, in the same words, further up."""
    known: list[argparse.Action] = []
    for title, actions in parsers.shown(called.parser):
        new: list[argparse.Action] = []
        for action in actions:
            item = f"{_spelling(action)}\0{parsers.help_of(action)}"
            (known if item in explained else new).append(action)
            if action.option_strings:
                explained.add(item)
        if new and not called.path and title not in {"options", "positional arguments"}:
            yield f'.SS "{_text(title)}"'
        for action in new:
            yield from _item(_spelling(action), parsers.help_of(action))
    if known:
        yield from _paragraphs([f"Explained above: {', '.join(one.option_strings[-1] for one in known)}."])


def _spelling(action: argparse.Action) -> str:
    """Write an option as it is typed: what is typed literally bold, what is put in its place slanted."""
    value = f"\\fI{_text(str(action.metavar or action.dest))}\\fR"
    if not action.option_strings:
        return value
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def _examples(called: Called) -> Iterator[str]:
    lines = (called.parser.epilog or "").splitlines()[1:]
    if lines:
        yield from (".PP", ".nf", *(_line(line.strip()) for line in lines), ".fi")


def _synopsis(*calls: str) -> Iterator[str]:
    yield from (".nf", *(_line(call) for call in calls), ".fi")


def _paragraphs(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield from (".PP", _line(text))


def _item(term: str, words: str) -> Iterator[str]:
    yield from (".TP", term, _line(words))


def _line(text: str) -> str:
    """Write a line of text: one that begins with a dot or an apostrophe would be a request to the formatter."""
    written = _text(text)
    return f"\\&{written}" if written.startswith((".", "'")) else written


def _text(text: str) -> str:
    return (
        text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq").replace("`", "\\(ga")
    )
