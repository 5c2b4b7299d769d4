"""The table of all figures, for a terminal and for the README."""

from collections.abc import Iterator, Mapping, Sequence

from tests.benchmarks.goals import Goal
from tests.benchmarks.pairs import Measured

_HEAD = ("figure", "measured", "against", "ratio", "quartiles", "runs", "goal", "kept")
_NUMBERS = {1, 3, 4, 5, 6}


def text(rows: Sequence[tuple[Goal, Measured]], values: Mapping[str, int]) -> str:
    """The table for a terminal, in columns; ``values`` fill in what a figure's name leaves open."""
    cells = [_HEAD, *(_cells(goal, one, values) for goal, one in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if at in _NUMBERS else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def markdown(rows: Sequence[tuple[Goal, Measured]], values: Mapping[str, int]) -> str:
    """The table for the README, and below it the distance of every goal that was missed, with its reason."""
    head = [_HEAD, tuple("--:" if at in _NUMBERS else "---" for at in range(len(_HEAD)))]
    lines = [f"| {' | '.join(one)} |" for one in [*head, *(_cells(goal, one, values) for goal, one in rows)]]
    return "\n".join([*lines, *reasons(rows, values)])


def reasons(rows: Sequence[tuple[Goal, Measured]], values: Mapping[str, int]) -> Iterator[str]:
    """For every missed goal where the time goes, as items of a list with an empty line before."""
    missed = [(goal, one) for goal, one in rows if not one.problem and not goal.is_kept(one.ratio)]
    if missed:
        yield ""
    for goal, one in missed:
        distance = goal.distance or "not explained yet"
        yield f"* {_name(goal, values)}: {_ratio(goal, one)}, not {_limit(goal)}: {distance}."


def _cells(goal: Goal, one: Measured, values: Mapping[str, int]) -> tuple[str, ...]:
    against = goal.against
    if one.problem:
        return _name(goal, values), "–", against, "–", "–", "–", _limit(goal), one.problem
    if one.floor is not None:
        against = f"{against}: {_number(one.floor)} {one.unit}"
    kept = "kept" if goal.is_kept(one.ratio) else "missed"
    spread = f"{_number(one.low)}–{_number(one.high)}"
    figure = f"{_number(one.figure)} {one.unit}".strip()
    return _name(goal, values), figure, against, _ratio(goal, one), spread, str(one.runs), _limit(goal), kept


def _name(goal: Goal, values: Mapping[str, int]) -> str:
    return goal.figure.format_map(values)


def _ratio(goal: Goal, one: Measured) -> str:
    return f"{_number(one.ratio)} ×" if goal.against else _number(one.ratio)


def _limit(goal: Goal) -> str:
    return f"{'≥' if goal.at_least else '≤'} {_number(goal.limit)}{' ×' * bool(goal.against)}"


def _number(value: float) -> str:
    """Three digits that count, and the zeros behind them left out where they say nothing."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
