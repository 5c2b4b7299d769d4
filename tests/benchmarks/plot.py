"""Cost against size, from 1 KB to 1 MB, both in powers of ten: what is linear runs along the grey lines."""

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import bulk, keys, pastes
from tests.benchmarks.bench import Bench
from tests.benchmarks.material import sized

_SIZES = tuple(1024 * 4**power for power in range(6))
_WIDTH, _HEIGHT = 840, 520
_LEFT, _TOP, _RIGHT, _BOTTOM = 80, 50, 230, 60
_TEXT = "#1f2430"
_GREY = "#c9ced6"


class Series(NamedTuple):
    """One line: what it is, its colour, and milliseconds by size in characters."""

    name: str
    colour: str
    points: Sequence[tuple[int, float]]


def write(path: Path, bench: Bench) -> None:
    """Measure, and draw into a file: SVG, or PNG if it is called so."""
    drawn = svg(_measured(bench))
    if path.suffix == ".png":
        import resvg_py  # noqa: PLC0415 - a tool of development

        path.write_bytes(resvg_py.svg_to_bytes(svg_string=drawn, font_family="DejaVu Sans"))
    else:
        path.write_text(drawn)


def svg(series: Sequence[Series]) -> str:
    """Draw the lines into an SVG."""
    every = [value for one in series for _, value in one.points]
    low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    scale = _Scale(low, high)
    size = f'width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="DejaVu Sans, sans-serif">',
        f'<rect {size} fill="#ffffff"/>',
        _words(_LEFT, 30, "Cost against the size of the token; the grey lines are linear", size=16),
        *_frame(scale),
        *(part for one in series for part in _line(one, scale)),
        *_legend(series),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Scale(NamedTuple):
    """From sizes and milliseconds to places; ``low`` and ``high`` are powers of ten of a millisecond."""

    low: int
    high: int

    def x(self, size: float) -> float:
        share = math.log(size / _SIZES[0]) / math.log(_SIZES[-1] / _SIZES[0])
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, milliseconds: float) -> float:
        share = (math.log10(milliseconds) - self.low) / (self.high - self.low)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _frame(scale: _Scale) -> Iterator[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    inside = f'x="{_LEFT}" y="{_TOP}" width="{right - _LEFT}" height="{bottom - _TOP}"'
    yield f'<clipPath id="inside"><rect {inside}/></clipPath>'
    for power in range(scale.low - 4, scale.high + 1):
        start, end = 10.0**power, 10.0**power * _SIZES[-1] / _SIZES[0]
        ends = f'x1="{_LEFT}" y1="{scale.y(start):.1f}" x2="{right}" y2="{scale.y(end):.1f}"'
        yield f'<line {ends} stroke="{_GREY}" stroke-dasharray="3 4" clip-path="url(#inside)"/>'
    for power in range(scale.low, scale.high + 1):
        at = scale.y(10.0**power)
        yield f'<line x1="{_LEFT - 5}" y1="{at:.1f}" x2="{_LEFT}" y2="{at:.1f}" stroke="{_TEXT}"/>'
        yield _words(_LEFT - 10, at + 4, f"{10.0**power:g} ms", anchor="end")
    for size in _SIZES:
        at = scale.x(size)
        yield f'<line x1="{at:.1f}" y1="{bottom}" x2="{at:.1f}" y2="{bottom + 5}" stroke="{_TEXT}"/>'
        name = f"{size // 1024} KB" if size < 1024 * 1024 else "1 MB"
        yield _words(at, bottom + 22, name, anchor="middle")
    yield f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="{_TEXT}"/>'


def _line(series: Series, scale: _Scale) -> Iterator[str]:
    places = [(scale.x(size), scale.y(value)) for size, value in series.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{series.colour}" stroke-width="2.5"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{series.colour}"/>'


def _legend(series: Sequence[Series]) -> Iterator[str]:
    for row, one in enumerate(series):
        y = _TOP + 20 + row * 24
        yield f'<rect x="{_WIDTH - _RIGHT + 20}" y="{y - 9}" width="16" height="4" fill="{one.colour}"/>'
        yield _words(_WIDTH - _RIGHT + 44, y - 2, one.name)


def _words(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{_TEXT}">{escape(text)}</text>'
    )


def _measured(bench: Bench) -> list[Series]:
    tokens = {size: sized(size) for size in _SIZES}
    return [
        Series("paste to verdict", "#c2410c", [(size, _paste(bench, token)) for size, token in tokens.items()]),
        Series("inspect(), all rules", "#1d4ed8", [(size, bulk.inspect_ms(bench, size)) for size in _SIZES]),
        Series("key press to token", "#15803d", [(size, keys.echo_ms(bench, size)) for size in _SIZES]),
    ]


def _paste(bench: Bench, token: str) -> float:
    return min(pastes.to_verdict(bench, token) for _ in range(bench.runs(3))) * 1000
