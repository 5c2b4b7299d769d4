"""Every text can be read: in our themes, and in the sixteen colours that some terminals have."""

from itertools import cycle

from jwtlens.tui.terminal import in_few_colours
from jwtlens.tui.themes import OWN_THEMES
from tests.tui.bench_kit import opened
from tests.tui.looks_kit import pair, screens, segments

ENOUGH = 4.5
"""What WCAG 2.1 asks for of text of any size (1.4.3)."""
TO_BE_SEEN = 2.5
"""Of sixteen colours there is little choice, and each terminal has its own; what is the same as behind it has 1."""


async def test_every_text_stands_out_from_what_is_behind_it() -> None:
    checked, faint = set(), set()
    themes = cycle(theme.name for theme in OWN_THEMES)
    async with opened() as bench:
        bench.app.theme = next(themes)
        async for screen in screens(bench):
            for turn in range(len(OWN_THEMES)):
                if turn:
                    bench.app.theme = next(themes)
                    await bench.pilot.pause()
                texts = [(one.style, one.text) for one in segments(bench) if any(map(str.isalnum, one.text))]
                for style, text in texts:
                    assert style is not None
                    found, few = pair(style), pair(in_few_colours(style))
                    checked.add((bench.app.theme, found))
                    if found.contrast < ENOUGH or few.contrast < TO_BE_SEEN:
                        faint.add((bench.app.theme, screen, text.strip(), str(style), found.contrast, few))
    assert sorted(faint) == []
    assert len({theme for theme, _ in checked}) == len(OWN_THEMES)
    assert len(checked) > 60
