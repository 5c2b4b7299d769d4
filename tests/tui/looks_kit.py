"""The screens of the program one after the other, and what stands on them in which colours."""

from collections.abc import AsyncIterator, Iterator
from typing import NamedTuple

from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.constants import DIM_FACTOR
from textual.geometry import Region
from textual.widget import Widget

from jwtlens.samples import gallery
from tests.tui.bench_kit import NOW, Bench, token

LIST = "\n".join(f"GET /{n} HTTP/1.1\nAuthorization: Bearer {token(claims={'sub': f'u{n}'})}" for n in range(3))
Colour = tuple[int, int, int]

DIALOGS = (*("help", "copy_menu", "settings", "anatomy", "key('generate')", "compare"),)
"""Actions that open a screen over the panes."""


async def screens(bench: Bench) -> AsyncIterator[str]:
    """Go through all screens, and name each: panes with a good and a bad token, lists, a lesson, and all dialogs."""
    yield "a sample that is accepted"
    bench.screen.put(gallery.setup(gallery.find("es256"), NOW))
    await bench.screen.run_action("key('add')")
    await bench.settle()
    yield "several keys"
    await bench.begin_again()
    bench.screen.put(gallery.setup(gallery.find("wrong-audience"), NOW))
    for pane in ("payload", "audit"):
        await bench.go(pane)
        yield f"a token that is rejected, in {pane}"
    await bench.replace("payload", "{", "{{")
    yield "a payload that is broken"
    await bench.press("ctrl+r")
    bench.screen.action_pin()
    for name in DIALOGS:
        await bench.screen.run_action(name)
        await bench.settle()
        yield name
        bench.app.pop_screen()
    await bench.press("f2")
    yield "an explanation"
    await bench.begin_again()
    await bench.paste_token("not.a.token")
    yield "a malformed token"
    await bench.paste_token("")
    yield "no token"
    await bench.paste_token(LIST)
    yield "the list of found tokens"
    await bench.press("f5", "enter")
    yield "a lesson"


def top(bench: Bench) -> Region:
    """Where the topmost screen draws itself: a dialog is over panes that are there to be seen no more."""
    if len(bench.app.screen_stack) == 1:
        return bench.app.screen.region
    return next(
        child.region for child in bench.app.screen.children if child.display and not child.has_class("-textual-system")
    )


def segments(bench: Bench, region: Region | None = None) -> Iterator[Segment]:
    """What is drawn in a region, after everything that the terminal cannot do was taken out of it."""
    region = region or top(bench)
    strips = bench.app.screen._compositor.render_strips()
    for strip in strips[region.y : region.bottom]:
        yield from strip.crop(region.x, region.right)


class Pair(NamedTuple):
    """A colour, and the one behind it."""

    text: Colour
    behind: Colour

    @property
    def contrast(self) -> float:
        """The contrast ratio of WCAG 2.1, from 1 to 21."""
        light, dark = sorted((_luminance(self.text), _luminance(self.behind)), reverse=True)
        return (light + 0.05) / (dark + 0.05)


def pair(style: Style) -> Pair:
    """The colours of a style as they are seen: reversed, and dimmed as Textual does it."""
    text, behind = (_rgb(colour, light) for colour, light in ((style.color, 255), (style.bgcolor, 0)))
    if style.reverse:
        text, behind = behind, text
    if style.dim:
        text = tuple(round(b + (t - b) * DIM_FACTOR) for t, b in zip(text, behind, strict=True))  # type: ignore[assignment]
    return Pair(text, behind)


def drawn(bench: Bench, widget: Widget) -> list[tuple[str, str]]:
    """What is seen of a widget and its border: characters and styles."""
    around = next((one for one in widget.ancestors_with_self if isinstance(one, Widget) and one.styles.border), widget)
    return [(one.text, str(one.style)) for one in segments(bench, around.region)]


def _rgb(colour: Color | None, otherwise: int) -> Colour:
    if colour is None or colour.is_default:
        return (otherwise,) * 3
    if colour.type is ColorType.STANDARD and colour.number is not None:
        return STANDARD_PALETTE[colour.number]
    return tuple(colour.get_truecolor())  # type: ignore[return-value]


def _luminance(colour: Colour) -> float:
    linear = [one / 255 / 12.92 if one / 255 <= 0.04045 else ((one / 255 + 0.055) / 1.055) ** 2.4 for one in colour]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
