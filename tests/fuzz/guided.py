"""The same targets, guided by what they reach: ``python -m tests.fuzz.guided TARGET FOLDER [flags of libFuzzer]``.

It needs atheris, which is no dependency of the project. FOLDER keeps the bytes that reached something new: half of
them are read as choices of the grammar, the others as the text itself.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

atheris: Any = importlib.import_module("atheris")  # pip install atheris

with atheris.instrument_imports(include=["jwtlens"]):
    import jwtlens

    for info in pkgutil.walk_packages(jwtlens.__path__, "jwtlens."):
        if not info.name.endswith("__main__") and ".tui" not in info.name:
            importlib.import_module(info.name)

from jwtlens.keys.secret import Secret  # noqa: E402 - what is imported first is watched
from jwtlens.verify.policy import Policy  # noqa: E402 - what is imported first is watched
from tests.core_kit import NOW  # noqa: E402 - what is imported first is watched
from tests.fuzz.asked import RING, Asked  # noqa: E402 - what is imported first is watched
from tests.fuzz.chance import Tape  # noqa: E402 - what is imported first is watched
from tests.fuzz.targets import TARGETS  # noqa: E402 - what is imported first is watched

_AS_IT_IS: dict[str, Callable[[bytes], object]] = {
    "base64url": lambda data: data.decode("utf-8", "surrogateescape"),
    "json": lambda data: data,
    "paste": lambda data: data.decode("utf-8", "surrogateescape"),
    "parsing": lambda data: data.decode("utf-8", "surrogateescape"),
    "inspection": lambda data: Asked(data.decode("utf-8", "surrogateescape"), RING, Policy(), NOW),
    "audit": lambda data: Asked(data.decode("utf-8", "surrogateescape"), RING, Policy(), NOW),
    "harvest": lambda data: (data, 64),
    "keys": lambda data: (Secret(data), "auto"),
    "batch": lambda data: data,
}
"""How bytes are the input itself, for the targets that have one."""


def main() -> None:
    name = sys.argv.pop(1)
    target, as_it_is = TARGETS[name], _AS_IT_IS.get(name)

    def one(data: bytes) -> None:
        if as_it_is is not None and data[:1] >= b"\x80":
            target.holds(as_it_is(data[1:]))
        else:
            target.holds(target.make(Tape(data[1:])))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
