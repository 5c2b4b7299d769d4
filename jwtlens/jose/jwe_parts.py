"""What a JWE is made of, in any serialization (RFC 7516 section 2), and the rules that its headers keep together."""

import json
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose import jwe_header, strict_json
from jwtlens.jose.jws import Segment
from jwtlens.jose.strict_json import JsonDocument, is_text, type_name
from jwtlens.problem import Problem

COMPACT = "JWE compact"
PARTS = ("header", "encrypted key", "iv", "ciphertext", "tag")

_NO_HEADER = JsonDocument("", {}, readable=True, problems=())


class Recipient(NamedTuple):
    """One for whom the content is encrypted: the JOSE header as this one sees it, and the key encrypted for this one.

    ``header`` has the members of the protected, the shared and the recipient's own header (RFC 7516 section 4).
    """

    header: dict[str, object]
    encrypted_key: Segment


class Jwe(NamedTuple):
    """An encrypted token taken apart. Parts that are missing are empty; ``problems`` is all that makes it malformed.

    Spans are positions in ``text``. ``serialization`` is ``JWE compact``, ``JWE JSON flattened`` or ``JWE JSON
    general``; ``aad`` the additional data as it stands there, in base64url. ``header`` is the JOSE header of the first
    recipient: the text of the token where that is all in one place, else a text of ours.
    """

    text: str
    serialization: str
    protected: Segment
    protected_header: JsonDocument
    unprotected: dict[str, object]
    recipients: tuple[Recipient, ...]
    iv: Segment
    ciphertext: Segment
    tag: Segment
    aad: str
    header: JsonDocument
    problems: tuple[Problem, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The five parts in the order of the compact serialization; the key is that of the first recipient."""
        return (self.protected, self.recipients[0].encrypted_key, self.iv, self.ciphertext, self.tag)

    @property
    def enc(self) -> str:
        """The ``enc`` of the header, or an empty string where it has none that is a string."""
        enc = self.header.members.get("enc")
        return enc if is_text(enc) else ""

    @property
    def authenticated(self) -> bytes:
        """The additional authenticated data: as received, never re-encoded (RFC 7516 section 5.2 step 15)."""
        joined = f"{self.protected.text}.{self.aad}" if self.aad else self.protected.text
        return joined.encode("utf-8", "surrogatepass")


class Envelope(NamedTuple):
    """What the serialization said, before the rules on its headers were applied; ``own`` are the recipients' headers.

    There is at least one recipient.
    """

    serialization: str
    protected: Segment
    unprotected: dict[str, object]
    own: list[dict[str, object]]
    encrypted_keys: list[Segment]
    iv: Segment
    ciphertext: Segment
    tag: Segment
    aad: str = ""


def assemble(text: str, envelope: Envelope, problems: list[Problem]) -> Jwe:
    """Put the parts together; ``problems`` are those of the serialization, those of the parts come after them."""
    parts = (envelope.protected, *envelope.encrypted_keys, envelope.iv, envelope.ciphertext, envelope.tag)
    found = [*problems, *(problem for part in parts for problem in part.problems)]
    protected = _NO_HEADER
    if envelope.protected.text or envelope.serialization == COMPACT:
        protected = strict_json.parse(envelope.protected.data, "header")
        found += [problem._replace(span=envelope.protected.span) for problem in protected.problems]
    shared = {**envelope.unprotected, **protected.members}
    recipients = tuple(
        Recipient({**shared, **own}, key) for own, key in zip(envelope.own, envelope.encrypted_keys, strict=True)
    )
    if isinstance(protected.value, dict):
        found += _rules(protected.members, envelope, recipients)
    elif protected.readable:
        message = f"the header is a JSON {type_name(protected.value)}, not an object"
        found.append(Problem("header-object", message, "header"))
    elsewhere = bool(envelope.unprotected or envelope.own[0])
    return Jwe(
        text,
        envelope.serialization,
        envelope.protected,
        protected,
        envelope.unprotected,
        recipients,
        envelope.iv,
        envelope.ciphertext,
        envelope.tag,
        envelope.aad,
        _merged(recipients[0].header) if protected.readable and elsewhere else protected,
        tuple(dict.fromkeys(found)),
    )


def _rules(protected: dict[str, object], envelope: Envelope, recipients: tuple[Recipient, ...]) -> list[Problem]:
    found = _overlap(envelope.unprotected, protected)
    for number, (own, recipient) in enumerate(zip(envelope.own, recipients, strict=True)):
        found += _overlap(own, protected, envelope.unprotected)
        members = dict(recipient.header)
        if number:  # crit is in the protected header, so one look at it is enough for all recipients
            members.pop("crit", None)
        found += jwe_header.problems(members)
        if members.get("enc") != recipients[0].header.get("enc"):
            message = "enc is not the same for all recipients, but there is one content"
            found.append(Problem("enc-differs", message, "header/enc"))
    return found


def _overlap(header: dict[str, object], *others: dict[str, object]) -> list[Problem]:
    """Check an unprotected header: no name of another one, and none that must be protected (RFC 7516 section 7.2.1)."""
    shared = [name for name in header if any(name in other for other in others)]
    found = []
    if shared:
        names = ", ".join(map(quoted, shared[:5])) + (", …" if len(shared) > 5 else "")
        found.append(Problem("header-overlap", f"{names} stands in two headers; a name may stand in one", "header"))
    found += [
        Problem(f"{name}-unprotected", f"{name} must stand in the protected header", f"header/{name}")
        for name in jwe_header.PROTECTED_ONLY
        if name in header
    ]
    return found


def _merged(members: dict[str, object]) -> JsonDocument:
    return JsonDocument(json.dumps(members, ensure_ascii=False), members, readable=True, problems=())
