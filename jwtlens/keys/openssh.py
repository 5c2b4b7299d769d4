"""OpenSSH's public key line (RFC 4253 section 6.6, as in ``id_ed25519.pub`` and ``authorized_keys``)."""

import re

from jwtlens.displayable import quoted
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import Request, UnreadableKeyError, ring
from jwtlens.lazy_pattern import lazy_pattern

_LINE = lazy_pattern(
    r"[ \t]*((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9-]+(?:@openssh\.com)?)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$",
    re.MULTILINE,
)


def in_text(text: str) -> bool:
    """Whether the text begins with such a line."""
    begin = text.lstrip()
    return begin.startswith(("ssh-", "ecdsa-", "sk-")) and _LINE.match(begin) is not None


def read(text: str, request: Request) -> Keyring:
    """Read every such line. Never raises."""
    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography, which a secret does not need

    keys: list[Key] = []
    problems = []
    for number, whole in enumerate(text.split("\n"), start=1):
        line = _LINE.match(whole)
        if line is None:
            continue
        try:
            loaded = load.from_ssh(f"{line[1]} {line[2]}".encode("ascii"))
            keys.append(load.key_of(loaded, "OpenSSH", request.origin))
        except UnreadableKeyError as error:
            message = f"the {quoted(line[1])} key (line {number}): {error.problem.message}"
            problems.append(error.problem._replace(message=message))
    return ring(keys, problems, is_set=len(keys) > 1)
