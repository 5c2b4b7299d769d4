"""Prints how the vectors come out, suite by suite: ``JWTLENS_VECTORS=FOLDER python -m tests.vectors``."""

import sys
import time
from collections import Counter

from tests.vectors.judging import HOW, folder, judged, vectors

COLUMNS = ("right", "wrong", "unsupported")


def main() -> int:
    if folder() is None:
        print(HOW, file=sys.stderr)
        return 2
    begin = time.perf_counter()
    table: dict[str, Counter[str]] = {}
    complaints = []
    for vector in vectors():
        result, wrong = judged(vector)
        table.setdefault(vector["suite"], Counter())[result] += 1
        complaints += [f"{result}: {vector['id']} ({vector['level']}): {reason}" for reason in wrong]
    total = sum(table.values(), Counter[str]())
    print(f"{'suite':16}" + "".join(f"{name:>13}" for name in COLUMNS))
    for suite, counted in [*sorted(table.items()), ("total", total)]:
        print(f"{suite:16}" + "".join(f"{counted[name]:13}" for name in COLUMNS))
    print("\n".join(["", *complaints, f"{total.total()} vectors in {time.perf_counter() - begin:.1f} s"]))
    return 1 if total["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
