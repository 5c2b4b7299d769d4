"""Print the first or the second command of the README's quick start: quick_start.py README.md 1|2."""

import re
import sys
from pathlib import Path


def commands(readme: str) -> list[str]:
    """Return the code blocks of the section, which has exactly two, of one command each."""
    section = re.search(r"^## Quick start\n(.*?)^## ", readme, re.DOTALL | re.MULTILINE)
    if section is None:
        sys.exit("the README has no section Quick start")
    blocks = re.findall(r"^```sh\n(.*?)^```$", section[1], re.DOTALL | re.MULTILINE)
    found = [str(block).strip() for block in blocks]
    if len(found) != 2 or any("\n" in command for command in found):
        sys.exit(f"the README's quick start must have two code blocks of one command each, not {found}")
    return found


if __name__ == "__main__":
    print(commands(Path(sys.argv[1]).read_text(encoding="utf-8"))[int(sys.argv[2]) - 1])
