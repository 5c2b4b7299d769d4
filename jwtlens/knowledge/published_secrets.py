"""HMAC secrets that documentation, tutorials, templates and default configurations print, one for each line of a file.

They are placeholders and defaults, written down as facts; nobody's own secret is among them.
"""

import base64
import binascii
import contextlib
from functools import cache


@cache
def published_secrets() -> dict[bytes, str]:
    """Return every published secret as bytes, and how it was read: ``text``, ``base64`` or ``hex``.

    Many libraries decode what stands in the configuration, so each spelling counts as well for what it stands for. The
    empty secret is one of them (CVE-2019-20933).
    """
    with open(f"{__file__.rpartition('.')[0]}.txt", "rb") as file:  # noqa: PTH123 - verify does not pay for pathlib
        written = file.read().splitlines()
    found = {b"": "text"} | dict.fromkeys(written, "text")
    for secret in written:
        for encoding, decoded in _decoded(secret):
            found.setdefault(decoded, encoding)
    return found


def _decoded(secret: bytes) -> list[tuple[str, bytes]]:
    """Read a spelling as hexadecimal and as base64, where it is long enough to have been meant so."""
    if len(secret) < 16:
        return []
    found = []
    with contextlib.suppress(ValueError):  # the usual case: it is words
        found.append(("hex", bytes.fromhex(secret.decode())))
    standard = secret.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    with contextlib.suppress(binascii.Error):
        found.append(("base64", base64.b64decode(standard + b"=" * (-len(standard) % 4), validate=True)))
    return found
