"""What a search needs of a token: which hash, over which bytes, and the MAC that has to come out."""

import base64
import re
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.jws import Token

_READABLE = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
"""What hashcat takes before the signature; anything else would also reach the terminal, or another line of its file."""

_BITS = {"HS256": 256, "HS384": 384, "HS512": 512}


class Target(NamedTuple):
    """The HMAC of a token. ``bits`` is the size of its hash: 256, 384 or 512."""

    bits: int
    signing_input: bytes
    mac: bytes


class Hashcat(NamedTuple):
    """What hashcat needs to go on where one machine's cores are not enough: a line for a file, and the command."""

    line: str
    command: str


def target_of(token: Token) -> Target:
    """Return what to search for. ValueError, with a sentence, where no shared secret can have made the signature."""
    if token.encrypted:
        raise ValueError("the token is encrypted, not signed with a shared secret")
    view = _view(token)
    bits = _BITS.get(view.alg)
    if bits is None:
        raise ValueError(f"only HS256, HS384 and HS512 use a shared secret; alg is {quoted(view.alg)}")
    mac = view.segment("signature").data
    if len(mac) != bits // 8:
        raise ValueError(f"an {view.alg} signature has {bits // 8} bytes, this one {len(mac)}: no secret makes it")
    return Target(bits, view.signing_input, mac)


def _view(token: Token) -> Token:
    """Return the token as that one of its signatures sees it which has a secret; as the first, if none has."""
    views = token.signatures or (token,)
    return next((one for one in views if one.alg in _BITS), views[0])


def hashcat(token: Token) -> Hashcat:
    """Return the token as hashcat reads it, and the command. ValueError as :func:`target_of`, or if it cannot read it.

    The line goes into a file and not into the command, because other users can see the arguments of a program.
    """
    target = target_of(token)
    if unencoded_payload(_view(token).header) or not _READABLE.fullmatch(target.signing_input):
        raise ValueError("hashcat reads only tokens with header and payload in base64url")
    signature = base64.urlsafe_b64encode(target.mac).rstrip(b"=").decode()
    line = f"{target.signing_input.decode()}.{signature}"
    return Hashcat(line, "hashcat -m 16500 -a 0 token.hashcat wordlist.txt")
