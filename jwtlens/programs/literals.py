"""Text as a string literal of another language: whatever it says, it stays inside the quotes."""

from collections.abc import Callable, Iterable


def python(text: str) -> str:
    """Write a Python string."""
    return _quoted(text, lambda code: f"\\U{code:08x}")


def javascript(text: str) -> str:
    """Write a JavaScript string."""
    return _quoted(text, lambda code: f"\\u{{{code:x}}}")


def go(text: str) -> str:
    """Write an interpreted string of Go, which has no half of a surrogate pair: that becomes the mark for it."""
    return _quoted(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), lambda code: f"\\U{code:08x}")


def several(texts: Iterable[str], literal: Callable[[str], str]) -> str:
    """Write literals with commas between them."""
    return ", ".join(literal(text) for text in texts)


def _quoted(text: str, astral: Callable[[int], str]) -> str:
    return '"' + "".join(_escaped(character, astral) for character in text) + '"'


def _escaped(character: str, astral: Callable[[int], str]) -> str:
    code = ord(character)
    if character in '"\\':
        return f"\\{character}"
    if 0x20 <= code < 0x7F:
        return character
    return f"\\u{code:04x}" if code <= 0xFFFF else astral(code)
