import gzip
from pathlib import Path

import pytest

from jwtlens.captures import Gathering
from jwtlens.cli import screen
from jwtlens.start import Start
from tests.tui.found_kit import GOOD, TOKENS, har


def begun(*words: str, clipboard: str | None = None) -> Start:
    args = screen.parse([*words])
    return screen.with_capture(screen.start(args, clipboard), args)


@pytest.mark.parametrize("how", ["--file", "@", "gz", "text", "--clipboard"])
def test_a_text_with_several_tokens_is_handed_to_the_screen_to_look_through(how: str, tmp_path: Path) -> None:
    text, file = har(*TOKENS), tmp_path / "a.har"
    file.write_bytes(gzip.compress(text.encode()) if how == "gz" else text.encode())
    match how:
        case "text":
            begin = begun(text)
        case "--clipboard":
            begin = begun("--clipboard", clipboard=text)
        case "@":
            begin = begun(f"@{file}")
        case _:
            begin = begun("--file", str(file))
    assert begin.capture is not None
    gathering = Gathering(begin.capture)
    *_, last = gathering.steps()
    assert ([one.token for one in gathering.found()], last.problem) == (list(TOKENS), "")


def test_one_token_goes_straight_in_and_the_clipboard_is_watched_only_if_asked_for() -> None:
    assert (begun(GOOD).capture, begun().capture, begun(GOOD).watch_clipboard) == (None, None, False)
    assert begun("--watch-clipboard").watch_clipboard
