"""Regular expressions that are compiled when a token first needs them: few tokens need all, and start-up needs none."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import AnyStr, Generic


class LazyPattern(Generic[AnyStr]):
    """A pattern that is not compiled yet. Its methods are those of ``re.Pattern``, and cost the same from then on."""

    def __init__(self, source: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source: AnyStr = source
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self._source, self._flags)

    @cached_property
    def match(self) -> Callable[[AnyStr], re.Match[AnyStr] | None]:
        """Match at the start of a text."""
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[[AnyStr], re.Match[AnyStr] | None]:
        """Match a whole text."""
        return self._compiled.fullmatch

    @cached_property
    def search(self) -> Callable[[AnyStr], re.Match[AnyStr] | None]:
        """Match anywhere in a text."""
        return self._compiled.search

    @cached_property
    def findall(self) -> Callable[[AnyStr], list[AnyStr]]:
        """List all matches in a text; the pattern has no groups."""
        return self._compiled.findall

    @cached_property
    def sub(self) -> Callable[[AnyStr, AnyStr], AnyStr]:
        """Replace all matches in a text."""
        return self._compiled.sub
