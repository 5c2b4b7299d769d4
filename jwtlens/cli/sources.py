"""Where a token comes from: the argument itself, standard input (``-``), a file (``@path``) or ``env:NAME``."""

import os
import sys
from typing import NamedTuple

from jwtlens.cli import output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.limits import SOURCE_CHARS

_BYTES = 4 * SOURCE_CHARS + 4
"""Most bytes read: whatever the characters, the core then sees that a text is too long, and says so."""
_NAME_CHARS = 4096
"""Longest name of a file that systems take, in characters; nothing longer is looked for."""
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Sourced(NamedTuple):
    """A text, and where it was read from in words (empty for the argument itself)."""

    text: str
    origin: str = ""


def read(spec: str) -> Sourced:
    """Read the text that ``spec`` names. Raises UsageError where that cannot be read."""
    if spec == "-":
        return Sourced(standard_input(), "standard input")
    if spec.startswith("@"):
        return Sourced(file(spec[1:]), quoted(spec[1:]))
    if spec.startswith("env:"):
        return Sourced(variable(spec[4:]), quoted(spec))
    if is_file(spec):
        output.say(f"a file has the name {quoted(spec)}; @ before it reads the file")
    return Sourced(spec)


def is_file(name: str) -> bool:
    """Whether a file of this name is there; any text may be asked about."""
    try:
        return len(name) < _NAME_CHARS and os.path.isfile(name)  # noqa: PTH113 - as in file()
    except ValueError:  # a NUL in the text
        return False


def standard_input() -> str:
    """Read standard input to its end, or as much as a token may have."""
    return text_of(standard_input_bytes())


def standard_input_bytes() -> bytes:
    """Read the bytes of standard input to its end, or as many as a token may have. Raises UsageError."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; there is nothing to read", "input", "token")
    if output.is_terminal(sys.stdin):
        output.say("reading from the keyboard; end with ctrl+d")
    try:
        return bytes(sys.stdin.buffer.read(_BYTES))
    except OSError as error:
        raise UsageError(f"standard input cannot be read: {error.strerror}", "input", "token") from None


def file(path: str) -> str:
    """Read a file, or as much of it as a token may have."""
    return text_of(content(path))


def content(path: str) -> bytes:
    """Read the bytes of a file, or as many as a token may have. Raises UsageError where it cannot be read."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - pathlib costs a third of the start-up of decode
            return stream.read(_BYTES)
    except OSError as error:
        raise UsageError(f"{quoted(path)} cannot be read: {error.strerror}", "input", "token") from None
    except ValueError:  # a NUL in the name
        raise UsageError(f"{quoted(path)} is not the name of a file", "input", "token") from None


def variable(name: str) -> str:
    """Read an environment variable."""
    try:
        value = os.environ.get(name)
    except UnicodeEncodeError:  # a lone surrogate: there is no such name
        value = None
    if value is None:
        raise UsageError(f"the environment has no variable {quoted(name)}", "input", "token")
    return value


def text_of(data: bytes) -> str:
    """Decode as UTF-8, or as what a byte order mark says; bytes that are neither stay recognisable as broken."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "surrogateescape")
