"""Where keys come from: a file, an environment variable, or the text itself."""

import os
import stat

from jwtlens.displayable import quoted
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.request import refused
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding
from jwtlens.limits import KEY_BYTES

_STREAMS = ("/dev/fd/", "/proc/self/fd/", "/dev/stdin")
"""What a shell's process substitution, ``<(command)``, becomes: a pipe that is there to be read once."""


def load_key(
    spec: str,
    *,
    encoding: SecretEncoding = "auto",
    passphrase: Secret[str] | None = None,
    origin: str = "command line",
) -> Keyring:
    """Read the keys that ``spec`` names: ``@path``, ``env:NAME``, or the text itself, whose ``origin`` is given.

    Never raises: a file or variable that cannot be read is a problem of the ring.
    """
    if spec.startswith("@"):
        return _from_file(spec[1:], encoding, passphrase)
    if spec.startswith("env:"):
        return _from_environment(spec[4:], encoding, passphrase)
    keyring = read_keys(Secret(spec), encoding=encoding, passphrase=passphrase, origin=origin)
    if keyring.keys and keyring.keys[0].kty == "oct" and _is_file(spec):
        return keyring._replace(words=f"{keyring.words}; a file has that name: @ before it reads the file")
    return keyring


def text_behind(spec: str) -> Secret[str] | None:
    """Return the text of the file or variable that ``spec`` names; None where it names none, or cannot be read."""
    if spec.startswith("env:"):
        value = _variable(spec[4:])
        return None if value is None else Secret(value)
    if not spec.startswith("@"):
        return None
    path = os.path.expanduser(spec[1:])  # noqa: PTH111 - pathlib costs 10 ms
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - as above; a pipe was read already
            return None
        return Secret(_content(path).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return None


def _from_environment(name: str, encoding: SecretEncoding, passphrase: Secret[str] | None) -> Keyring:
    value = _variable(name)
    if value is None:
        remedy = f"Set it with export {quoted(name)}=… before jwtlens starts"
        return refused("env-missing", f"the environment variable {quoted(name)} is not set. {remedy}")
    if not value:
        return refused("key-empty", f"the environment variable {quoted(name)} is empty. Put the key into it")
    data = Secret(os.fsencode(value))
    return read_keys(data, encoding=encoding, passphrase=passphrase, origin=f"env:{name}")


def _variable(name: str) -> str | None:
    try:
        return os.environ.get(name)
    except UnicodeEncodeError:  # a lone surrogate, as JSON can write it: there is no such name
        return None


def _from_file(name: str, encoding: SecretEncoding, passphrase: Secret[str] | None) -> Keyring:
    shown = quoted(name)
    if not name:
        return refused("file-missing", "@ needs the name of a file after it, as in @key.pem")
    path = os.path.expanduser(name)  # noqa: PTH111 - pathlib costs 10 ms
    try:
        refusal = _refusal(os.stat(path).st_mode, path)  # noqa: PTH116 - as above
        if refusal:
            return refused("file-kind", f"{shown} {refusal}")
        data = Secret(_content(path))
    except FileNotFoundError:
        remedy = "Check the name; a secret that begins with @ is written text:@…"
        return refused("file-missing", f"there is no file {shown}. {remedy}")
    except PermissionError:
        return refused("file-permission", f"you may not read the file {shown}. Give yourself permission, or copy it")
    except (OSError, ValueError):  # a name with a NUL is a ValueError
        return refused("file-unreadable", f"the file {shown} cannot be read. Check the name and the disk")
    if not data.reveal():
        return refused("key-empty", f"the file {shown} is empty. Put the key into it")
    return read_keys(data, encoding=encoding, passphrase=passphrase, origin=f"@{name}")


def _refusal(mode: int, path: str) -> str:
    if stat.S_ISREG(mode) or (path.startswith(_STREAMS) and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))):
        return ""
    if stat.S_ISDIR(mode):
        return "is a directory. Name the file in it"
    return "is a device or a pipe, not a file. Copy what it gives into a file first"


def _content(path: str) -> bytes:
    """Read up to one byte more than the cap, so that the reader can tell that the file is too large."""
    # A file swapped for a pipe in the meantime must not block; a pipe of the shell's has to.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    if not path.startswith(_STREAMS):
        flags |= getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as file:
        return file.read(KEY_BYTES + 1)


def _is_file(text: str) -> bool:
    try:
        return len(text) < 256 and os.path.isfile(text)  # noqa: PTH113 - as above
    except ValueError:
        return False
