"""JSON as text, for what no library writes: names twice, numbers of any length, NaN, lone surrogates, wrong syntax."""

import json
from collections.abc import Mapping, Sequence
from random import Random

from tests.fuzz.chance import below, one_in, pick
from tests.fuzz.texts import text

Members = Mapping[str, str]
"""JSON texts of values by name."""

PLAIN = (
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "1.5",
    '""',
    '"a"',
    "[]",
    "{}",
    '["a"]',
    '{"a":1}',
    "1795000000",
    "[0]",
)
NUMBERS = (
    *("-0", "-0.0", "1e400", "-1e400", "1e-400", "1E+2", "0.1e1", "1795000000000", "1795000000.5", "253402300800"),
    *("9223372036854775808", "-62135596801", "1" + "0" * 400, "9" * 5000, "-" + "9" * 4301, "1e308", "4e-324"),
)
NOT_JSON = (
    "NaN",
    "Infinity",
    "-Infinity",
    "01",
    "+1",
    "1.",
    ".5",
    "'a'",
    "undefined",
    "",
    "[1,]",
    '{"a":1,}',
    "tru",
    '"\t"',
)
DEEP = ("[" * 20 + "]" * 20, "[" * 65 + "]" * 65, "[" * 3000, '{"a":' * 70 + "1" + "}" * 70, "[" * 64 + "]" * 64)
ESCAPES = (
    '"\\ud800"',
    '"\\u0000"',
    '"\\udc00\\ud800"',
    '"\\u202e"',
    '"\\u001b[31m"',
    '"\\x"',
    '"\\u12"',
    '"a\\',
    '"\x1b"',
)


def literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def value(r: Random) -> str:
    """The text of a value: mostly JSON, of any type."""
    match below(r, 12):
        case 0 | 1 | 2:
            return pick(r, PLAIN)
        case 3 | 4:
            return pick(r, NUMBERS)
        case 5 | 6 | 7:
            return literal(text(r))
        case 8:
            return pick(r, ESCAPES)
        case 9:
            return pick(r, DEEP) if one_in(r, 4) else "[" + ",".join(literal(text(r)) for _ in range(below(r, 4))) + "]"
        case 10:
            return pick(r, NOT_JSON) if one_in(r, 3) else pick(r, PLAIN)
        case _:
            return written(r, {text(r): value(r), "b": pick(r, PLAIN)})


def changed_members(r: Random, members: Members, names: Sequence[str], values: Members) -> dict[str, str]:
    """The members with up to three changes. ``names`` are worth adding; ``values`` says what is right for some."""
    found = dict(members)
    for _ in range(below(r, 4)):
        name = pick(r, names) if not found or one_in(r, 2) else pick(r, list(found))
        match below(r, 5):
            case 0:
                found.pop(name, None)
            case 1 | 2:
                found[name] = values.get(name) or value(r)
            case 3:
                found[text(r)] = value(r)
            case _:
                found[name] = value(r)
    return found


def written(r: Random, members: Members) -> str:
    """The members as an object; seldom with a name twice, with white space, or damaged."""
    pairs = [f"{literal(name)}:{one}" for name, one in members.items()]
    if not one_in(r, 6):
        return "{" + ",".join(pairs) + "}"
    match below(r, 5):
        case 0 if pairs:
            pairs.append(pick(r, pairs))
        case 1 if members:
            pairs.append(f"{literal(pick(r, list(members)))}:{value(r)}")
        case 2:
            return "\ufeff{" + ", ".join(pairs) + "}"
        case 3:
            return "{\r\n  " + ",\r\n  ".join(pairs) + "\r\n}" + pick(r, ("", " ", "}", "\n", "x"))
        case _:
            whole = "{" + ",".join(pairs) + "}"
            return whole[: below(r, len(whole) + 1)]
    return "{" + ",".join(pairs) + "}"
