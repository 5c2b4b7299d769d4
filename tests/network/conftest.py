"""An authority once a session, and a switch that makes every use of a socket an error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.network.servers import Authority


class _Watch:
    """Sees every event of the interpreter's audit; such a hook can be added, but not removed."""

    denied = False

    def __call__(self, event: str, _: tuple[object, ...]) -> None:
        if self.denied and event.startswith("socket."):
            raise AssertionError(f"{event} although sockets are denied")


_WATCH = _Watch()


@pytest.fixture(scope="session")
def _watched() -> None:
    sys.addaudithook(_WATCH)


@contextmanager
def _denied() -> Iterator[None]:
    _WATCH.denied = True
    try:
        yield
    finally:
        _WATCH.denied = False


@pytest.fixture
def no_sockets(_watched: None) -> Iterator[None]:
    with _denied():
        yield


@pytest.fixture
def sockets_denied(_watched: None) -> Callable[[], AbstractContextManager[None]]:
    """Denies them for a while: an event loop needs a pair of them before it begins."""
    return _denied


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))
