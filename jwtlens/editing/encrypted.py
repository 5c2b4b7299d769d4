"""Editing an encrypted token: the content is encrypted again, for the key that opened it."""

from typing import TYPE_CHECKING

from jwtlens.editing.segment import Edited, encoded
from jwtlens.jose import base64url, strict_json
from jwtlens.keys.key import Key, Keyring
from jwtlens.problem import Problem

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection


def edit(inspection: "Inspection", header: str | None, payload: str | None, encrypt_with: Keyring | None) -> Edited:
    """Build the compact JWE whose header and content read like these texts; None leaves one alone.

    Without a key a changed header keeps the other parts, which then no longer belong to it; changed content needs one.
    """
    token = inspection.token
    head = encoded(token.segment("header"), token.header, header)
    if isinstance(head, Problem):
        return Edited(None, head)
    plain = token.segment("payload")
    body = encoded(plain._replace(text=base64url.encode(plain.data)), token.payload, payload)
    if isinstance(body, Problem):
        return Edited(None, body)
    content = base64url.decode(body).data
    if head == token.segment("header").text and content == plain.data:
        return Edited(token.text, signature="original")
    note = ""
    if (
        encrypt_with is not None
        and inspection.judgement.decryption
        and inspection.judgement.decryption.plaintext is not None
    ):
        made = _encrypted(head, content, encrypt_with, inspection.judgement.decryption.key)
        if made.source is not None:
            return made
        note = made.note
    if content != plain.data:
        reason = note or "the content cannot be changed without a key to encrypt it again"
        return Edited(None, Problem("no-key", reason, "payload"))
    return Edited(head + token.text[token.segment("header").span.end :], note=note)


def _encrypted(head: str, content: bytes, keyring: Keyring, opener: Key | None) -> Edited:
    from jwtlens.verify.encryption import encrypt  # noqa: PLC0415 - needs the libraries for encryption

    header = strict_json.parse(base64url.decode(head).data, "header").members
    refusal = "no key to encrypt with"
    kid = header.get("kid")
    # The key that the header names, else the one that opened the token, else any that fits.
    for key in sorted(keyring.keys, key=lambda key: (key.kid is None or key.kid != kid, key is not opener)):
        try:
            return Edited(encrypt(content, header, key), signature="signed")
        except ValueError as error:
            refusal = str(error)
    return Edited(None, note=refusal)
