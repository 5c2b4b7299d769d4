"""DEFLATE with a cap, for the ``zip`` of JWE (RFC 7516 section 4.1.3, RFC 1951)."""

import zlib


class InflateError(Exception):
    """Data that cannot be inflated, in our words; ``capped`` if they are too long rather than damaged."""

    def __init__(self, message: str, *, capped: bool = False) -> None:
        super().__init__(message)
        self.capped = capped


def inflate(data: bytes, most: int) -> bytes:
    """Inflate up to ``most`` bytes, never more. Raises InflateError, also for data cut short or with a tail."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        inflated = stream.decompress(data, most + 1)
    except zlib.error:
        raise InflateError("the decrypted content is not compressed with DEFLATE, though zip says so") from None
    if len(inflated) > most:
        raise InflateError(f"the content inflates to more than {most:,} bytes; jwtlens stops there", capped=True)
    if not stream.eof:
        raise InflateError("the compressed content is cut short")
    if stream.unused_data:
        raise InflateError("more data follow after the compressed content")
    return inflated


def deflate(data: bytes) -> bytes:
    """Compress without a header."""
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()
