"""Make the pictures in screenshots/ from the running program: python -m tests.make_screenshots

Each is an SVG, which is text and the same on every machine, and a PNG of it, which needs the font Fira Code: the SVG
that Textual exports is drawn for its widths.
"""

import asyncio
import base64
import json
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from html import unescape
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import jwt
import resvg_py

from jwtlens.keys.key import Key
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.knowledge.sample import sample_key, sample_token
from jwtlens.learn import progress
from jwtlens.samples import made_keys
from jwtlens.samples.setup import Setup
from jwtlens.tui import bench as bench_module
from jwtlens.tui import explaining, searching
from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import NARROW, WIDE, Bench, Clock, opened

FOLDER = Path(__file__).parents[1] / "screenshots"
ISSUED = 1795444480  # 2026-11-23 14:34:40Z
NOW = ISSUED + 320
WANTED = Policy(issuers=("https://auth.example.com",), audiences=("https://api.example.com",))
_NESTED = json.loads(Path(__file__).with_name("picture_nested.json").read_text("utf-8"))
_SECRET = b"the bytes of a secret, written in base64"
_BORING = re.compile(r"\s*(@font-face \{.*?\}|<!--.*?-->|<clipPath id=\"[\w-]+-line-\d+\">.*?</clipPath>)", re.DOTALL)
_SHORTER = (
    (r"terminal-\d+-", "t-"),
    (r"font-family: arial", "font-family: Fira Code, monospace"),
    (r' clip-path="url\(#t-line-\d+\)"', ""),
    (r' shape-rendering="crispEdges"', ""),
    (r"<style>", "<style>rect { shape-rendering: crispEdges }"),
    (r'="(\d+\.\d)\d+"', r'="\1"'),
    (r"\n\s+", "\n"),
)
"""What makes the SVG shorter, and looks the same."""


class Scene(NamedTuple):
    """What is on the bench, the keys that are pressed then, and the size of the terminal."""

    setup: Callable[[], Setup]
    keys: tuple[str, ...]
    theme: str = "jwtlens-dark"
    size: tuple[int, int] = WIDE


def _sample() -> Setup:
    key_text, keyring = sample_key()
    return Setup(sample_token(ISSUED), key_text, keyring, WANTED)


def _with_key(token: str, key: str, policy: Policy = WANTED) -> Setup:
    return Setup(token, Secret(key), read_keys(Secret(key)), policy)


def _rejected() -> Setup:
    """The secret was written in base64 and is taken for text, and the token is for somebody else."""
    claims = {"iss": "https://auth.example.com", "sub": "user_789", "aud": "https://billing.example.com"}
    token = jwt.encode(claims | {"iat": ISSUED, "exp": ISSUED + 900}, _SECRET, "HS256")
    return _with_key(token, base64.b64encode(_SECRET).decode())


def _audited() -> Setup:
    claims = {"email": "alice@example.com", "password": "hunter2", "role": "admin", "exp": ISSUED + 400 * 86_400}
    header = {"kid": "../../dev/null", "jku": "http://keys.example.net/jwks.json"}
    return _with_key(jwt.encode(claims, "secret" * 8, "HS256", header), "secret" * 8, Policy())


def _nested() -> Setup:
    return _with_key(_NESTED["token"], _NESTED["key"])


SCENES = {
    "workbench-dark": Scene(_sample, ("alt+3", "ctrl+home", "down", "down", "down")),
    "workbench-light": Scene(_sample, ("alt+3", "ctrl+home", "down", "down", "down"), "jwtlens-light"),
    "workbench-80x24": Scene(_sample, ("alt+3", "ctrl+home", "down", "down"), size=NARROW),
    "rejected": Scene(_rejected, ("alt+6", "home", "f2")),
    "audit": Scene(_audited, ("alt+7", "home")),
    "jwe-nested": Scene(_nested, ("alt+2", "ctrl+home")),
    "lens": Scene(_sample, ("alt+3", "ctrl+home", *["down"] * 4), size=(100, 28)),
    "anatomy": Scene(_sample, ("f6",)),
    "lesson": Scene(_sample, ("f5", "enter")),
}


async def pictures() -> AsyncIterator[tuple[str, str]]:
    """Run the screen once, with a clock that stands still, and give the name and the SVG of every picture."""
    async with opened(size=WIDE, clock=Clock(NOW)) as bench:
        for name, scene in SCENES.items():
            await bench.begin_again()
            if bench.app.theme != scene.theme:
                bench.app.theme = scene.theme
            await bench.resize(scene.size)
            bench.screen.put(scene.setup())
            await bench.settle()
            await bench.press(*scene.keys)
            bench.app.clear_notifications()
            await bench.settle()
            yield name, _small(bench)


def _small(bench: Bench) -> str:
    """Export the screen without what no viewer needs: fonts from elsewhere, comments, clips, long names."""
    svg = _BORING.sub("", bench.app.export_screenshot(title="jwtlens"))
    for found, instead in _SHORTER:
        svg = re.sub(found, instead, svg)
    return svg.strip() + "\n"


def essence(svg: str) -> tuple[list[str], set[str]]:
    """Return the texts of a picture and its colours: places follow from the texts, and PyJWT has many versions."""
    texts = [unescape(text).replace("\xa0", " ") for text in re.findall(r"<text [^>]*>([^<]*)</text>", svg)]
    return [re.sub(r"PyJWT [\d.]+\w*", "PyJWT", text) for text in texts], {*re.findall(r"#[0-9a-f]{6}", svg)}


def steady() -> mock._patch:  # type: ignore[type-arg]
    """Keys of lessons are made anew in every process; for the pictures they are one that stays."""

    def made(kind: str, nth: str) -> Key:
        return made_keys._secret(f"a secret for pictures of the kind {kind} {nth}")

    return mock.patch.object(made_keys, "_made", made)


async def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(exist_ok=True)
    async for name, svg in pictures():
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8", newline="\n")
        png = resvg_py.svg_to_bytes(svg_string=svg, font_family="Fira Code", monospace_family="Fira Code")
        (FOLDER / f"{name}.png").write_bytes(png)
        print(FOLDER / name, len(svg), len(png))


if __name__ == "__main__":
    os.environ.update(TZ="UTC", TERM="xterm-256color", COLORTERM="truecolor", JWTLENS_CONFIG="/no/settings.toml")
    time.tzset()
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(progress, "place", return_value=f"{folder}/lessons.json"),
        mock.patch.object(searching, "_BY_ITSELF", False),
        mock.patch.object(bench_module, "_QUIET", 0),
        mock.patch.object(explaining, "_QUIET", 0),
        steady(),
    ):
        asyncio.run(main())
