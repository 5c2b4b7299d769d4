"""Standard output is data, standard error is talk; neither ever fails with a traceback."""

import os
import sys
from typing import IO, AnyStr, TextIO

from jwtlens import ascii_symbols
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import displayable


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at this stream; closed streams exist."""
    return stream is not None and not stream.closed and stream.isatty()


def has_colour() -> bool:
    """Whether standard output takes colour and the user did not say no (https://no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def room() -> int:
    """Return the cells of a line of the terminal; a file or a pipe has no end."""
    if not is_terminal(sys.stdout):
        return sys.maxsize
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or sys.maxsize
    except OSError:
        return sys.maxsize


def write(text: str) -> bool:
    """Print on standard output, in the characters that its encoding has; return whether somebody still reads it.

    A reader that closed the pipe has seen enough: that is no error. Raises UsageError where nothing can be written.
    """
    if sys.stdout is None:  # closed by the caller, who wants the exit code only
        return True
    return _write(sys.stdout, _encodable(text, sys.stdout.encoding or "utf-8"))


def write_bytes(data: bytes) -> None:
    """Give these very bytes to the program behind standard output; never to a terminal."""
    if sys.stdout is not None:
        _write(sys.stdout.buffer, data)


def say(sentence: str) -> None:
    """Tell the user something on standard error, as one displayable line. Where that cannot be written, nobody listens.

    The answer and the exit code do not depend on it.
    """
    if sys.stderr is not None:
        encoding = sys.stderr.encoding or "utf-8"
        try:
            print(_encodable(f"jwtlens: {displayable(sentence)}", encoding), file=sys.stderr, flush=True)
        except OSError:
            _discard(sys.stderr)


def _write(stream: IO[AnyStr], data: AnyStr) -> bool:
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
        return False
    except OSError as error:
        _discard(stream)
        raise UsageError(f"standard output cannot be written: {error.strerror}", "output") from None
    return True


def _encodable(text: str, encoding: str) -> str:
    in_utf = encoding.lower().replace("-", "").startswith("utf")
    if text.isascii() or (in_utf and not ascii_symbols.are_wanted()):
        return text
    plain = text.translate(ascii_symbols.TEXT)
    encoding = ascii_symbols.charset() if in_utf else encoding
    return plain.encode(encoding, "backslashreplace").decode(encoding)


def _discard(stream: IO[AnyStr]) -> None:
    """Let the interpreter flush into nothing at exit; it would complain about the broken stream once more."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)
