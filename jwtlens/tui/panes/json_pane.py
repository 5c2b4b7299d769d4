"""The Header and Payload panes: JSON to read and edit, with words beside the lines."""

import re
import textwrap
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.reactive import reactive

from jwtlens.audit.finding import Severity
from jwtlens.displayable import displayable
from jwtlens.editing import Part, Shown, shown_part
from jwtlens.inspection import Inspection
from jwtlens.jose import json_layout
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.meaning.likeness import in_words, likeness
from jwtlens.notes import Note, Tone, notes
from jwtlens.parts import parts
from jwtlens.problem import Problem
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.editing.lit import LitEditor
from jwtlens.tui.findings import Guess, standing
from jwtlens.tui.symbols import MARK, SEVERITY, TONE

_LEXEMES = lazy_pattern(
    r"""(?P<name>"(?:[^"\\\n]|\\.)*"(?=\s*:)) | (?P<string>"(?:[^"\\\n]|\\.)*"?)
      | (?P<number>-?\b\d[\d.eE+-]*) | (?P<literal>\b(?:true|false|null)\b)""",
    re.VERBOSE,
)
_NOT_JSON = "the {} is not valid JSON: "
_COLOURED_CHARS = 4_096
"""Of a line longer than this only the start is coloured; nobody sees the rest at once."""


