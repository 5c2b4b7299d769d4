"""Members of a header or claims set as people write them on a command line: ``name=text`` and ``name:=JSON``."""

import json
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose import strict_json


class Member(NamedTuple):
    """A name and the JSON value that it gets; a value of None takes the member away."""

    name: str
    value: object


def read_member(text: str) -> Member:
    """Read ``name=text`` (a JSON string) or ``name:=JSON`` (any other value; ``null`` takes the member away).

    Raises ValueError with a sentence.
    """
    name, equals, value = text.partition("=")
    if not equals or name in {"", ":"}:
        raise ValueError("a member is written name=text, or name:=JSON for a number, true, an array or an object")
    if not name.endswith(":"):
        return Member(name, value)
    document = strict_json.parse(value.encode("utf-8", "surrogatepass"), name[:-1])
    if document.problems:
        raise ValueError(f"{quoted(value)} is not JSON; text is written {name[:-1]}=…, without the colon")
    return Member(name[:-1], document.value)


def with_members(text: str, members: "list[Member] | tuple[Member, ...]", what: str) -> str:
    """Return the JSON object ``text`` with these members set; the very same text where there are none.

    ``what`` names the text in errors. Raises ValueError with a sentence where the text is not one JSON object.
    """
    document = strict_json.parse(text.encode("utf-8", "surrogatepass"), what)
    if document.problems:
        raise ValueError(document.problems[0].message)
    if not isinstance(document.value, dict):
        kind = strict_json.type_name(document.value)
        raise ValueError(f"the {what} must be a JSON object, not {kind}")  # noqa: TRY004 - a text, and what is wrong with it
    if not members:
        return text
    found = dict(document.members)
    for member in members:
        if member.value is None:
            found.pop(member.name, None)
        else:
            found[member.name] = member.value
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False)
