import os
import sys

import pytest
from hypothesis import HealthCheck, settings

os.environ["JWTLENS_CONFIG"] = "/no/settings/of/whoever/runs/the/tests.toml"
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
for _variable in ("NO_COLOR", "LC_ALL", "LC_CTYPE"):
    os.environ.pop(_variable, None)

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


if sys.platform == "win32":
    # Pseudo-terminals, Unix shells, signals and modes of files, which these are about, are not there.
    collect_ignore = [
        "end_to_end",
        "test_readme.py",
        "cli/test_audit_command.py",
        "cli/test_completion.py",
        "cli/test_help_examples.py",
        "cli/test_key_command.py",
        "cli/test_processes.py",
        "cli/test_scan_command.py",
        "hostile/test_bombs.py",
        "hostile/test_commands.py",
        "hostile/test_saves.py",
        "keys/test_save.py",
        "keys/test_sources.py",
        "learn/test_progress.py",
        "search/test_candidates.py",
        "search/test_search.py",
        "tui/test_hostile_strings.py",
        "web/test_page_in_chromium.py",
        "web/test_refusals.py",
    ]
