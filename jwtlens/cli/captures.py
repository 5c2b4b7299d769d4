"""Files that the screen looks for tokens in: plain, compressed or in UTF-16, as ``scan`` reads them."""

from collections.abc import Iterator
from pathlib import Path

from jwtlens.captures import Capture
from jwtlens.displayable import quoted


def of_file(path: str) -> Capture:
    """Return the capture of a file."""
    return Capture(quoted(path), lambda: _blocks(path))


def _blocks(path: str) -> Iterator[bytes]:
    from jwtlens.cli.scan_reading import BinaryError, DamagedError, blocks  # noqa: PLC0415 - for who opens a file

    try:
        with Path(path).expanduser().open("rb", buffering=0) as file:
            yield from blocks(file)
    except OSError as error:
        raise ValueError(f"{quoted(path)} cannot be read: {error.strerror or error}") from None
    except BinaryError:
        raise ValueError(f"{quoted(path)} is binary, not text; nothing was looked for in it") from None
    except EOFError:
        raise ValueError(f"{quoted(path)} ends too early; it was read up to there") from None
    except DamagedError as error:
        raise ValueError(f"{quoted(path)} {error}") from None
    except ValueError:  # a NUL in the name
        raise ValueError(f"{quoted(path)} is not the name of a file") from None
