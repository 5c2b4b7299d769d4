"""The pictures of the README are what the program shows now; ``python -m tests.make_screenshots`` makes them anew."""

import os
import time

import pytest

from tests.make_screenshots import FOLDER, SCENES, essence, pictures, steady


async def test_the_pictures_show_the_program_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TZ", "UTC")
    time.tzset()
    made = {}
    with steady():
        async for name, svg in pictures():
            made[name] = essence(svg)
    stale = [name for name, now in made.items() if essence((FOLDER / f"{name}.svg").read_text("utf-8")) != now]
    assert not stale, "python -m tests.make_screenshots makes them anew"
    assert [*made] == [*SCENES]
    assert all((FOLDER / f"{name}.png").is_file() for name in SCENES)
    assert "ACCEPTED" in "".join(made["workbench-dark"][0])
    assert "REJECTED" in "".join(made["rejected"][0])
    assert made["workbench-dark"][1] != made["workbench-light"][1]
