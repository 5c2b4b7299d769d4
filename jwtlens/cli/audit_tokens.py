"""The tokens of one call of ``audit``: each argument, file or standard input may hold several."""

from typing import NamedTuple

from jwtlens import paste
from jwtlens.cli import output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.jose import base64url, strict_json
from jwtlens.limits import SOURCE_CHARS
from jwtlens.problem import Span

_COMPACT_DOTS = frozenset({2, 4})
_STARTS = ("ey", "ew")
"""How a token begins in nearly every case: base64url of an opening brace and what follows it."""

_SUFFIXES = (".txt", ".jwt", ".jws", ".jwe", ".token", ".json", ".log", ".env", ".har", ".md", ".yaml", ".yml")
_NAME_CHARS = 255


class Text(NamedTuple):
    """A text with one token in it: where it is from, and which part of what was read it is.

    ``path`` is the file's name as the user wrote it, empty where there is no file; ``whole`` is everything that was
    read.
    """

    text: str
    origin: str
    path: str = ""
    whole: str = ""
    span: Span = Span(0, 0)


def read(specs: list[str]) -> list[Text]:
    """Read what every argument names. Raises UsageError where something cannot be read."""
    if specs.count("-") > 1:
        raise UsageError("standard input can be read once only: - is there twice", "usage", "token")
    found: list[Text] = []
    for number, spec in enumerate(specs, 1):
        found += _read(spec, "token" if len(specs) == 1 else f"token {number}")
    return found


def _read(spec: str, name: str) -> list[Text]:
    path = spec[1:] if spec.startswith("@") else spec if sources.is_file(spec) else ""
    if path:
        return _split(sources.file(path), quoted(path), path)
    if spec == "-":
        return _split(sources.standard_input(), "standard input", "")
    if spec.startswith("env:"):
        return _split(sources.variable(spec[4:]), quoted(spec), "")
    if _is_path(spec):
        raise UsageError(f"there is no file {quoted(spec)}, and a token it is not", "input", "token")
    return [Text(spec, name, whole=spec, span=Span(0, len(spec)))]


def _is_path(spec: str) -> bool:
    """Whether this can only be the name of a file, so that a misspelled one is not judged as a malformed token."""
    if spec.startswith(_STARTS) or "{" in spec or len(spec) > _NAME_CHARS:
        return False
    return "." not in spec or "/" in spec or spec.endswith(_SUFFIXES)


def _split(whole: str, origin: str, path: str) -> list[Text]:
    """Take a text apart: several lines with a whole token each are several tokens, anything else is one."""
    if len(whole) > SOURCE_CHARS and "\n" in whole.strip():
        message = f"{origin} has more than {SOURCE_CHARS:,} characters; split it into several files"
        raise UsageError(message, "input", "token")
    spans = _lines(whole)
    if len(spans) < 2:
        return [Text(whole, origin, path, whole, Span(0, len(whole)))]
    left_out = sum(bool(line.strip()) for line in whole.split("\n")) - len(spans)
    if left_out:
        output.say(f"{origin}: {left_out:,} line{'s' * (left_out > 1)} without a token of its own not looked at")
    return [Text(whole[span.start : span.end], origin, path, whole, span) for span in spans]


def _lines(whole: str) -> list[Span]:
    """Return the lines that hold a whole token."""
    if whole.lstrip().startswith("{") and paste.extract(whole).token == whole.strip():
        return []  # one token in JSON serialization, however it is laid out
    found, start = list[Span](), 0
    for line in whole.split("\n"):
        span = Span(start, start + len(line))
        if _is_token(paste.extract(line).token):
            found.append(span)
        start = span.end + 1
    return found


def _is_token(text: str) -> bool:
    if text.startswith("{"):
        return not strict_json.parse_text(text, "token").members.keys().isdisjoint({"payload", "ciphertext"})
    if text.partition("~")[0].count(".") not in _COMPACT_DOTS:
        return False
    return bool(strict_json.parse(base64url.decode(text.partition(".")[0]).data, "header").members)
