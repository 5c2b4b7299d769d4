"""What every reader of foreign text reports: what is wrong, in words, and where."""

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, ``start`` included, ``end`` not."""

    start: int
    end: int

    def shifted(self, by: int) -> "Span":
        """Return the same range, seen from an origin that lies ``by`` characters earlier."""
        return Span(self.start + by, self.end + by)


class Problem(NamedTuple):
    """Something wrong with a text that was read.

    ``code`` is stable and made for programs, ``message`` is a sentence for people, ``field`` names the part of the
    token as ``part/json-pointer`` (RFC 6901), and ``span`` is where in the text that was read.
    """

    code: str
    message: str
    field: str = "token"
    span: Span | None = None
