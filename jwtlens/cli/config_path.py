"""``jwtlens config path``: where the file of settings is, or would be."""

import os

from jwtlens.answers import dump
from jwtlens.cli import config, output
from jwtlens.displayable import displayable
from jwtlens.settings.place import place


def run(words: list[str]) -> int:
    """Print the path; return 0 the file is there, 1 it is not."""
    args = config.parser("path", "Print where the file of settings is, or would be.").parse_args(words)
    path = place(args.config)
    there = os.path.lexists(path)
    if args.json:
        output.write(dump({"schema": 1, "path": path, "there": there}))
    else:
        output.write(f"{displayable(path)}\n")
    return int(not there)
