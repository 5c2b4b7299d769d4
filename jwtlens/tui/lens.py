"""The lens: a claim under the cursor lights up in the token, and a character of the token lights up its claim."""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events, on, work
from textual.reactive import reactive

from jwtlens import lens
from jwtlens.inspection import Inspection
from jwtlens.jose import json_layout
from jwtlens.jose.json_layout import Member
from jwtlens.lens import Lit
from jwtlens.problem import Span
from jwtlens.start import Start
from jwtlens.tui.bench import BenchScreen
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.json_pane import JsonPane

_AT_ONCE = 64 * 1024
"""Characters of JSON whose members are found within the key press (7 ms); those of a longer text in a thread."""


class _Found(NamedTuple):
    """The members of a JSON text as the token has it, which stand in the order of those on the screen."""

    text: str
    members: Sequence[Member]


class LensScreen(BenchScreen):
    """A bench on which token, header and payload show what of them is the same."""

    lens: reactive[bool] = reactive(True, init=False)
    """Whether anything is lit."""

    def __init__(self, start: Start, clock: Callable[[], float]) -> None:
        super().__init__(start, clock)
        self._raw_members: dict[str, _Found] = {}
        self._sought_members: dict[str, str] = {}  # by part, the text whose members a thread is looking for

    @on(events.Mount)
    def _begin_to_light(self) -> None:
        for name in ("inspection", "focused", "lens"):
            self.watch(self, name, self._light_again, init=False)

    @on(Editor.CursorMoved)
    def _cursor_moved_under_the_lens(self) -> None:
        self._light(reveal=True)

    def action_toggle_lens(self) -> None:
        """Light up what corresponds to the cursor, or nothing."""
        self.lens = not self.lens
        words = "on: what the cursor is on lights up in the token, and back." if self.lens else "off."
        self.notify(f"The lens is {words}", timeout=3, markup=False)

    def action_anatomy(self) -> None:
        """Take the part apart that the cursor is on, beginning there."""
        from jwtlens import anatomy  # noqa: PLC0415 - for those who ask only
        from jwtlens.tui.anatomy import AnatomyScreen  # noqa: PLC0415 - as above

        if self.inspection is None or not anatomy.segments(self.inspection):
            self.notify("There is no token to take apart.", severity="warning", timeout=3, markup=False)
            return
        segment, position = self._place_in_token(self.inspection)
        revealed = self.keys_pane.revealed
        self.app.push_screen(
            AnatomyScreen(self.inspection, segment, position, revealed=revealed, reveal=self._reveal_or_hide)
        )

    def _reveal_or_hide(self) -> bool:
        self.keys_pane.revealed = not self.keys_pane.revealed
        return self.keys_pane.revealed

    def _place_in_token(self, inspection: Inspection) -> tuple[str, int]:
        """Return the segment that the cursor is on, and which of its characters."""
        if isinstance(pane := self.focused, JsonPane):
            lit = self._of_member(inspection, pane)
            begin = inspection.token.segment(pane.part).span.start
            return pane.part, lit.span.start - begin if lit else 0
        at = _in_token(inspection, self.token_pane.buffer.cursor) if self.focused is self.token_pane else None
        segment = lens.segment_at(inspection.token, at) if at is not None else None
        return ("", 0) if segment is None or at is None else (segment.name, at - segment.span.start)

    def _light_again(self) -> None:
        self._light(reveal=False)

    def _light(self, *, reveal: bool) -> None:
        """Light what corresponds to the cursor, in the panes that it is not in."""
        inspection = self.inspection
        in_token: Lit | None = None
        in_json: dict[str, Sequence[tuple[int, int, bool]]] = {}
        if inspection is not None and self.lens and not self.verdict_bar.checking:
            if isinstance(self.focused, JsonPane):
                in_token = self._of_member(inspection, self.focused)
            elif self.focused is self.token_pane:
                in_json = self._of_characters(inspection)
        self.token_pane.light_up(in_token, reveal=reveal)
        for pane in (self.header_pane, self.payload_pane):
            pane.light(in_json.get(pane.part, ()), reveal=reveal)

    def _of_member(self, inspection: Inspection, pane: JsonPane) -> Lit | None:
        """Return the characters of the token that encode the member at the cursor, name and value."""
        raw, index = self._members_of(inspection, pane), pane.index_at_cursor()
        if index is None or not raw:
            return None
        return lens.in_token(inspection.token, pane.part, Span(raw[index].name.start, raw[index].value.end))

    def _of_characters(self, inspection: Inspection) -> dict[str, Sequence[tuple[int, int, bool]]]:
        """Return where the members are, by part, that the character of the token at the cursor has bits of."""
        at = _in_token(inspection, self.token_pane.buffer.cursor)
        segment = lens.segment_at(inspection.token, at) if at is not None else None
        pane = next(
            (one for one in (self.header_pane, self.payload_pane) if segment and one.part == segment.name), None
        )
        if pane is None or at is None:
            return {}
        raw = self._members_of(inspection, pane)
        span = lens.in_json(inspection.token, pane.part, Span(at, at + 1)) if raw else None
        if span is None:
            return {}
        return {
            pane.part: [
                (pane.members[index].name.start, pane.members[index].value.end, False)
                for index in reversed(_innermost(raw, span))
            ]
        }

    def _members_of(self, inspection: Inspection, pane: JsonPane) -> Sequence[Member]:
        """Return the members as the token has them; empty where they are not those of the pane, or not found yet."""
        token = inspection.token
        text = (token.header if pane.part == "header" else token.payload).text
        is_disclosed = pane.part == "payload" and inspection.judgement.processed is not None
        if is_disclosed or not pane.members:
            return ()
        found = self._raw_members.get(pane.part)
        if found is None or found.text != text:
            if not lens.is_exact(token, pane.part):
                return ()
            if len(text) > _AT_ONCE:
                if self._sought_members.get(pane.part) != text:
                    self._sought_members[pane.part] = text
                    self._find_members(pane.part, text)
                return ()
            found = self._raw_members[pane.part] = _Found(text, json_layout.members(text))
        return found.members if len(found.members) == len(pane.members) else ()

    @work(group="lens", description="lens")
    async def _find_members(self, part: str, text: str) -> None:
        found = await asyncio.to_thread(json_layout.members, text)
        if self._sought_members.get(part) == text:
            self._raw_members[part] = _Found(text, found)
            self._sought_members.pop(part)
            self._light(reveal=True)


def _in_token(inspection: Inspection, offset: int) -> int | None:
    """Translate an offset of the pasted text into a position in the token; None where that has nothing of it."""
    before = 0
    for piece in inspection.pasted.kept:
        if piece.start <= offset < piece.end:
            return before + offset - piece.start
        before += piece.end - piece.start
    return None


def _innermost(members: Sequence[Member], span: Span) -> list[int]:
    """Return the places of the members that a range of their text has something of, but not of what is around them."""
    found: list[int] = []
    for index in range(bisect_left(members, span.end, key=lambda one: one.name.start) - 1, -1, -1):
        member = members[index]
        if member.value.end > span.start:
            if found and member.value.end >= members[found[-1]].value.end:
                break  # it is around the one that was found
            found.append(index)
        elif found:
            break
    return found
