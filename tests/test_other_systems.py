"""What can be known here about systems that have less: nothing is imported that only Unix has."""

import subprocess
import sys

from tests.cli.processes import environment

ONLY_UNIX = ("fcntl", "grp", "pty", "pwd", "readline", "resource", "termios", "tty")
ONLY_UNIX_OF_OS = ("O_NONBLOCK", "fork", "killpg", "mkfifo", "nice", "sched_getaffinity", "setsid")
PROGRAM = f"""
import importlib, os, pkgutil, signal, sys
sys.modules.update(dict.fromkeys({ONLY_UNIX!r}))
for name in {ONLY_UNIX_OF_OS!r}:
    vars(os).pop(name, None)
for name in ("SIGALRM", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGTSTP", "SIGUSR1", "SIGWINCH"):
    vars(signal).pop(name, None)
import jwtlens
for found in pkgutil.walk_packages(jwtlens.__path__, "jwtlens."):
    try:
        importlib.import_module(found.name)
    except Exception as error:
        print(found.name, error)
"""


def test_every_module_but_the_driver_of_unix_terminals_is_imported_without_what_only_unix_has() -> None:
    command = (sys.executable, "-c", PROGRAM)
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment(), timeout=60)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["jwtlens.tui.driver"]
