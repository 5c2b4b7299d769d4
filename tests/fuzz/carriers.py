"""Texts that tokens travel in: HTTP messages, HAR files, logs, configuration, mail; whole, cut and damaged."""

import base64
import json
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import quote

from tests.fuzz.chance import below, one_in, pick
from tests.fuzz.json_texts import literal, value, written
from tests.fuzz.texts import changed, text
from tests.fuzz.tokens import in_json, jws, token, whole

_LINES = (
    "GET /cb?code=1&id_token={} HTTP/1.1\r\nHost: x\r\nCookie: sid={}; b=1\r\nAuthorization: Bearer {}\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: https://x/#access_token={}&state=1\r\nSet-Cookie: s={}; Path=/; HttpOnly\r\n\r\n",
    '2026-11-23T14:49:40Z INFO auth token="{}" user=[{}] {}\n',
    "export TOKEN={}\nTOKEN2='{}'\n# {}\n",
    "a:\n  b:\n    token: {}\n    - {}\n  c: |\n    {}\n",
    "<input name=t value='{}'><a href=\"/x?t={}\">{}</a>\n",
    "curl -H 'Authorization: DPoP {}' -H \"DPoP: {}\" -d '{}' https://x\n",
    "{}\n{}\n{}\n",
)


@cache
def samples() -> tuple[str, ...]:
    """The carriers of the tests of the harvest, with tokens in the place of their marks."""
    folder = Path(__file__).parents[1] / "harvest" / "carriers"
    tokens = whole()
    found = []
    for file in sorted(folder.iterdir()):
        body = file.read_text("utf-8", "surrogateescape")
        for letter, one in zip("ABCDE", tokens, strict=False):
            body = body.replace(f"{{{{{letter}}}}}", one)
        found.append(body)
    return tuple(found)


def carrier(r: Random) -> str:
    """A short text with tokens in it, encoded in one of the ways of other programs."""
    match below(r, 6):
        case 0 | 1:
            return pick(r, _LINES).format(_written(r), _written(r), _written(r))
        case 2:
            return har(r)
        case 3:
            return "\n".join(
                written(r, {"t": literal(_written(r)), text(r): value(r), "u": in_json(r)}) for _ in range(2)
            )
        case 4:
            return changed(r, pick(r, samples()), samples())
        case _:
            return text(r) + _written(r) + text(r)


def har(r: Random) -> str:
    headers = [
        {"name": pick(r, ("Authorization", "Cookie", text(r))), "value": f"Bearer {_written(r)}"} for _ in range(2)
    ]
    body = {"mimeType": "application/json", "text": pick(r, (_written(r), carrier_of_json(r)))}
    entry = {"request": {"url": f"https://x/?t={_written(r)}", "headers": headers}, "response": {"content": body}}
    made = json.dumps({"log": {"version": "1.2", "entries": [entry]}}, indent=2 if one_in(r, 2) else None)
    return changed(r, made) if one_in(r, 2) else made


def carrier_of_json(r: Random) -> str:
    return json.dumps({"access_token": jws(r), "nested": json.dumps({"id_token": jws(r)})})


def _written(r: Random) -> str:
    """A token as another program writes it down."""
    made = jws(r) if one_in(r, 3) else pick(r, whole())
    if one_in(r, 3):
        made = token(r)
    match below(r, 8):
        case 0:
            return quote(made, safe="", errors="replace")
        case 1:
            return base64.b64encode(made.encode("utf-8", "surrogatepass")).decode()
        case 2:
            return json.dumps(made)[1:-1]
        case 3:
            return made.replace(".", pick(r, ("%2E", "\\u002e", "&#46;", "=2E", ".\n ")))
        case 4:
            return made[: below(r, len(made) + 1)]
        case _:
            return made


def carrier_bytes(r: Random) -> bytes:
    return carrier(r).encode(pick(r, ("utf-8", "utf-8", "utf-8", "utf-16")), "surrogatepass")
