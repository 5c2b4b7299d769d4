"""The keys that ``--key`` names, read once; a shared secret pays for no import of the cryptography package."""

import base64
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.cli import output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.keys.gather import gathered
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import as_text, read_keys
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding, without_line_break
from jwtlens.keys.sources import load_key

if TYPE_CHECKING:
    import argparse

_NOT_THERE = frozenset({"file-missing", "file-kind", "file-permission", "file-unreadable", "env-missing"})


class GivenKey(NamedTuple):
    """What a key field would show for the option, the keys that it stands for, and the passphrase that opens them.

    ``each`` are texts and keys one by one where a profile names several.
    """

    text: Secret[str] | None
    keyring: Keyring
    passphrase: Secret[str] | None = None
    each: tuple[tuple[Secret[str], Keyring], ...] = ()


def read(args: "argparse.Namespace") -> GivenKey:
    """Read ``--key``. Content that is no key is a problem of the ring; only a misuse of options raises UsageError."""
    spec: str | None = args.key
    if spec is None:
        return GivenKey(None, Keyring())
    passphrase = _passphrase(args.passphrase)
    if getattr(args, "profile_keys", ()):
        from jwtlens.cli import profile_keys  # noqa: PLC0415 - for those who ask for it

        each = profile_keys.read(args, passphrase)
        return GivenKey(each[0][0], gathered([ring for _, ring in each]), passphrase, each)
    if spec == "-":
        if args.token == "-":
            raise UsageError("the token and the key cannot both come from standard input", "usage", "key")
        return _piped(sources.standard_input_bytes(), args.key_encoding, passphrase)
    return at(spec, args.key_encoding, passphrase)


def at(spec: str, encoding: SecretEncoding = "auto", passphrase: Secret[str] | None = None) -> GivenKey:
    """Read the key that ``--key`` names or is, where it is not standard input."""
    spec = _named(spec)
    keyring = load_key(spec, encoding=encoding, passphrase=passphrase, origin="command line")
    _warn(spec, keyring)
    return GivenKey(Secret(spec), keyring, passphrase)


def _piped(data: bytes, encoding: SecretEncoding, passphrase: Secret[str] | None) -> GivenKey:
    """Read keys from standard input: bytes, for they may be DER; and what comes from there names no file to read."""
    keyring = read_keys(Secret(data), encoding=encoding, passphrase=passphrase, origin="standard input")
    return GivenKey(_as_typed(data), keyring, passphrase)


def _as_typed(data: bytes) -> Secret[str]:
    """Return what somebody would type to give the same key: a text that names nothing, or bytes in base64."""
    text = as_text(data)
    if text is None:
        return Secret(f"base64:{base64.b64encode(data).decode('ascii')}")
    return Secret(f"text:{text}" if text.startswith(("@", "env:")) else text)


def named(spec: str, args: "argparse.Namespace") -> Keyring:
    """Read the key that another option names; how secrets are written and the passphrase are those of ``--key``."""
    spec = _named(spec)
    keyring = load_key(spec, encoding=args.key_encoding, passphrase=_passphrase(args.passphrase))
    _warn(spec, keyring)
    return keyring


def required(keyring: Keyring) -> Keyring:
    """Return the ring, or raise UsageError where the named file or variable could not be read at all."""
    if not keyring.keys and keyring.problems and keyring.problems[0].code in _NOT_THERE:
        problem = keyring.problems[0]
        raise UsageError(problem.message, problem.code, problem.field)
    return keyring


def _warn(spec: str, keyring: Keyring) -> None:
    if not spec.startswith(("@", "env:")) and any(key.private for key in keyring.keys):
        output.say("other users of this machine can see a secret in the command line; @FILE and env:NAME hide it")


def _named(spec: str) -> str:
    """Put the @ before the name of a file that is there: what a path means on a command line is not in doubt."""
    if not sources.is_file(spec):
        return spec
    output.say(f"the key is read from the file {quoted(spec)}; with text: before it, it is a secret")
    return f"@{spec}"


def _passphrase(spec: str | None) -> Secret[str] | None:
    return None if spec is None else Secret(without_line_break(sources.read(spec).text))
