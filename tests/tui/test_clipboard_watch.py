import pyperclip
import pytest

from jwtlens.tui import clipboard_watch
from tests.tui.bench_kit import CLAIMS, NARROW, SECRET, Bench, opened, row, start, token
from tests.tui.found_kit import GOOD, TOKENS

OTHER = token(claims=CLAIMS | {"sub": "copied"})


class Desktop:
    """The clipboard of the desktop."""

    def __init__(self) -> None:
        self.text, self.works, self.reads = "", True, 0

    def paste(self) -> str:
        self.reads += 1
        if not self.works:
            raise pyperclip.PyperclipException("no clipboard")
        return self.text


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    found = Desktop()
    monkeypatch.setattr(pyperclip, "paste", found.paste)
    monkeypatch.setattr(clipboard_watch, "_EVERY", 3600)  # the tests look when they want to
    return found


async def copied(bench: Bench, desktop: Desktop, text: str) -> None:
    desktop.text = text
    bench.screen.look_at_clipboard()
    await bench.settle()


async def test_the_clipboard_is_not_read_unless_that_is_asked_for(desktop: Desktop) -> None:
    async with opened(start(token(), SECRET), NARROW) as bench:
        await bench.tick()
        assert (desktop.reads, bench.screen.watching, "watching" in bench.seen()) == (0, False, False)


async def test_a_token_that_is_copied_elsewhere_appears(desktop: Desktop) -> None:
    desktop.text = GOOD
    async with opened(start(token(), SECRET, watch_clipboard=True), NARROW) as bench:
        assert bench.token == token()  # what was copied before is not taken
        await bench.press("f10")
        assert "watching the clipboard" in bench.seen()
        await bench.press("f10")
        own = bench.screen.token_pane.text
        bench.app.copy_to_clipboard(own)
        rows: dict[str, tuple[str, str]] = {
            "a word": ("no token", token()),
            "our own copy": (own, token()),
            "a token": (f"Bearer {OTHER}\n", OTHER),
            "the same again": (f"Bearer {OTHER}\n", OTHER),
            "nothing": ("", OTHER),
            "too much": ("x" * (4 * 1024 * 1024 + 1), OTHER),
        }
        for name, (text, expected) in rows.items():
            with row(name):
                await copied(bench, desktop, text)
                assert bench.token == expected
                assert not [one for one in bench.told if "There is no token" in one]
        await copied(bench, desktop, "\n".join(TOKENS))
        assert bench.screen.found_panel is not None
        assert "the clipboard" in bench.title("found")
        await bench.press("escape", "alt+up", "alt+up")
        assert bench.token == token()
        await bench.screen.run_action("watch_clipboard")
        reads = desktop.reads
        await copied(bench, desktop, OTHER)
        assert (bench.token, "watching the" in bench.seen()) == (token(), False)
        assert desktop.reads <= reads + 1


async def test_a_machine_without_a_clipboard_says_so_and_stops(desktop: Desktop) -> None:
    desktop.works = False
    async with opened(start(token(), SECRET, watch_clipboard=True), NARROW) as bench:
        assert bench.told[-1].startswith("The clipboard cannot be read here")
        assert not bench.screen.watching
