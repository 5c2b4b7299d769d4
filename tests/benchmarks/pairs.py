"""Figures and their floors, taken in turns in one run, so that their ratio means something on a busy machine."""

import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Pair(NamedTuple):
    """The figure and its floor, taken one after the other, in the same unit."""

    figure: float
    floor: float


class Measured(NamedTuple):
    """Medians of a figure and its floor (None without one), and of the ratios of each pair, with their quartiles.

    Without a floor the ratio is the figure itself. ``problem`` says why nothing was measured.
    """

    figure: float = 0.0
    floor: float | None = None
    ratio: float = 0.0
    low: float = 0.0
    high: float = 0.0
    runs: int = 0
    unit: str = "ms"
    problem: str = ""


def measured(pairs: Sequence[Pair], unit: str = "ms", *, scale: float = 1000.0) -> Measured:
    """Sum up pairs; ``scale`` brings their unit to the one that is shown."""
    ratios = [pair.figure / pair.floor for pair in pairs]
    figure, floor = (statistics.median(one) * scale for one in zip(*pairs, strict=True))
    return Measured(figure, floor, statistics.median(ratios), *_quartiles(ratios), len(pairs), unit)


def alone(figures: Sequence[float], unit: str = "ms", *, scale: float = 1000.0) -> Measured:
    """Sum up figures that have no floor."""
    scaled = [one * scale for one in figures]
    middle = statistics.median(scaled)
    return Measured(middle, None, middle, *_quartiles(scaled), len(scaled), unit)


def in_turns(runs: int, figure: Callable[[], float], floor: Callable[[], float]) -> list[Pair]:
    """Take both ``runs`` times in turns, after once that does not count: it fills the caches of the system."""
    return [Pair(figure(), floor()) for _ in range(runs + 1)][1:]


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high
