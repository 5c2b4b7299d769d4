"""The program called in this process, with words, standard input and an encoding that nobody would choose."""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from random import Random
from typing import Any, NamedTuple

from jwtlens.__main__ import main
from jwtlens.cli.options import described
from jwtlens.programs import PROGRAMS
from tests.core_kit import SECRET
from tests.fuzz import promises
from tests.fuzz.carriers import carrier_bytes
from tests.fuzz.chance import below, one_in, pick
from tests.fuzz.json_texts import value
from tests.fuzz.keys import jwk, key_text, shared_secret
from tests.fuzz.texts import text
from tests.fuzz.tokens import octets_of, token

ENCODINGS = ("utf-8", "utf-8", "ascii", "cp1252", "latin-1", "utf-16")
COMMANDS = ("decode", "verify", "audit", "sign", "encrypt", "decrypt", "code", "explain", "diff", "scan", "batch")
KEY_COMMANDS = ("show", "convert", "public", "thumbprint")
_LEFT_OUT = frozenset(
    {
        "--output",
        "--force",
        "--wordlist",
        "--serve",
        "--clipboard",
        "--watch-clipboard",
        "--config",
        "--profile",
        "-h",
        "--help",
    }
)
"""Options that write, read or wait for something outside this process."""
_RAW = frozenset({"decrypt", "scan"})
"""Commands whose output may be the content itself, or one object a line."""


_RIGHT = {
    "--at": ("1795000000", "2026-11-23T14:49:40Z", "0", "99999999999999999999"),
    "--exp": ("+15m", "-1d", "now"),
    "--nbf": ("+15m", "-1d", "now"),
    "--iat": ("now",),
    "--alg": ("HS256", "RS256,ES256", "none"),
    "--leeway": ("60", "0", "999999999"),
    "--max-age": ("60",),
    "--proof-max-age": ("60",),
    "--kb-max-age": ("60",),
    "--max-p2c": ("1000", "1000000000"),
    "--max-inflated": ("1000",),
    "--jkt": ("A" * 43,),
    "--claim": ("a=b", "a:=1", "a:=[1,", "=", "a\ud800=\udfff", "exp:=null"),
    "--access-token": ("env:JWTLENS_FUZZ",),
    "--code": ("env:JWTLENS_FUZZ",),
    "--passphrase": ("env:JWTLENS_FUZZ",),
    "--enc": ("A256GCM", "A128CBC-HS256"),
    "--key": ("env:JWTLENS_KEY", "env:JWTLENS_FUZZ"),
    "--decrypt-key": ("env:JWTLENS_KEY",),
}
"""What is right for an option; others take any text."""


class Called(NamedTuple):
    """A call: its words, standard input, and the encoding of both streams that it writes."""

    words: tuple[str, ...]
    given: bytes
    encoding: str


class Answered(NamedTuple):
    code: int
    out: bytes
    err: bytes


@cache
def options_of(command: str) -> tuple[tuple[str, bool, tuple[str, ...]], ...]:
    """The options of a command: name, whether a value follows, and the values there are."""
    parser = described(import_module(f"jwtlens.cli.{command}").run)
    return tuple(
        (name, action.nargs != 0, tuple(action.choices or ()))
        for action in parser._actions
        for name in action.option_strings
        if name not in _LEFT_OUT
    )


def call(r: Random) -> Called:
    command = pick(r, (*COMMANDS, "key", ""))
    words = [command] if command else []
    module = command
    if command == "key":
        words.append(pick(r, KEY_COMMANDS))
        module = f"key_{words[1]}"
    choices = options_of(module) if module else ()
    for _ in range(below(r, 4)):
        words += _option(r, choices)
    if any(name == "--key" for name, _, _ in choices) and not one_in(r, 4):
        words += [
            "--key",
            pick(r, ("env:JWTLENS_KEY", "env:JWTLENS_KEY", jwk(r), shared_secret(r), "env:JWTLENS_FUZZ")),
        ]
    if command == "code":
        words += ["--for", pick(r, tuple(PROGRAMS))]
    match command:
        case "explain":
            words += [text(r), pick(r, ("exp", "alg", "iss-mismatch"))]
        case "batch":
            pass
        case "scan":
            words.append("-")
        case _:
            words.append(pick(r, ("-", "-", "-", "-", token(r), text(r), "env:JWTLENS_FUZZ", "@" + text(r))))
    if command == "diff":
        words.append(token(r))
    cleaned = tuple(word.replace("\0", "") for word in words)  # no argument of a process has a NUL in it
    return Called(cleaned, _input(r, command), pick(r, ENCODINGS))


def _option(r: Random, choices: tuple[tuple[str, bool, tuple[str, ...]], ...]) -> list[str]:
    if not choices or one_in(r, 30):
        return [pick(r, ("--nothing", "-x", "--", "--json=1", text(r)))]
    name, takes, values = pick(r, choices)
    if not takes:
        return [name]
    if one_in(r, 6):
        given = text(r)
    elif values:
        given = pick(r, values)
    else:
        given = pick(r, _RIGHT.get(name, (text(r), "api", "60", "env:JWTLENS_FUZZ")))
    return [f"{name}={given}"] if one_in(r, 2) else [name, given]


def _input(r: Random, command: str) -> bytes:
    if command in {"sign", "encrypt"}:
        return octets_of(pick(r, ('{"sub":"a"}', value(r))))
    if command == "key":
        material = key_text(r).reveal()
        return material if isinstance(material, bytes) else octets_of(material)
    return carrier_bytes(r) if command in {"scan", "batch"} or one_in(r, 4) else octets_of(token(r))


@contextlib.contextmanager
def _streams(given: Called) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(given.given), "utf-8", "surrogateescape")
    sys.stdout = io.TextIOWrapper(out, given.encoding, write_through=True)
    sys.stderr = io.TextIOWrapper(err, given.encoding, "backslashreplace", write_through=True)
    os.environ["JWTLENS_FUZZ"] = given.given[:500].decode("utf-8", "replace").replace("\0", "")
    os.environ["JWTLENS_KEY"] = SECRET.decode()
    streams = sys.stdin, sys.stdout, sys.stderr
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for name in ("JWTLENS_FUZZ", "JWTLENS_KEY"):
            os.environ.pop(name)
        for stream in streams[1:]:
            stream.detach()


def run(given: Called) -> Answered:
    with _streams(given) as (out, err):
        code = main(list(given.words))
    return Answered(code, out.getvalue(), err.getvalue())


def holds(given: Called) -> None:
    """A known exit code, nothing that drives a terminal, JSON where it was asked for, no traceback."""
    answer = run(given)
    assert answer.code in {0, 1, 2}, answer.code
    said = answer.err.decode(given.encoding)
    promises.harmless(said.replace("\t", ""), "standard error")
    assert "Traceback" not in said
    assert "jwtlens made a mistake" not in said
    if given.words[:1] == ("decrypt",) and "--json" not in given.words:
        return  # the content as it is, for the program behind the pipe
    shown = answer.out.decode(given.encoding)
    promises.harmless(shown.replace("\t", ""), "standard output")
    options = given.words[: given.words.index("--")] if "--" in given.words else given.words
    if "--json" in options and answer.code != 2 and not _RAW.intersection(given.words[:1]) and shown:
        found: Any = json.loads(shown.splitlines()[0] if given.words[0] == "batch" else shown, parse_constant=_refused)
        assert isinstance(found, dict | list)


def _refused(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")
