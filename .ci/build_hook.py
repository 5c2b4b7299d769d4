"""Puts the manual page and the completions into the wheel. The program prints them, so they are never stale."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {
    "share/man/man1/jwtlens.1": ("--print-man",),
    "share/bash-completion/completions/jwtlens": ("--print-completion", "bash"),
    "share/zsh/site-functions/_jwtlens": ("--print-completion", "zsh"),
    "share/fish/vendor_completions.d/jwtlens.fish": ("--print-completion", "fish"),
}
"""Where the files are below the environment's folder, as man and the shells look for them, and what prints them."""


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs the program that is being packed; nothing of what it needs is installed then, and none of it is used."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and tell hatchling where they go."""
        del version
        self._folder = tempfile.TemporaryDirectory()
        for target, words in SHIPPED.items():
            file = Path(self._folder.name, Path(target).name)
            command = (sys.executable, "-X", "utf8", "-S", "-m", "jwtlens", *words)
            done = subprocess.run(command, cwd=self.root, check=True, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
            file.write_bytes(done.stdout.replace(b"\r\n", b"\n"))
            build_data["shared_data"][str(file)] = target

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove them again."""
        del version, build_data, artifact_path
        self._folder.cleanup()
