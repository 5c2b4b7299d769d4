"""Editing a signed token in compact serialization, and signing it anew."""

from typing import TYPE_CHECKING

from jwtlens.displayable import quoted
from jwtlens.editing.segment import Edited, encoded
from jwtlens.jose import base64url, jwa, strict_json
from jwtlens.jose.header import unencoded_payload
from jwtlens.keys.key import Keyring
from jwtlens.problem import Problem
from jwtlens.verify import selection, signature

if TYPE_CHECKING:
    from jwtlens.jose.jws import Token


def edit(token: "Token", header: str | None, payload: str | None, resign_with: Keyring | None) -> Edited:
    """Build the compact JWS whose header and payload read like these texts; None leaves a segment alone."""
    head = encoded(token.segment("header"), token.header, header)
    if isinstance(head, Problem):
        return Edited(None, head)
    body = encoded(token.segment("payload"), token.payload, payload, raw=_unencoded(head))
    if isinstance(body, Problem):
        return Edited(None, body)
    if (head, body) == (token.segment("header").text, token.segment("payload").text):
        return Edited(token.text, signature="original")
    return _signed(f"{head}.{body}", token.text[token.segment("payload").span.end :], resign_with)


def sign(header: str, payload: str, keyring: Keyring) -> Edited:
    """Put a compact JWS together from two encoded segments and sign it with the key in the ring that fits."""
    return _signed(f"{header}.{payload}", ".", keyring)


def _unencoded(head: str) -> bool:
    return unencoded_payload(strict_json.parse(base64url.decode(head).data, "header"))


def _signed(signing_input: str, rest: str, keyring: Keyring | None) -> Edited:
    """Append a new signature, or else the rest of the token as it was."""
    kept = f"{signing_input}{rest}"
    if keyring is None:
        return Edited(kept)
    header = strict_json.parse(base64url.decode(signing_input.partition(".")[0]).data, "header").members
    alg = header.get("alg")
    if not strict_json.is_text(alg):
        return Edited(kept, note="the header names no algorithm to sign with")
    if jwa.is_none(alg):
        return Edited(f"{signing_input}.", signature="signed")
    key = selection.signer(alg, header.get("kid"), keyring)
    if key is None or alg not in jwa.SIGNATURE_ALGORITHMS:
        only = keyring.keys[0] if len(keyring.keys) == 1 else None
        reason = signature.cannot_fit(alg, only) if only else ""
        return Edited(kept, note=reason or f"no key here can sign {quoted(alg)}")
    try:
        made = signature.sign(jwa.SIGNATURE_ALGORITHMS[alg], key, signing_input.encode("utf-8", "surrogatepass"))
    except ValueError:
        return Edited(kept, note=f"{key.kind} is too small a key to sign {alg}")
    return Edited(f"{signing_input}.{base64url.encode(made)}", signature="signed")
