"""A segment of a token taken apart: its characters over the bytes that they stand for, and what those mean.

Base64url writes 3 bytes as 4 characters of 6 bits (RFC 4648 sections 4 and 5). Such a group is what the eye can follow,
so it is the unit of everything here.
"""

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from jwtlens import notes
from jwtlens.inspection import Inspection
from jwtlens.jose import base64url, json_layout, json_pointer
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.jose.jws import Segment
from jwtlens.parts import parts

NAMED_CHARS = 256 * 1024
"""Longest JSON text, in characters, whose members are named; finding those of a longer one takes longer than a look."""

_SPARE_BITS = "base64-spare-bits"
_CONTINUES = 0x80
_LEAD_MASK = 0xC0


class Group(NamedTuple):
    """Up to 4 characters and the up to 3 bytes that they stand for; ``first`` is the position of its first byte."""

    first: int
    chars: str
    data: bytes

    @property
    def char_bits(self) -> tuple[str, ...]:
        """The 6 bits of each character, as zeros and ones."""
        return tuple(f"{base64url.value(char):06b}" for char in self.chars)

    @property
    def byte_bits(self) -> tuple[str, ...]:
        """The 8 bits of each byte."""
        return tuple(f"{byte:08b}" for byte in self.data)

    @property
    def spare_bits(self) -> int:
        """Bits of the last character that belong to no byte."""
        return len(self.chars) * 6 - len(self.data) * 8


class Run(NamedTuple):
    """Bytes from ``start`` to ``end`` that mean something together, and what, in words of ours and foreign names."""

    start: int
    end: int
    words: str


class Anatomy(NamedTuple):
    """One segment. ``problem`` says why its characters and bytes do not correspond; empty where they do.

    ``is_text`` is whether the bytes are UTF-8 text. ``left_out`` says that the members of a long text are not named.
    """

    name: str
    text: str
    data: bytes
    is_text: bool
    runs: tuple[Run, ...]
    problem: str = ""
    left_out: str = ""

    @property
    def group_count(self) -> int:
        """Number of groups, the last of which may be shorter."""
        return 0 if self.problem else -(-len(self.text) // 4)

    def group(self, index: int) -> Group:
        """Return the group of that number, from 0."""
        return Group(index * 3, self.text[index * 4 : index * 4 + 4], self.data[index * 3 : index * 3 + 3])

    def letter(self, position: int) -> str:
        """Return the character of the text that begins at this byte; empty where none does."""
        lead = self.data[position]
        if not self.is_text or lead & _LEAD_MASK == _CONTINUES:
            return ""
        length = 1 + (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)
        return self.data[position : position + length].decode("utf-8")

    def run_at(self, position: int) -> Run | None:
        """Return the run that a byte belongs to."""
        index = bisect_right(self.runs, position, key=lambda run: run.start) - 1
        return self.runs[index] if index >= 0 and position < self.runs[index].end else None


def segments(inspection: Inspection) -> tuple[str, ...]:
    """Names of the segments that there is something of, in the order of the token."""
    return tuple(segment.name for segment in inspection.token.segments if segment.text)


def take_apart(inspection: Inspection, name: str) -> Anatomy:
    """Take the segment of that name apart. Never raises for anything that stands in a token."""
    token = inspection.token
    segment = token.segment(name)
    try:
        text: str | None = segment.data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    is_json = name in {"header", "payload"} and (token.header if name == "header" else token.payload).readable
    is_text = text is not None and name in {"header", "payload"}
    found = Anatomy(name, segment.text, segment.data, is_text, (), _problem(segment))
    if found.problem or not segment.data:
        return found
    if not is_json or text is None:
        return found._replace(runs=_runs(inspection, segment))
    if len(text) > NAMED_CHARS:
        words = f"Members are named in texts of up to {NAMED_CHARS:,} characters; this one has {len(text):,}."
        return found._replace(left_out=words)
    return found._replace(runs=_members(inspection, name, text))


def shared_bits(group: Group) -> tuple[str, ...]:
    """Say in sentences which characters of a group hold bits of two bytes, and which bits stand for nothing."""
    data, chars = [f"{byte:02x}" for byte in group.data], group.chars
    said = []
    if len(data) > 1:
        said.append(f"{chars[1]} holds the last 2 bits of {data[0]} and the first 4 of {data[1]}.")
    if len(data) > 2:
        said.append(f"{chars[2]} holds the last 4 bits of {data[1]} and the first 2 of {data[2]}.")
    if group.data and group.spare_bits:
        count = "1 byte needs" if len(data) == 1 else "2 bytes need"
        said.append(
            f"{count} {len(chars)} characters: the last {group.spare_bits} bits of {chars[-1]} stand for nothing. "
            "Plain base64 would write = after it; a token does not."
        )
    return tuple(said)


def _problem(segment: Segment) -> str:
    if segment.text and base64url.encode(segment.data) != segment.text:
        others = [problem.message for problem in segment.problems if problem.code != _SPARE_BITS]
        if others:
            return f"Characters and bytes do not correspond here. {others[0]}"
        if not segment.problems:
            return "This stands in the token as it is: b64 is false, so nothing is encoded (RFC 7797)."
    return ""


def _members(inspection: Inspection, name: str, text: str) -> tuple[Run, ...]:
    """Name the members of a JSON text; one that holds others has its name and what stands before the first of them."""
    members = json_layout.members(text)
    offsets = None if text.isascii() else list(accumulate((len(char.encode()) for char in text), initial=0))
    said = notes.notes(inspection, name)
    found = []
    for index, member in enumerate(members):
        following = members[index + 1].name.start if index + 1 < len(members) else len(text)
        start, end = member.name.start, min(member.value.end, following)
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        note = said.get(member.pointer)
        path = "/".join(json_pointer.split(member.pointer))
        found.append(Run(start, end, f"{path}: {note.text}" if note else path))
    return tuple(found)


def _runs(inspection: Inspection, segment: Segment) -> tuple[Run, ...]:
    """Say what bytes are that are no JSON."""
    length = len(segment.data)
    whole = next((part.words for part in parts(inspection) if part.name == segment.name), "")
    algorithm = SIGNATURE_ALGORITHMS.get(inspection.token.alg)
    if segment.name != "signature" or algorithm is None:
        return (Run(0, length, whole),) if whole else ()
    if algorithm.family in {"ECDSA", "EdDSA"}:
        half = length // 2
        first, second = ("r", "s") if algorithm.family == "ECDSA" else ("R, a point of the curve", "S, a number")
        return Run(0, half, first), Run(half, length, second)
    if algorithm.family == "HMAC":
        return (Run(0, length, f"HMAC with SHA-{algorithm.hash_bits} of header.payload"),)
    number = f"one number of {length * 8:,} bits" if algorithm.kty == "RSA" else f"a signature by {algorithm.name}"
    return (Run(0, length, number),)
