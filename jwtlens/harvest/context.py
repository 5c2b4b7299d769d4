"""What the text before a token says about it: the name of a header, a cookie, a parameter, a variable, a member."""

import re
from string import ascii_letters, digits

from jwtlens.harvest.json_object import pointer_to
from jwtlens.harvest.json_path import JsonPath

BYTES = 400
"""Bytes before a token, on its line, that are looked at."""
_NAME = ascii_letters + digits + "_.-$[]%"
_OPENING = " \t\"'`\\“‘"
_SCHEME = re.compile(r"\b(?:bearer|dpop|jwt|basic)(?:%20|\+)?\Z", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:^|[^\w-])(?:proxy-)?authorization\Z|(?:^|[^\w-])(?:x|cf|sec)-[\w-]+\Z|[\w-]+-token\Z|dpop\Z", re.IGNORECASE
)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BEGINS_KEY = re.compile(r"(?:\A|[{,])\s*(?:[-+>#] +)*\Z")
_COOKIES = re.compile(r"(?:^|[^\w-])(?:set-)?cookie\"?\s*:|\s-b\s|--cookie[\s=]", re.IGNORECASE)
_QUOTE = re.compile(r'(?<!\\)"')
_ADDRESS = re.compile(r"[^\s\"'<>]*\Z")
_LIST_OF = {
    "headers": "header",
    "header": "header",
    "cookies": "cookie",
    "queryString": "parameter",
    "query": "parameter",
    "params": "form field",
    "urlencoded": "form field",
    "formdata": "form field",
    "localStorage": "localStorage item",
    "sessionStorage": "sessionStorage item",
}
_HAR = re.compile(r"/log/entries/\d+/(request|response)(/.*)\Z", re.DOTALL)
_HAR_TEXTS = {"/postData/text": "body", "/content/text": "body", "/url": "address"}


def of_line(line: str) -> str:
    """Say where a token stands, given the text before it on its line; empty where that says nothing."""
    text = line.rstrip(_OPENING)
    if scheme := _SCHEME.search(text[-16:]):
        text = text[: len(text) - len(scheme[0])].rstrip(_OPENING)
    if not text:
        return ""
    sign = text[-1]
    if sign == "=" or text.endswith(("%3D", "%3d")):
        return _assigned(text[:-1] if sign == "=" else text[:-3])
    if sign == ":":
        return _named(text[:-1], line)
    if sign == ">":
        return _element(text)
    if line.count("\t") >= 6 and line.endswith("\t"):  # the columns of a cookie jar
        return f"cookie {line.split(chr(9))[-2]}"
    option = text[len(text.rstrip(_NAME)) :]
    return f"option {option}" if option.startswith("--") and len(option) > 2 and line[-1] in " \"'" else ""


def _string_start(before: str) -> int:
    """Return where the JSON string begins that goes on to the end of this text."""
    for found in reversed([*_QUOTE.finditer(before)]):
        return found.end()
    return 0


def _assigned(before: str) -> str:
    before = before.rstrip(" \t")
    name = _PERCENT.split(before[len(before.rstrip(_NAME)) :])[-1]
    if not name:
        return ""
    rest = before[: len(before) - len(name)]
    sign = rest[-1:]
    if name.startswith("--"):
        return f"option {name}"
    if sign in {"?", "&", "#"} or rest.endswith(("%3F", "%3f", "%26", "&amp;")):
        address = _ADDRESS.search(rest)
        return f"{'fragment ' if address and '#' in address[0] else ''}parameter {name}"
    if _COOKIES.search(rest):
        return f"cookie {name}"
    lead = rest.strip(" \t")
    is_variable = name.upper() == name or lead in {"export", "set", "-", "ENV", "const", "let", "var", "-e"}
    return f"{'variable' if is_variable else 'field'} {name}"


def _named(before: str, line: str) -> str:
    bare = before.rstrip(" \t")
    quoted = bare[-1:] in {'"', "'"}
    bare = bare.rstrip("\"'\\")
    name = bare[len(bare.rstrip(_NAME)) :]
    if not name:
        return ""
    if quoted:
        return f"member {name}"
    side = {">": "request ", "<": "response "}.get(line[:1], "")
    if side or _HEADER.search(bare[-64:]) or "-H" in line or "--header" in line:
        return f"{side}header {name}"
    return f"key {name}" if _BEGINS_KEY.search(bare[: len(bare) - len(name)]) else ""


def _element(text: str) -> str:
    tag = text[text.rfind("<") + 1 : -1].split(None, 1) if "<" in text else []
    name = tag[0] if tag else ""
    return f"element {name}" if name and not name.startswith(("/", "!", "?")) else ""


def of_document(path: JsonPath, before: str, *, is_object: bool) -> str:
    """Say where a token stands in a JSON document; ``before`` is the text in front of it on its line.

    ``is_object`` says that the token is an object around the position that the path leads to.
    """
    if is_object:
        return pointer_to(path.pointer)
    at, label = path.pointer, path.label
    before = before[_string_start(before) :]
    names = at.split("/")
    owner = next((name for name in reversed(names[:-1]) if name and not name.isdigit()), "")
    words = f"{_LIST_OF.get(owner, 'item')} {label}" if label else ""
    if har := _HAR.match(at):
        words = f"{har[1]} {words or _HAR_TEXTS.get(har[2], '')}".rstrip() if words or har[2] in _HAR_TEXTS else ""
    if label.lower() in {"cookie", "set-cookie"}:
        before = f"{label}: {before}"
    inner = of_line(before) if before.strip() else ""
    return ", ".join(part for part in (inner, words, at) if part)
