"""Where the choices of a generated input come from: a seeded generator, Hypothesis, or the bytes of a guided fuzzer.

All are a ``random.Random`` of which only ``random()`` and ``getrandbits()`` are used, so one grammar serves the three.
"""

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Tape(Random):
    """Takes its choices from bytes, one after the other, and zeros where they end."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data, self._at = data, 0

    def random(self) -> float:
        piece = self._data[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(piece.ljust(2, b"\0"), "big") / 65536

    def getrandbits(self, k: int) -> int:
        size = math.ceil(k / 8)
        piece = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(piece.ljust(size, b"\0"), "big") >> (size * 8 - k)


def pick(r: Random, options: Sequence[T]) -> T:
    return options[int(r.random() * len(options))]


def below(r: Random, end: int) -> int:
    """A number from 0 to end - 1, small ones for small choices."""
    return int(r.random() * end)


def one_in(r: Random, count: int) -> bool:
    """Never where all choices are the smallest: what is rare is left out when a failure is made small."""
    return r.random() > 1 - 1 / count


def octets(r: Random, count: int) -> bytes:
    return r.getrandbits(count * 8).to_bytes(count, "big") if count else b""
