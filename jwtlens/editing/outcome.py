"""What an edit would do to the signature, said before it is made."""

from typing import TYPE_CHECKING

from jwtlens.displayable import quoted
from jwtlens.editing.edit import editable
from jwtlens.jose import jwa
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Keyring
from jwtlens.verify.selection import signer

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection


def outcome(inspection: "Inspection", resign_with: Keyring | None) -> str:
    """Say what :func:`edit` would do to this token with the same keys; empty where there is no token."""
    token = inspection.token
    if not token.text:
        return ""
    if reason := editable(inspection):
        return reason
    if token.encrypted:
        return "editing encrypts the content again" if resign_with else "the content is not encrypted again"
    header = token.header.members
    alg = header.get("alg")
    if jwa.is_none(alg):
        return "editing leaves the token unsigned"
    if resign_with is None:
        return "editing keeps the signature"
    if not is_text(alg):
        return "editing breaks the signature: the header names no algorithm"
    key = signer(alg, header.get("kid"), resign_with)
    if key is not None:
        return f"editing re-signs with {key.label}"
    able = any(one.can_sign for one in resign_with.keys)
    return f"editing breaks the signature: no key {f'here can sign {quoted(alg)}' if able else 'to sign with'}"
