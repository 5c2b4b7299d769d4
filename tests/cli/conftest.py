import io
import sys
from typing import NamedTuple, Protocol

import pytest

from jwtlens.__main__ import main


class Answer(NamedTuple):
    code: int
    out: str
    err: str


class Call(Protocol):
    def __call__(self, *words: str, stdin: bytes = b"") -> Answer: ...


@pytest.fixture
def jwtlens(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the program in this process, with no terminal on either side."""
    monkeypatch.setenv("TZ", "UTC")

    def call(*words: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        code = main(list(words))
        return Answer(code, *capsys.readouterr())

    return call
