import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "jwtlens",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=int(os.environ.get("JWTLENS_EXAMPLES", "60")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("jwtlens")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name long texts by their parameter: tokens and keys made anew for each run cannot name a test."""
    del config
    return argname if isinstance(val, str | bytes) and len(val) > 60 else None
