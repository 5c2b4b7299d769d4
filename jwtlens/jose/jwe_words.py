"""The five parts of a JWE in words, for whoever has no key: what each is, and what it tells all the same."""

from jwtlens.displayable import quoted
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT, ContentEncryption, Mode
from jwtlens.jose.jwe_parts import PARTS, Jwe
from jwtlens.jose.strict_json import is_text

_KEY_IS = {
    "encryption": "the content encryption key, encrypted with the recipient's public key",
    "wrapping": "the content encryption key, encrypted with a secret that both sides have",
    "agreement with wrapping": "the content encryption key, encrypted with a key that both sides derive",
}


def explain(jwe: Jwe) -> tuple[tuple[str, str], ...]:
    """Explain each part: its name (that of its segment) and one sentence or two. Needs no key."""
    enc = CONTENT_ENCRYPTION.get(jwe.enc)
    words = (_header(jwe), _key(jwe), _iv(jwe, enc), _ciphertext(jwe, enc), _tag(jwe, enc))
    return tuple(zip(PARTS, words, strict=True))


def _header(jwe: Jwe) -> str:
    alg = jwe.header.members.get("alg")
    row, enc = KEY_MANAGEMENT.get(alg if is_text(alg) else ""), CONTENT_ENCRYPTION.get(jwe.enc)
    key = f"alg {quoted(str(alg))} ({row.words if row else 'unknown here'})" if alg is not None else "no alg"
    content = f"enc {quoted(jwe.enc)} ({enc.words if enc else 'unknown here'})" if jwe.enc else "no enc"
    zipped = "; the content is compressed first" if "zip" in jwe.header.members else ""
    return f"how it is encrypted, readable by everyone: the key by {key}, the content by {content}{zipped}"


def _key(jwe: Jwe) -> str:
    alg = jwe.header.members.get("alg")
    row = KEY_MANAGEMENT.get(alg) if is_text(alg) else None
    size, count = len(jwe.segments[1].data), len(jwe.recipients)
    mode: Mode | None = row.mode if row else None
    if size:
        said = f"{_bytes(size)}: {_KEY_IS.get(mode or '', 'a key')}"
    elif mode == "direct":
        said = "empty, as it must be: the secret that both sides have encrypts the content directly"
    elif mode == "agreement":
        said = "empty, as it must be: both sides derive the key from the ephemeral key in the header (epk)"
    else:
        said = "empty, but there should be a key"
    return said if count == 1 else f"{said}; this is the first of {count} recipients"


def _iv(jwe: Jwe, enc: ContentEncryption | None) -> str:
    said = f"{_bytes(len(jwe.iv.data))}: the initialization vector, random and new for each token, no secret"
    return said + _wanted(len(jwe.iv.data), enc.iv_bytes if enc else None, enc)


def _ciphertext(jwe: Jwe, enc: ContentEncryption | None) -> str:
    size = len(jwe.ciphertext.data)
    what = "compressed content" if "zip" in jwe.header.members else "content"
    if enc is None:
        return f"{_bytes(size)}: the encrypted {what}"
    if enc.family == "AES-GCM":
        return f"{_bytes(size)}: the encrypted {what}, which is as long"
    return f"{_bytes(size)}: the encrypted {what}, which is 1 to 16 bytes shorter (padding)"


def _tag(jwe: Jwe, enc: ContentEncryption | None) -> str:
    covered = "protected header, additional data" if jwe.aad else "protected header"
    said = f"{_bytes(len(jwe.tag.data))}: the authentication tag; it shows any change of {covered}, iv or ciphertext"
    return said + _wanted(len(jwe.tag.data), enc.tag_bytes if enc else None, enc)


def _wanted(size: int, wanted: int | None, enc: ContentEncryption | None) -> str:
    return "" if enc is None or size == wanted else f" ({enc.name} wants {wanted} bytes)"


def _bytes(size: int) -> str:
    return f"{size:,} byte{'s' * (size != 1)}"
