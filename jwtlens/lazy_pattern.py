"""Regular expressions that are compiled when a text first needs them.

To compile one costs 0.1 to 0.5 ms, as much as to import a module. Verifying a token had compiled 85 before it began,
a third of the whole call; an ordinary token needs hardly any of them.
"""

import re
from typing import Any, AnyStr, cast


class _LazyPattern:
    """Stands for a pattern; each attribute that is asked for is the pattern's own from then on."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
        if name.startswith("__"):  # copying and pickling ask for what no pattern needs
            raise AttributeError(name)
        value = getattr(re.compile(self._source, self._flags), name)  # re keeps it, so asking again costs little
        setattr(self, name, value)
        return value


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what behaves like ``re.compile(source, flags)``, and is compiled on first use."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))
