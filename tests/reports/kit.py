"""Tokens made by PyJWT, inspected as ``audit`` does, for the tests of the reports."""

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import jwt

from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.problem import Span
from jwtlens.reports import Subject
from jwtlens.search.bundled import with_bundled_search

NOW = 1_795_444_480
SECRET = "an-unguessable-secret-that-no-list-has-8271"
HOSTILE: dict[str, str] = json.loads((Path(__file__).parents[1] / "hostile" / "trap-corpus.json").read_text())
MARKUP = (
    "<script>alert(1)</script>",
    "</pre></style><img src=x onerror=alert(1)>",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "``` ` `` | \\| ~~x~~ **x** __x__ $x$",
    "@everyone #1 GH-1 https://evil.example www.evil.example mailto:a@evil.example",
    "\u202ereversed\u202c \x1b[31mred\x07 \ud800 \u2028 \x9b1m",
    '"&quot;&#60;',
    "&lt;b&gt; <b>",
)


def token(claims: dict[str, Any], secret: str = SECRET, alg: str = "HS256", **header: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT warns about short secrets, which are the point here
        return jwt.encode(claims, secret if alg != "none" else "", alg, headers=header)


def subject(
    text: str, origin: str = "token", path: str = "", whole: str | None = None, *, search: bool = True
) -> Subject:
    """A subject as the command line makes it; ``whole`` is the file, of which ``text`` is a part."""
    inspection = inspect(text, Keyring(), now=NOW)
    inspection = with_bundled_search(inspection) if search else inspection
    whole = text if whole is None else whole
    start = whole.index(text)
    return Subject(inspection, origin, path, whole, Span(start, start + len(text)))


@cache
def hostile() -> tuple[Subject, ...]:
    """The corpus that other tools fail on, and text made to break out of each format, in every place there is."""
    found = [subject(text, f"<b>{name}", f"dir `{name}`|\x1b]0;x.txt", search=False) for name, text in HOSTILE.items()]
    for text in MARKUP:
        plain = text.encode("utf-8", "replace").decode()
        claims = {"iss": plain, "sub": [plain], plain: {plain: plain}, "aud": plain, "exp": plain, "scope": plain}
        found.append(
            subject(token(claims, kid=plain, jku=plain, typ=plain, cty=plain, x=plain), text, text, search=False)
        )
        found.append(subject(token({"roles": [plain], "password": plain}, secret="secret"), text))
    return tuple(found)
