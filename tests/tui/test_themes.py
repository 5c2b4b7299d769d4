from jwtlens.tui.themes import OWN_THEMES
from tests.tui.bench_kit import opened
from tests.tui.looks_kit import pair, screens, segments

ENOUGH = 4.5
"""What WCAG 2.1 asks for of text of any size (1.4.3)."""


async def test_every_text_stands_out_from_what_is_behind_it_in_our_themes() -> None:
    checked, faint = set(), set()
    async with opened() as bench:
        async for screen in screens(bench):
            for theme in OWN_THEMES:
                bench.app.theme = theme.name
                await bench.pilot.pause()
                for text, style, _ in segments(bench):
                    if style is None or not any(char.isalnum() for char in text):
                        continue
                    checked.add(pair(style))
                    if pair(style).contrast < ENOUGH:
                        faint.add((theme.name, str(style), screen, text.strip()[:30], round(pair(style).contrast, 2)))
    print(*sorted(faint), sep="\n"); assert sorted(faint) == []
    assert len(checked) > 50
