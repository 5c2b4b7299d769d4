"""References to keys, which is all that a file of ours holds: ``@path``, ``env:NAME`` or the address of a JWK Set."""

import os
import re

ADDRESS = re.compile(r"https://[!-~]+|http://(?:127\.0\.0\.1|\[::1\]|localhost)(?:[:/][!-~]*)?", re.IGNORECASE)
"""What may be fetched later, after asking: https, or http to this machine."""
_LOGIN = re.compile(r"https?://[^/?#]*@", re.IGNORECASE)
_VARIABLE = re.compile(r"env:[^\s=\0]+")
_LONGEST = 4096
"""Characters of the longest path that systems take."""
INSTEAD = 'Write key = "@FILE" or key = "env:NAME", and keep the key there'
"""What to do with a key that is in the wrong place."""


def is_address(reference: str) -> bool:
    """Whether the reference is to be fetched from the network, which is never done unasked."""
    return ADDRESS.fullmatch(reference) is not None


def checked(value: object) -> str:
    """Return a reference. Raises ValueError, with a sentence that never holds what may be a key."""
    if isinstance(value, dict):
        raise ValueError(f"this is a key itself (a JWK), and keys are not kept in this file. {INSTEAD}")  # noqa: TRY004 - one exception for every fault
    if not isinstance(value, str):
        raise ValueError('a reference to a key is a text: "@FILE", "env:NAME" or "https://…"')  # noqa: TRY004 - one exception for every fault
    if _LOGIN.match(value):
        raise ValueError("an address with a user name or a password in it is never fetched. Take them out")
    if is_address(value):
        return value
    if _VARIABLE.fullmatch(value) or _is_path(value):
        return value
    if value.lower().startswith("http://"):
        raise ValueError("http is not encrypted: anybody between could change the keys. Use https")
    if value in {"@", "env:"} or value.startswith(("@", "env:")):
        raise ValueError('this names nothing: "@FILE" needs the name of a file, "env:NAME" that of a variable')
    raise ValueError(f"this is {_what(value)}, and keys are not kept in this file. {INSTEAD}")


def absolute(reference: str, folder: str) -> str:
    """Return a reference that means the same wherever the program is started: ``@path`` from the folder on."""
    if not reference.startswith("@"):
        return reference
    path = os.path.expanduser(reference[1:])  # noqa: PTH111 - as in keys.save
    return "@" + os.path.normpath(os.path.join(folder, path))  # noqa: PTH118 - as in keys.save


def _is_path(value: str) -> bool:
    return 1 < len(value) <= _LONGEST and value.startswith("@") and value.isprintable()


def _what(value: str) -> str:
    text = value.lstrip()
    if text.startswith("-----BEGIN"):
        return "a key itself (PEM)"
    if text.startswith(("{", "[")):
        return "a key itself (a JWK)"
    return "no reference but perhaps a secret itself"
