"""The words of a step as they are drawn: wrapped to the width, items with their indent, nothing of it markup."""

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from jwtlens.displayable import displayable
from jwtlens.learn.checking import Outcome
from jwtlens.learn.lesson import Step
from jwtlens.learn.text import WIDTH, wrapped
from jwtlens.learn.world import Exchange

_REFUSALS = 400
"""Statuses from here on are refusals."""
_LEAST = 16
"""Columns in which words are wrapped however little room there is."""
_TOKEN_SHOWN = 12
"""Characters of a token in a header that are shown."""
_SAID = 9
"""Words of six characters that what is missing takes, as a rule."""


class Block(NamedTuple):
    """Some paragraphs in one colour. ``lead`` stands before the first row, and the others are indented by it."""

    words: str
    style: str = ""
    lead: str = ""
    lead_style: str = ""


class Page(Widget):
    """Draws blocks under one another, as high as they are."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Page { width: 100%; height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """What it says, in one line a block."""
        return "\n".join(f"{block.lead}{block.words}" for block in self.blocks)

    def say(self, blocks: Sequence[Block]) -> None:
        """Replace the blocks."""
        if tuple(blocks) != self.blocks:
            self.blocks = tuple(blocks)
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the blocks take in this width."""
        del container, viewport
        return height(self.blocks, width)

    def render(self) -> Content:
        """Draw the blocks."""
        width = self.content_size.width
        return Content("\n").join(row for block in self.blocks for row in _rows(block, width))


def height(blocks: Sequence[Block], width: int) -> int:
    """Return how many rows the blocks take in so many columns."""
    return sum(len(_rows(block, width)) for block in blocks)


def folded_height(step: Step, width: int) -> int:
    """Return the rows of words that a folded step needs: the same while its task is open and when it is done."""
    if step.task is None:
        return 1
    before = task_blocks(step, Outcome(False, "still " * _SAID), 0)
    return max(height(before, width), height(task_blocks(step, Outcome(True, step.task.done), 0)[:1], width))


def step_blocks(step: Step) -> list[Block]:
    """Write the words of a step, and where it is said."""
    blocks = [Block(step.words)]
    if step.sources:
        blocks += [Block(""), Block("; ".join(step.sources), "$quiet", "source  ", "$quiet")]
    return blocks


def task_blocks(step: Step, outcome: Outcome, hints: int) -> list[Block]:
    """Write the task with its mark, then what is missing, and the hint that was asked for; or what it has shown."""
    if step.task is None:
        return [Block("Nothing to do here: go on when you have read it.", "$quiet", "· ", "$quiet")]
    if outcome.done:
        return [
            Block(outcome.words, "$success", "✓ done   ", "bold $success"),
            Block(step.task.words, "$quiet", "asked    ", "$quiet"),
        ]
    blocks = [Block(step.task.words, "", "· to do  ", "bold $warning")]
    if hints:
        blocks.append(Block(step.task.hint, "$primary", "hint     ", "$quiet"))
    return [*blocks, Block(outcome.words, "$quiet", "still    ", "$quiet")]


def log_blocks(exchanges: Sequence[Exchange]) -> list[Block]:
    """Write the server's log, the newest entry first and with the headers of its answer."""
    blocks: list[Block] = []
    for nth, one in enumerate(reversed(exchanges)):
        style = "$success" if one.response.status < _REFUSALS else "$error"
        lead = f"{one.response.status} {one.request.method} {one.request.path}  "
        blocks.append(Block(one.response.log, "", lead, style))
        if nth == 0:
            blocks += [
                Block(_shortened(value), "$quiet", f"    {name}: ", "$quiet") for name, value in one.response.headers
            ]
    return blocks


def _shortened(value: str) -> str:
    """Cut a token out of a header, and leave what follows it."""
    content, semicolon, rest = value.partition(";")
    name, equals, token = content.partition("=")
    if not semicolon or len(token) <= _TOKEN_SHOWN:
        return value
    return f"{name}{equals}{token[:_TOKEN_SHOWN]}…{semicolon}{rest}"


def _rows(block: Block, width: int) -> list[Content]:
    lead = Content.assemble((block.lead, block.lead_style))
    room = max(_LEAST, width - lead.cell_length)
    lines = wrapped(block.words, min(room, WIDTH)) or [""]
    words = (Content.assemble((displayable(line), block.style)) for line in lines)
    rows = [piece for line in words for piece in (line.wrap(room) if line.cell_length > room else (line,))]
    return [(Content(" " * lead.cell_length) if nth else lead) + row for nth, row in enumerate(rows)]
