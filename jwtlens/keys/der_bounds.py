"""Where a value in DER begins and ends (X.690 section 8.1), for data that may be anything."""

_SEQUENCE = 0x30
_LONG_FORM = 0x80


def declared_size(data: bytes) -> int:
    """Size in bytes of the DER SEQUENCE that the data begin with, header included; 0 if they begin otherwise."""
    found = _header(data, 0) if data[:1] == bytes([_SEQUENCE]) else None
    return found[1] if found else 0


def cut_size(data: bytes) -> int:
    """Size in bytes of the key that the data are the beginning of; 0 where they look like anything else.

    A long SEQUENCE that begins with a SEQUENCE or an INTEGER, as every key does: of random secrets one in eight million
    looks like that.
    """
    expected = declared_size(data)
    begins = data[:2] == bytes([_SEQUENCE, _LONG_FORM | 2]) and data[4:5] in {b"\x30", b"\x02"}
    return expected if begins and expected > len(data) else 0


def bounds(data: bytes, at: int) -> tuple[int, int] | None:
    """Return where the content of the DER value at this place begins and ends; None where there is no whole value."""
    found = _header(data, at)
    return found if found and found[1] <= len(data) else None


def _header(data: bytes, at: int) -> tuple[int, int] | None:
    if len(data) < at + 2:
        return None
    size, start = data[at + 1], at + 2
    if size >= _LONG_FORM:
        count = size - _LONG_FORM
        if not 1 <= count <= 4 or len(data) < start + count:
            return None
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    return start, start + size


def whole(data: bytes) -> bool:
    """Whether the data are one DER SEQUENCE from the first byte to the last."""
    return declared_size(data) == len(data) > 2
