"""The Token pane: the text of the token, its segments in three colours, broken characters marked where they are."""

from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from textual.message import Message
from textual.reactive import reactive

from jwtlens import captures, paste
from jwtlens.inspection import Inspection
from jwtlens.lens import Lit
from jwtlens.limits import SOURCE_CHARS
from jwtlens.problem import Span
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.editing.lit import LitEditor

_COLOURS = {
    "header": "token--header",
    "payload": "token--payload",
    "signature": "token--signature",
    "encrypted key": "token--signature",
    "iv": "token--iv",
    "ciphertext": "token--payload",
    "tag": "token--signature",
}
"""Style of each segment of JWS and JWE: what is content has the colour of the payload."""


class TokenPane(LitEditor):
    """Edits the token. What is pasted over all of it is unwrapped first; what is typed stays as it is typed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_COLOURS.values(), "token--broken"}
    DEFAULT_CSS = """
    TokenPane {
        & .token--header { color: $token-header; }
        & .token--payload { color: $token-payload; }
        & .token--signature { color: $token-signature; }
        & .token--iv { color: $json-number; }
        & .token--broken { background: $error; color: $background; text-style: bold; }
    }
    """
    BORDER_TITLE = "1 Token"
    max_length = SOURCE_CHARS

    inspection: reactive[Inspection | None] = reactive(None, init=False, repaint=False)
    """What the text turned out to be."""
    modified: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether it differs from what was opened."""
    sample: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether it is the built-in sample."""
    breadcrumb: reactive[str] = reactive("", init=False, repaint=False)
    """Where it stands among tokens inside one another; empty where it is alone."""
    stale: reactive[str] = reactive("", init=False, repaint=False)
    """Which part is being edited into something that no token can hold; the token shows the last good one."""

    reading: reactive[str] = reactive("", init=False, repaint=False)
    """What is being read to look for tokens in; empty where nothing is."""

    pinned: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether a token is pinned to compare others with."""

    class Captured(Message):
        """A long text was pasted that is not a token, but may hold some. It is not in the pane."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self) -> None:
        super().__init__(
            wrap=True, placeholder="Paste a token here (Bearer, quotes and line breaks may stay).", id="token"
        )
        self._ranges: tuple[tuple[int, int, str], ...] = ()
        self._pasted = False
        self._removed: tuple[str, ...] = ()
        self.pasted_text = ""
        """The last paste that replaced everything, as it came."""

    def clean_paste(self, text: str) -> str:
        """Unwrap a paste that is a whole token, or that replaces everything; such a paste replaces everything."""
        if len(text) > captures.LARGE and not captures.is_bare(text):
            self.post_message(self.Captured(text))
            return ""
        return self._unwrapped(text)

    def take(self, text: str) -> None:
        """Put a text in the place of everything, unwrapped, as if it had been pasted."""
        self.buffer.select(len(self.text), 0)
        self.insert(self._unwrapped(text))

    def _unwrapped(self, text: str) -> str:
        found = paste.extract(text)
        if "." not in found.token and len(self.buffer.selected_text) < len(self.text):
            return super().clean_paste(text)
        self.buffer.select(len(self.text), 0)
        self._pasted = True
        self._removed = found.removed
        self.pasted_text = text
        return found.token

    def insert(self, text: str) -> None:
        """Put a text at the cursor; what was removed from a paste is said until the next edit."""
        if not self._pasted:
            self._removed = ()
        super().insert(text)
        self._pasted = False  # it was refused, or changed nothing

    def forget_removed(self) -> None:
        """Say no longer what was removed from the last paste: its token is gone."""
        self._removed = ()

    def take_pasted(self) -> bool:
        """Tell, once, whether the last edit was a paste that replaced everything."""
        pasted, self._pasted = self._pasted, False
        return pasted

    def watch_inspection(self, inspection: Inspection | None) -> None:
        """Colour the text by what was found in it."""
        if inspection is None:
            return
        ranges = list(self._segments(inspection))
        broken = (problem.span for problem in inspection.token.problems if problem.span)
        ranges += [(*inspection.in_source(span), "token--broken") for span in broken]
        if tuple(ranges) != self._ranges:
            self._ranges = tuple(ranges)
            self.refresh()
        self._describe()

    def watch_modified(self) -> None:
        """Say so in the title."""
        self._describe()

    def watch_sample(self) -> None:
        """Say so in the title."""
        self._describe()

    def watch_breadcrumb(self) -> None:
        """Say in the title where the token stands."""
        self._describe()

    def watch_stale(self) -> None:
        """Say so in the title."""
        self._describe()

    def watch_pinned(self) -> None:
        """Say so in the title."""
        self._describe()

    def watch_reading(self) -> None:
        """Say so in the lower border."""
        self._describe()

    def styles_for(self, start: int, end: int) -> Iterable[tuple[int, int, Style]]:
        """Return the colours of the segments between two offsets."""
        yield from super().styles_for(start, end)
        for range_start, range_end, name in self._ranges:
            if range_start < end and start < range_end:
                yield range_start, range_end, self.get_component_rich_style(name, partial=True)

    def light_up(self, lit: Lit | None, *, reveal: bool) -> None:
        """Light characters of the token, those at the edges that hold bits of a neighbour in another way."""
        if self.inspection is None or lit is None:
            self.light((), reveal=False)
            return
        start, end = lit.span
        first, last = start + lit.shares_first, end - lit.shares_last
        if last < first:  # one character, shared on both sides
            first = last = end
        cuts = ((start, first, True), (first, last, False), (last, end, True))
        runs = ((Span(one, other), shared) for one, other, shared in cuts if one < other)
        inspection = self.inspection
        self.light(
            [(*piece, shared) for run, shared in runs for piece in _pieces(inspection, run)],
            reveal=reveal,
        )

    def select_segment(self, name: str) -> None:
        """Select the segment ``header``, ``payload`` or ``signature``."""
        if self.inspection:
            span = self.inspection.in_source(self.inspection.token.segment(name).span)
            self.select_range(span.start, span.end)

    def _segments(self, inspection: Inspection) -> Iterable[tuple[int, int, str]]:
        for segment in inspection.token.segments:
            if segment.span.end > segment.span.start and segment.name in _COLOURS:
                for piece in _pieces(inspection, segment.span):
                    yield piece.start, piece.end, _COLOURS[segment.name]
        presentation = inspection.judgement.presentation
        for disclosure in presentation.disclosures if presentation else ():
            for piece in _pieces(inspection, disclosure.span):
                yield piece.start, piece.end, "token--payload"

    def _describe(self) -> None:
        marks = [self.BORDER_TITLE or ""]
        if self.breadcrumb:
            marks.append(f"{self.breadcrumb} (ctrl+l)")
        if self.stale:
            marks.append(f"last good one: the {self.stale} below cannot be encoded")
        elif self.modified:
            marks.append("modified, ctrl+r reverts")
        elif self.sample:
            marks.append("built-in sample: paste your own over it")
        if self.pinned:
            marks.append("ctrl+d compares with the pinned one")
        write_title(self, " · ".join(marks))
        if self.reading or self.inspection is None or not self.inspection.token.text:
            write_subtitle(self, f"{self.reading} · esc stops" if self.reading else "")
            return
        token = self.inspection.token
        size = _byte_count(token.text)
        words = tuple(dict.fromkeys(self._removed + self.inspection.pasted.removed))
        removed = f" · removed: {', '.join(words)}" if words else ""  # last, for a narrow border cuts the end
        plural = "" if token.segment_count == 1 else "s"
        whole = token.segment_count in {3, 5} or token.serialization not in {"JWS compact", "JWE compact"}
        kind = f"{token.serialization} · " if whole else ""
        compact = token.serialization in {"JWS compact", "JWE compact"}
        segments = f"{token.segment_count:,} segment{plural} · " if compact else ""
        write_subtitle(self, f"{kind}{segments}{size:,} B{removed}")


def _byte_count(text: str) -> int:
    """Count the bytes that the text was read from: one that is no UTF-8 is half of a surrogate pair in it."""
    try:
        return len(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # a surrogate that no byte became
        return len(text.encode("utf-8", "surrogatepass"))


def _pieces(inspection: Inspection, span: Span) -> Iterable[Span]:
    whole = inspection.in_source(span)
    if len(inspection.pasted.kept) <= 1:
        yield whole
        return
    for kept in inspection.pasted.kept:
        start, end = max(kept.start, whole.start), min(kept.end, whole.end)
        if start < end:
            yield Span(start, end)
