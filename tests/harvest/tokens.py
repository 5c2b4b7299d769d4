"""Tokens of all kinds, made by other libraries, and the ways in which other programs write them down."""

import base64
import json
import quopri
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
from joserfc import jwe
from joserfc.jwk import OctKey
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto.jwk import JWK

CARRIERS = Path(__file__).parent / "carriers"
SECRET = b"a secret of the tests of the harvest"


def b64(data: str | bytes) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: str, payload: str, *, name: str = "header.payload") -> str:
    """The header and the payload as they are, with white space and all."""
    head, middle = b64(header), b64(payload)
    mac = jwt.get_algorithm_by_name("HS256").sign(f"{head}.{middle}".encode(), SECRET)
    return f"{head}.{middle}.{b64(mac)}"


@cache
def tokens() -> dict[str, str]:
    made = {
        name: jwt.encode({"sub": f"user {name}", "n": number, "name": "Ünïcode"}, SECRET)
        for number, name in enumerate("ABCDE")
    }
    head, payload, mac = made["A"].split(".")
    disclosed = b64(json.dumps(["salt", "given_name", "Ann"]))
    binding = jwt.encode({"nonce": "n", "aud": "v"}, SECRET, headers={"typ": "kb+jwt"})
    encrypted: Any = jwcrypto_jwe.JWE(b"content", json.dumps({"alg": "A128KW", "enc": "A128GCM"}))
    encrypted.add_recipient(JWK(kty="oct", k=b64(b"0" * 16)))
    session = {"user": 1, "csrf": head}
    flat = {"payload": payload, "protected": head, "signature": mac}
    return made | {
        "NONE": jwt.encode({"sub": "nobody"}, "", "none"),
        "DETACHED": f"{head}..{mac}",
        "PADDED": signed('{"alg":"HS256","n":1}', '{"s":"ab"}').replace(".", "=.", 1) + "=",
        "JWE": encrypted.serialize(compact=True),
        "DIR": jwe.encrypt_compact({"alg": "dir", "enc": "A128CBC-HS256"}, b"content", OctKey.import_key(b"1" * 32)),
        "JWEJSON": encrypted.serialize(),
        "SDJWT": f"{made['B']}~{disclosed}~",
        "SDKB": f"{made['B']}~{disclosed}~{disclosed}~{binding}",
        "PRETTY": signed('{\n  "alg": "HS256"\n}', '{\n  "sub": "a"\n}'),
        "TABBED": signed('{\r\n\t"alg": "HS256"\r\n}', '{ "sub": "a" }'),
        "FLAT": json.dumps(flat),
        "GENERAL": json.dumps({"payload": payload, "signatures": [{"protected": head, "signature": mac}] * 2}),
        "UNPROTECTED": json.dumps({"payload": payload, "header": {"alg": "HS256"}, "signature": mac}),
        "NOALG": signed('{"typ":"JWT"}', '{"sub":"a"}'),
        "LIST": signed('["alg"]', '{"sub":"a"}'),
        "FLASK": f"{b64(json.dumps(session))}.aSMvYA.{mac}",
        "SOURCEMAP": base64.b64encode(b'{"version":3,"sources":["a.b.c"],"mappings":"AAAA"}').decode(),
    }


def written(token: str, ways: list[str]) -> str:
    for way in ways:
        name, _, number = way.partition(":")
        token = WAYS[name](token, int(number or 0))
    return token


def _percent(token: str, _: int) -> str:
    return token.replace(".", "%2E").replace("~", "%7E")


WAYS: dict[str, Callable[[str, int], str]] = {
    "json": lambda token, _: json.dumps({"id_token": token}),
    "base64": lambda token, _: base64.b64encode(token.encode()).decode(),
    "base64lines": lambda token, _: base64.encodebytes(token.encode()).decode().strip(),
    "letter": lambda token, _: f"Dear reader,\n\nyour token is {token}\n\nYours\n",
    "basic": lambda token, _: f"user:{token}",
    "deep": lambda token, _: f"twice: {token}",
    "link": lambda token, _: f"https://app.example.com/?token={token}&lang=en",
    "qp": lambda token, _: quopri.encodestring(token.encode()).decode(),
    "percent": _percent,
    "url": lambda token, _: quote(token),
    "escape": lambda token, _: json.dumps(token)[1:-1],
    "pretty": lambda token, _: json.dumps(json.loads(token), indent=2),
    "wrap": lambda token, width: "\n".join(textwrap.wrap(token, width, break_on_hyphens=False)),
    "indent": lambda token, width: token.replace("\n", "\n" + " " * width),
    "quote": lambda token, _: token.replace("\n", "\n> "),
    "shell": lambda token, _: token.replace("\n", "\\\n"),
    "parts": lambda token, _: token.replace(".", ".\n"),
    "head": lambda token, _: token.partition(".")[0],
    "stripped": lambda token, _: token.rpartition(".")[0] + ".",
    "cut": lambda token, size: token[:-size],
    "noend": lambda token, _: token.rpartition(".")[0],
}


def carrier(name: str) -> str:
    """A carrier, with the tokens in their places."""
    pieces = (CARRIERS / name).read_text().split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        spec, _, rest = piece.partition("}}")
        token, *ways = spec.split("|")
        filled += [written(tokens()[token], ways), rest]
    return "".join(filled)
