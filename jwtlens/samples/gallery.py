"""The gallery: one realistic token with its key for each kind and vendor, good and broken, dated when it is opened."""

import tomllib
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.samples import described
from jwtlens.samples.setup import Plan, Setup, built
from jwtlens.verify.report import Verdict

_FILES = ("signed", "kinds", "vendors", "encrypted", "broken")
_MEMBERS = described.PLAN | {"name", "title", "verdict", "severity"}


class Sample(NamedTuple):
    """One exhibit. ``group`` is the heading that it stands under, ``title`` a line about it.

    ``verdict`` and ``severity`` are what verification and audit say of it: the worst finding, by its name in small
    letters. Both are proven by the tests, never shown in the place of a judgement.
    """

    name: str
    title: str
    group: str
    plan: Plan
    verdict: Verdict
    severity: str


@cache
def samples() -> tuple[Sample, ...]:
    """Every sample, group by group."""
    return tuple(sample for file in _FILES for sample in _read(file))


def find(name: str) -> Sample:
    """Return the sample of this name. Raises ValueError, with a sentence, where there is none."""
    found = next((sample for sample in samples() if sample.name == name), None)
    if found is None:
        near = get_close_matches(name, [sample.name for sample in samples()], n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else "jwtlens --list-samples names them all"
        raise ValueError(f"there is no sample {quoted(name)}. {hint}")
    return found


def setup(sample: Sample, now: float) -> Setup:
    """Make the token and the key of a sample as of ``now``, a Unix time in seconds."""
    return built(sample.plan, now)


def _read(file: str) -> tuple[Sample, ...]:
    book = tomllib.loads(resources.files(__package__).joinpath("data", f"{file}.toml").read_text("utf-8"))
    found = []
    for row in book["samples"]:
        described.only(row, _MEMBERS, f"the sample {row['name']}")
        plan = described.plan({"expect": {}} | row, row["name"])
        verdict = Verdict(row["verdict"])
        found.append(Sample(row["name"], row["title"], book["group"], plan, verdict, row["severity"]))
    return tuple(found)
