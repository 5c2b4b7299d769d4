"""A JWS in JSON serialization, flattened or general (RFC 7515 section 7.2), read strictly."""

from jwtlens.displayable import quoted
from jwtlens.jose import header, json_layout, strict_json
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.jws import Segment, Token, encoded_segment, payload_segment
from jwtlens.jose.strict_json import JsonDocument, is_text, type_name
from jwtlens.limits import SIGNATURES
from jwtlens.problem import Problem, Span

_EMPTY = JsonDocument("", None, readable=False, problems=())
_LOCATED = 4096
"""Most commas in a text whose members are located; finding the places in a longer list takes seconds."""


def parse(text: str, document: JsonDocument, detached: bytes | None = None) -> Token:
    """Take a JWS in JSON serialization apart; ``document`` is its text, read. Never raises."""
    located = json_layout.members(text) if text.count(",") <= _LOCATED else []
    spans = {member.pointer: member.value for member in located}
    members = document.members
    problems = list(document.problems)
    general = "signatures" in members
    if general and not members.keys().isdisjoint({"signature", "protected", "header"}):
        problems.append(Problem("json-mixed", "it has both signatures and the members of one signature"))
    entries = members["signatures"] if general else [members]
    if not isinstance(entries, list) or not entries:
        problems.append(Problem("signatures-type", "signatures must be a non-empty array"))
        entries = []
    if len(entries) > SIGNATURES:
        problems.append(Problem("signatures-cap", f"{len(entries):,} signatures; jwtlens stops at {SIGNATURES}"))
        entries = entries[:SIGNATURES]
    reader = _Reader(text, members, spans, detached)
    views = tuple(
        reader.view(entry, pointer("signatures", index) if general else "", is_first=index == 0)
        for index, entry in enumerate(entries)
    )
    serialization = "JWS JSON general" if general else "JWS JSON flattened"
    if all(view.problems for view in views):  # else the signatures that are in order may still decide
        for view in views:
            problems += [problem for problem in view.problems if problem not in problems]
    if len({header.unencoded_payload(view.header) for view in views}) > 1:
        message = "b64 is not the same for all signatures, so they sign different payloads (RFC 7797 section 3)"
        problems.append(Problem("b64-differs", message, "header/b64"))
    if not views:
        return Token(text, 1, (), _EMPTY, _EMPTY, tuple(problems), serialization)
    first = next((view for view in views if not view.problems), views[0])
    signatures = views if len(views) > 1 else ()
    return first._replace(problems=tuple(problems), serialization=serialization, signatures=signatures)


class _Reader:
    """What the signatures of one token share: the text, its members and the payload."""

    def __init__(self, text: str, members: dict[str, object], spans: dict[str, Span], detached: bytes | None) -> None:
        self.text, self.members, self.spans, self.detached = text, members, spans, detached
        self.documents: dict[bytes, JsonDocument] = {}

    def view(self, entry: object, path: str, *, is_first: bool) -> Token:
        """Return the token as one of its signatures sees it."""
        if not isinstance(entry, dict):
            problem = Problem("signatures-type", f"a signature is a JSON {type_name(entry)}, not an object")
            return Token(self.text, 1, (), _EMPTY, _EMPTY, (problem,))
        problems: list[Problem] = []
        protected = self._encoded(entry, "protected", "header", path, problems)
        signature = self._encoded(entry, "signature", "signature", path, problems)
        if "signature" not in entry:
            problems.append(Problem("signature-missing", "a signature has no member signature"))
        merged = self._header(protected, entry, problems)
        problems += _misplaced(protected, merged, is_first=is_first)
        raw = header.unencoded_payload(merged)
        payload = self._payload(problems, raw=raw)
        segments = (protected, payload, signature)
        problems += [problem for segment in segments for problem in segment.problems]
        document = self.documents.get(payload.data) or strict_json.parse(payload.data, "payload")
        self.documents[payload.data] = document
        return Token(self.text, 1, segments, merged, document, tuple(problems))

    def _encoded(self, entry: dict[str, object], name: str, part: str, path: str, problems: list[Problem]) -> Segment:
        value = entry.get(name, "")
        if not is_text(value):
            problems.append(Problem("json-member-type", f"{name} is a {type_name(value)}; it must be a string"))
            value = ""
        return self._placed(encoded_segment(part, value, 0), path + pointer(name))

    def _payload(self, problems: list[Problem], *, raw: bool) -> Segment:
        value = self.members.get("payload", "")
        if "payload" not in self.members and self.detached is None:
            problems.append(Problem("payload-missing", "there is no payload, and none was supplied apart", "payload"))
        if not is_text(value):
            problems.append(Problem("json-member-type", f"payload is a {type_name(value)}; it must be a string"))
            value = ""
        return self._placed(payload_segment(value, 0, raw=raw, detached=self.detached), pointer("payload"))

    def _placed(self, segment: Segment, path: str) -> Segment:
        span = self.spans.get(path)
        inside = Span(span.start + 1, max(span.end - 1, span.start + 1)) if span else Span(0, 0)
        escaped = inside.end - inside.start != len(segment.text)
        problems = tuple(
            problem._replace(span=inside if escaped or not problem.span else problem.span.shifted(inside.start))
            for problem in segment.problems
        )
        return segment._replace(span=inside, problems=problems)

    def _header(self, protected: Segment, entry: dict[str, object], problems: list[Problem]) -> JsonDocument:
        """Merge the protected and the unprotected header, which must share no name (RFC 7515 section 7.2.1)."""
        document = strict_json.parse(protected.data, "header") if protected.text else _EMPTY._replace(value={})
        if protected.text:
            problems += [problem._replace(span=protected.span) for problem in document.problems]
            if document.readable and not isinstance(document.value, dict):
                return _reported(document, problems)
        unprotected = entry.get("header", {})
        if not isinstance(unprotected, dict):
            problems.append(Problem("json-member-type", f"header is a {type_name(unprotected)}; it must be an object"))
            unprotected = {}
        shared = document.members.keys() & unprotected.keys()
        if shared:
            words = ", ".join(quoted(name) for name in sorted(shared))
            problems.append(
                Problem("header-overlap", f"{words} stands in both headers; a name may stand in one", "header")
            )
        problems += [
            Problem("crit-unprotected", f"{name} must stand in the protected header", f"header/{name}")
            for name in ("crit", "b64")
            if name in unprotected
        ]
        if not document.readable and protected.text:
            return document
        if not unprotected:
            return _reported(document._replace(readable=True), problems)
        return _reported(_merged({**unprotected, **document.members}), problems)


def _misplaced(protected: Segment, merged: JsonDocument, *, is_first: bool) -> list[Problem]:
    """What an SD-JWT adds to the header stands in the first unprotected one, or nowhere (RFC 9901 section 8)."""
    names = [name for name in ("disclosures", "kb_jwt") if name in merged.members]
    if not names:
        return []
    own = strict_json.parse(protected.data, "header").members
    return [
        Problem("sd-jwt-place", f"{name} must stand in the first unprotected header, or nowhere", f"header/{name}")
        for name in names
        if name in own or not is_first
    ]


def _merged(members: dict[str, object]) -> JsonDocument:
    import json  # noqa: PLC0415 - only headers in two places need a text of their own

    return JsonDocument(json.dumps(members, ensure_ascii=False), members, readable=True, problems=())


def _reported(document: JsonDocument, problems: list[Problem]) -> JsonDocument:
    problems += header.problems(document)
    return document
