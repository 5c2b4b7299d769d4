"""A short and repeatable portion of the fuzzing; ``python -m tests.fuzz --minutes 60`` is the long run.

The same grammar of inputs is driven twice: by Hypothesis, which makes a failure small, and by numbers, which is a
hundred times as fast.
"""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import runner
from tests.fuzz.chance import Tape, below, octets, one_in, pick
from tests.fuzz.targets import TARGETS

_EACH = 5
"""Executions by number, times the weight of the target: a tenth of a second or so."""


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=6)
@given(r=st.randoms(use_true_random=False))
def test_what_hypothesis_thinks_of(name: str, r: Random) -> None:
    target = TARGETS[name]
    target.holds(target.make(r))


@pytest.mark.parametrize("name", TARGETS)
def test_the_first_executions_of_the_long_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "SLOW", 60)  # time is for the long run: the first execution loads the rules
    for number in range(_EACH * TARGETS[name].weight):
        found = runner.execute(name, number)
        if found is not None:
            found.error.add_note(f"execution {number} of {name}: {found.given[:2000]}")
            raise found.error


def test_an_execution_that_fails_or_is_slow_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(given: object) -> None:
        raise KeyError(given)

    monkeypatch.setitem(TARGETS, "fails", TARGETS["typed"]._replace(holds=fails))
    found = runner.execute("fails", 7)
    assert found is not None
    assert (found.target, found.number, type(found.error)) == ("fails", 7, KeyError)
    assert found.given
    monkeypatch.setattr(runner, "SLOW", -1)
    slow = runner.execute("typed", 7)
    assert slow is not None
    assert isinstance(slow.error, TimeoutError)


def test_the_bytes_of_a_guided_fuzzer_make_choices_too() -> None:
    tape = Tape(b"\xff\xff\x80\x00\x12")
    assert [pick(tape, "abc"), below(tape, 10), octets(tape, 2), one_in(tape, 2)] == ["c", 5, b"\x12\x00", False]
