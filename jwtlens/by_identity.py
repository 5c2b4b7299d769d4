"""Results about values that many tokens share, found again by the identity of the value."""

from collections.abc import Callable
from typing import Generic, TypeVar

Subject = TypeVar("Subject")
Result = TypeVar("Result")


class ByIdentity(Generic[Subject, Result]):
    """A function of one value that nobody changes, which remembers its results for some of the last values.

    The same object is asked for, not an equal one: that needs no hash, which a parsed JSON text does not have, and
    takes no two values for one that differ in anything. The values are kept alive, hence no other can have their place.
    """

    def __init__(self, function: Callable[[Subject], Result], most: int) -> None:
        self._function, self._most = function, most
        self._results: dict[int, tuple[Subject, Result]] = {}

    def __call__(self, subject: Subject) -> Result:
        """Return the result of the function."""
        found = self._results.get(id(subject))
        if found is not None and found[0] is subject:
            return found[1]
        result = self._function(subject)
        if len(self._results) >= self._most:
            self._results.clear()
        self._results[id(subject)] = (subject, result)
        return result
