"""A JWE in JSON serialization, general or flattened, read strictly (RFC 7516 section 7.2)."""

from typing import cast

from jwtlens.jose import json_layout, strict_json
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.jwe_parts import PARTS, Envelope, Jwe, assemble
from jwtlens.jose.jws import Segment, encoded_segment
from jwtlens.jose.strict_json import is_text, type_name
from jwtlens.limits import RECIPIENTS
from jwtlens.problem import Problem, Span

Members = dict[str, object]

_LOCATED = 4096
"""Most commas in a text whose members are located; finding the places in a longer list takes seconds."""


def parse(text: str) -> Jwe:
    """Take a JWE in JSON serialization apart. Never raises; members that are not defined are ignored."""
    document = strict_json.parse_text(text, "token")
    reader = _Reader(text if document.readable else "", list(document.problems))
    members = document.members
    if document.readable and "ciphertext" not in members:
        reader.report("ciphertext-missing", "there is no member ciphertext", "")
    general = "recipients" in members
    entries = reader.recipients(members) if general else [(members, "")]
    header, _, iv, ciphertext, tag = PARTS
    envelope = Envelope(
        "JWE JSON general" if general else "JWE JSON flattened",
        reader.encoded(members, "protected", header),
        reader.object(members, "unprotected"),
        [reader.object(entry, "header", path) for entry, path in entries],
        [reader.encoded(entry, "encrypted_key", "encrypted key", path) for entry, path in entries],
        reader.encoded(members, "iv", iv),
        reader.encoded(members, "ciphertext", ciphertext),
        reader.encoded(members, "tag", tag),
        reader.aad(members),
    )
    return assemble(text, envelope, reader.problems)


class _Reader:
    """Reads members of the types that they must have, and knows where each stands in the text."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self.problems = problems
        located = json_layout.members(text) if text.count(",") <= _LOCATED else []
        self.spans = {member.pointer: member.value for member in located}

    def report(self, code: str, message: str, path: str) -> None:
        self.problems.append(Problem(code, message, f"token{path}", self.spans.get(path)))

    def recipients(self, members: Members) -> list[tuple[Members, str]]:
        """Return the recipients and their pointers; there is always one, if only an empty one."""
        if "header" in members or "encrypted_key" in members:
            self.report("json-mixed", "it has both recipients and the members of a single recipient", "")
        entries, path = members["recipients"], pointer("recipients")
        if not isinstance(entries, list) or not entries:
            self.report("recipients-type", "recipients must be an array with at least one object", path)
            return [({}, path)]
        if len(entries) > RECIPIENTS:
            self.report("recipients-cap", f"{len(entries):,} recipients; jwtlens stops at {RECIPIENTS}", path)
        found = []
        for number, entry in enumerate(entries[:RECIPIENTS]):
            where = pointer("recipients", number)
            if not isinstance(entry, dict):
                self.report("recipients-type", f"a recipient is a JSON {type_name(entry)}, not an object", where)
            found.append((cast("Members", entry) if isinstance(entry, dict) else {}, where))
        return found

    def object(self, members: Members, name: str, path: str = "") -> Members:
        value = members.get(name, {})
        if isinstance(value, dict):
            return cast("Members", value)
        where = path + pointer(name)
        self.report("json-member-type", f"{name} is of type {type_name(value)}; it must be an object", where)
        return {}

    def encoded(self, members: Members, name: str, part: str, path: str = "") -> Segment:
        """Read a base64url member as the part of that name; an absent one is the same as an empty one."""
        where = path + pointer(name)
        value = members.get(name, "")
        if not is_text(value):
            self.report("json-member-type", f"{name} is of type {type_name(value)}; it must be a string", where)
            value = ""
        return _placed(encoded_segment(part, value, 0), self.spans.get(where))

    def aad(self, members: Members) -> str:
        segment = self.encoded(members, "aad", "aad")
        self.problems += segment.problems
        if members.get("aad") == "":
            # Readers disagree whether the tag then covers a dot after the protected header.
            self.report("aad-empty", "aad is empty; then it must be absent", pointer("aad"))
        return segment.text


def _placed(segment: Segment, span: Span | None) -> Segment:
    """Put a segment where its string stands in the text; escapes inside make its problems mark all of it."""
    if span is None:
        return segment
    inside = Span(span.start + 1, max(span.end - 1, span.start + 1))
    escaped = inside.end - inside.start != len(segment.text)
    problems = tuple(
        problem._replace(span=inside if escaped or not problem.span else problem.span.shifted(inside.start))
        for problem in segment.problems
    )
    return segment._replace(span=inside, problems=problems)
