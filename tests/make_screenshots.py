"""Make the pictures in screenshots/ from the running program: python -m tests.make_screenshots

Needs the font Fira Code: the SVG that Textual exports is drawn for its widths.
"""

import asyncio
import os
import time
from pathlib import Path
from typing import NamedTuple

import resvg_py

from jwtlens.knowledge.sample import sample_key, sample_token
from jwtlens.start import Start
from jwtlens.tui.app import JwtlensApp
from jwtlens.verify.policy import Policy

FOLDER = Path(__file__).parents[1] / "screenshots"
ISSUED = 1795444480  # 2026-11-23 14:34:40Z
EXPIRED = ISSUED + 15 * 60 + 252


class Picture(NamedTuple):
    """One picture: its name and the size of the terminal."""

    name: str
    columns: int
    rows: int


WANTED = Policy(issuers=("https://auth.example.com",), audiences=("https://billing.example.com",))
PICTURES = (
    Picture("workbench", 140, 40),
    Picture("workbench-80x24", 80, 24),
)


async def draw(picture: Picture) -> None:
    """Run the screen with a clock that stands still, and write what it shows."""
    key_text, keyring = sample_key()
    app = JwtlensApp(Start(sample_token(ISSUED), key_text, keyring=keyring, policy=WANTED), lambda: EXPIRED)
    async with app.run_test(size=(picture.columns, picture.rows)) as pilot:
        await pilot.press("end", "alt+3")
        await pilot.pause()
        svg = app.export_screenshot(title="jwtlens").replace("font-family: arial", 'font-family: "Fira Code"')
    path = FOLDER / f"{picture.name}.png"
    path.write_bytes(resvg_py.svg_to_bytes(svg_string=svg, font_family="Fira Code", monospace_family="Fira Code"))
    print(path)


async def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        await draw(picture)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    asyncio.run(main())
