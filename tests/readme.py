"""The README's console examples, and how to write their real output into it: python -m tests.readme

A block of ``console`` holds commands after ``$ `` (a backslash at the end continues one) and what they print. The
blocks share a folder and their exported variables, in the order of the text.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.cli.processes import ROOT, environment

README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.DOTALL | re.MULTILINE)


class Example(NamedTuple):
    """One command as the README has it, and the text below it."""

    command: str
    printed: str


def examples(block: str) -> list[Example]:
    """Take a console block apart."""
    found: list[Example] = []
    command: list[str] = []
    printed: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                found.append(Example("\n".join(command), "".join(printed)))
            command, printed = [line], []
        elif command[-1].endswith("\\") and not printed:
            command.append(line)
        else:
            printed.append(f"{line}\n")
    return [*found, Example("\n".join(command), "".join(printed))]


def blocks(text: str) -> list[str]:
    """Return the inside of every console block."""
    return [str(found) for found in _BLOCK.findall(text)]


class Shell:
    """Runs the examples in one folder; what one exports, the next ones have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exports: list[str] = []
        program = folder / "bin" / "jwtlens"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jwtlens "$@"\n')
        program.chmod(0o755)
        self._environment = environment()
        self._environment["PATH"] = f"{program.parent}:{self._environment['PATH']}"

    def run(self, command: str) -> str:
        """Return what the command prints, standard error included, without blanks at the ends of lines."""
        line = command.removeprefix("$ ")
        if line.startswith("export "):
            self._exports.append(line)
            return ""
        script = "\n".join(["exec 2>&1", *self._exports, line])
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            check=False,
            timeout=60,
        )
        return done.stdout.decode()


def refreshed(text: str, shell: Shell) -> str:
    """Return the README with the output that the program really prints."""

    def rewrite(block: re.Match[str]) -> str:
        return "".join(f"{one.command}\n{shell.run(one.command)}" for one in examples(block[0]))

    return _BLOCK.sub(rewrite, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        README.write_text(refreshed(README.read_text(encoding="utf-8"), Shell(Path(folder))), encoding="utf-8")