class JsonPane(LitEditor):
    """Edits one part of the token. Its owner decides what an edit means; the pane shows the outcome."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "json--name",
        "json--string",
        "json--number",
        "json--literal",
        "json--broken",
        "note--quiet",
        "note--success",
        "note--warning",
        "note--error",
    }
    DEFAULT_CSS = """
    JsonPane {
        & .json--name { color: $json-name; }
        & .json--string { color: $json-string; }
        & .json--number { color: $json-number; }
        & .json--literal { color: $json-literal; }
        & .json--broken { background: $error; color: $background; text-style: bold; }
        & .note--quiet { color: $quiet; }
        & .note--success { color: $success; }
        & .note--warning { color: $warning; }
        & .note--error { color: $error; text-style: bold; }
    }
    """

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """The token that the part belongs to."""
    problem: reactive[Problem | None] = reactive(None, init=False, repaint=False)
    """Why the text cannot be encoded; None while it can."""
    hint: reactive[str] = reactive("", init=False, repaint=False)
    """What an edit does to the signature, in the lower border."""
    dismissed: reactive[frozenset[Guess]] = reactive(frozenset(), init=False, repaint=False)
    """Guesses of the audit that are not marked."""

    def __init__(self, part: Part, title: str, placeholder: str) -> None:
        super().__init__(wrap=False, placeholder=placeholder, id=part)
        self.part = part
        self._name_of_part = title
        self._suffix = self._alike = ""
        self.shown = Shown("", "empty")
        self._notes: dict[int, Note] = {}
        self._marks: dict[int, Severity] = {}  # by row, the worst of the findings there
        self._members: list[json_layout.Member] = []
        self._row_of: dict[str, int] = {}  # by JSON Pointer, the row on which a member's value ends
        self._mapped = ""

    @property
    def edited_text(self) -> str | None:
        """The text, or None where it is only a picture of bytes."""
        return self.text if self.shown.editable else None

    def show_part(self, inspection: Inspection, *, undoable: bool) -> None:
        """Take over the part of another token. With ``undoable``, what was typed before can be had back.

        Of another token than the one that was opened it cannot: undo would put it into a token that never held it.
        """
        fresh = shown_part(inspection, self.part)
        if self.part == "payload" and not fresh.text and inspection.token.encrypted:
            fresh = fresh._replace(text=_explained(inspection))
        self.shown = fresh
        self.read_only = not fresh.editable
        self.problem = None
        if not undoable:
            self.load(fresh.text)
        elif fresh.text != self.text:
            self.load(fresh.text, undoable=bool(self.text))
        self._suffix = _suffix(fresh, nested=self.part == "payload" and inspection.inner is not None)
        self._describe()

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Put the words of this inspection beside the lines."""
        if inspection is None or self.problem:
            return
        self._map(inspection)
        alike = in_words(likeness(inspection)) if self.part == "payload" else ""
        if alike != self._alike:
            self._alike = alike
            self._describe()
        said = notes(inspection, self.part)
        fresh = {self._row_of[pointer]: note for pointer, note in said.items() if pointer in self._row_of}
        marks = self._marked(inspection)
        changed = {row for row, _ in self._notes.items() ^ fresh.items()}
        changed |= {row for row, _ in self._marks.items() ^ marks.items()}
        self._notes, self._marks = fresh, marks
        for row in changed:  # each second it is the row of exp, and perhaps that of iat
            self._refresh_rows(row, row)

    def watch_dismissed(self) -> None:
        """Mark no longer what was dismissed."""
        self.watch_inspection(self.inspection)

    def watch_problem(self, problem: Problem | None) -> None:
        """Show where the text is broken, and say it in the border."""
        self.set_class(problem is not None, "-broken")
        self.refresh()
        self._describe()

    def watch_hint(self) -> None:
        """Show what an edit does."""
        self._describe()

    def note_for(self, row: int) -> Sequence[tuple[str, Style]] | None:
        """Return the words beside a line, after the mark of what the audit found there."""
        if self.problem:
            return None
        note, severity = self._notes.get(row), self._marks.get(row)
        pieces = []
        if severity is not None and (note is None or note.tone is not Tone.ERROR):
            pieces.append((f"{MARK[severity]} ", SEVERITY[severity][1]))
        if note is not None:
            symbol, name = TONE[note.tone]
            pieces.append((symbol + displayable(note.text), name))
        return [(text, self.get_component_rich_style(f"note--{name}", partial=True)) for text, name in pieces] or None

    def styles_for(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        """Colour names, strings, numbers and literals, and mark where the text is broken."""
        yield from super().styles_for(start, end)
        if self.shown.mode == "json" or (self.shown.mode == "empty" and self.shown.editable):
            for found in _LEXEMES.finditer(self.text, start, min(end, start + _COLOURED_CHARS)):
                style = self.get_component_rich_style(f"json--{found.lastgroup}", partial=True)
                yield found.start(), found.end(), style
        if self.problem and self.problem.span:
            at = min(self.problem.span.start, max(len(self.text) - 1, 0))
            yield at, at + 1, self.get_component_rich_style("json--broken", partial=True)

    def select_member(self, pointer: str) -> None:
        """Select the member that a JSON Pointer names, or everything where there is none."""
        member = next((one for one in self._members if one.pointer == pointer), None)
        if member is None:
            self.select_range(0, 0)
        else:
            self.select_range(member.name.start, member.value.end)

    def replace_member(self, pointer: str, value: str) -> None:
        """Write another JSON value for a member, as if the user had typed it."""
        self.select_member(pointer)
        member = next((one for one in self._members if one.pointer == pointer), None)
        if member is not None:
            self.select_range(member.value.start, member.value.end)
            self.insert(value)

    def member_at_cursor(self) -> json_layout.Member | None:
        """Return the innermost member that the cursor is in, or else the last one on its line."""
        index = self.index_at_cursor()
        return None if index is None else self._members[index]

    def index_at_cursor(self) -> int | None:
        """Return the place of that member among :attr:`members`. Costs the same wherever the cursor is in long text."""
        at = self.buffer.cursor
        start, end = self.text.rfind("\n", 0, at) + 1, self.text.find("\n", at)
        first = bisect_left(self._members, start, key=_begin)
        behind = bisect_left(self._members, end if end >= 0 else len(self.text), key=_begin)
        begun = bisect_right(self._members, at, key=_begin)
        on_line = range(min(begun, behind) - 1, first - 1, -1)
        if first < behind:
            return next((one for one in on_line if at <= self._members[one].value.end), behind - 1)
        return next((one for one in range(begun - 1, -1, -1) if at <= self._members[one].value.end), None)

    @property
    def members(self) -> Sequence[json_layout.Member]:
        """The members of the text, in its order; empty while it is another text than the one that was read."""
        return self._members if self._mapped == self.text else ()

    def on_focus(self) -> None:
        """Say what an edit does."""
        self._describe()

    def on_blur(self) -> None:
        """Say no more what an edit does; the payload always does."""
        self._describe()

    def _map(self, inspection: Inspection) -> None:
        """Find the members in the text, once for each text: a tick of the clock has no time for it."""
        readable = inspection.token.header.readable if self.part == "header" else inspection.token.payload.readable
        shown_as_json = self.shown.mode == "json" or (readable and self.shown.mode == "empty")
        text = self.text if shown_as_json else ""
        if text == self._mapped:
            return
        self._mapped = text
        self._members = json_layout.members(text) if text else []
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._row_of = {one.pointer: bisect_left(starts, one.value.end) - 1 for one in self._members}

    def _marked(self, inspection: Inspection) -> dict[int, Severity]:
        """Find the rows about which there is more than information; of a value inside another, its own row."""
        marks: dict[int, Severity] = {}
        for finding in standing(inspection, self.dismissed):
            part, slash, pointer = finding.field.partition("/")
            row = self._row_of.get(slash + pointer)
            if part == self.part and row is not None and finding.severity > Severity.INFO:
                marks.setdefault(row, finding.severity)  # the worst comes first
        return marks

    def _describe(self) -> None:
        alike = f" · {self._alike}" if self._alike else ""
        write_title(self, self._name_of_part + (" · cannot be encoded" if self.problem else self._suffix or alike))
        if self.problem:
            # The place comes last in the sentence, and the border may cut it.
            write_subtitle(self, self.problem.message.removeprefix(_NOT_JSON.format(self.part)))
        else:
            says = self.shown.editable and (self.has_focus or self.part == "payload")
            write_subtitle(self, self.hint if says else "")


def _begin(member: json_layout.Member) -> int:
    return member.name.start


def _explained(inspection: Inspection) -> str:
    """Write the parts of an encrypted token under one another, in lines that a pane holds."""
    indent = " " * 15
    return "\n".join(
        textwrap.fill(f"{one.name:<14} {one.words}", 70, subsequent_indent=indent) for one in parts(inspection)
    )


def _suffix(shown: Shown, *, nested: bool) -> str:
    """Say in the title what kind of content it is, where that is not JSON to edit."""
    if nested:
        return " · a token: ctrl+l opens it"
    if shown.mode == "empty" and shown.text:
        return " · encrypted; its parts:"
    suffix = {"json": "", "empty": "", "text": " · not JSON", "hex": " · bytes, not text"}[shown.mode]
    return suffix if shown.editable else f"{suffix} · read-only"
