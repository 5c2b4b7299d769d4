"""A short walk of somebody who does anything; ``python -m tests.fuzz --screens 200`` is the long one."""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.tui.screen_machine import ScreenMachine

WALKS = int(os.environ.get("JWTLENS_SCREENS", "0"))
SHORT = settings(
    max_examples=3, stateful_step_count=20, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
LONG = settings(
    SHORT, max_examples=WALKS or 1, stateful_step_count=50, derandomize=False, phases=[Phase.generate, Phase.shrink]
)


def test_nothing_that_somebody_does_breaks_the_screen() -> None:
    run_state_machine_as_test(ScreenMachine, settings=LONG if WALKS else SHORT)
