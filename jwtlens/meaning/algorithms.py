"""What the registries say about an algorithm, as facts with labels."""

from jwtlens.jose import jwa, jwe_algorithms
from jwtlens.jose.jwa import Algorithm
from jwtlens.jose.jwe_algorithms import ContentEncryption, KeyManagement

Facts = tuple[tuple[str, str], ...]


def facts(name: str) -> Facts:
    """Return family, key, sizes and standing of a registered algorithm; nothing for any other name."""
    if found := jwa.SIGNATURE_ALGORITHMS.get(name):
        return _signature(found)
    if management := jwe_algorithms.KEY_MANAGEMENT.get(name):
        return _management(management)
    if encryption := jwe_algorithms.CONTENT_ENCRYPTION.get(name):
        return _encryption(encryption)
    return ()


def _signature(row: Algorithm) -> Facts:
    if row.kty == "oct":
        key = f"shared secret of at least {row.min_key_bits} bits"
    elif row.min_key_bits:
        key = f"{row.kty} of at least {row.min_key_bits} bits"
    else:
        key = f"{row.kty} {' or '.join(row.curves)}"
    size = f"{row.signature_bytes:,} bytes" if row.signature_bytes else "as long as the key has it"
    return ("computed by", row.words), ("key", key), ("signature", size), ("standing", row.status)


def _management(row: KeyManagement) -> Facts:
    if row.family == "PBES2":
        key = "a password"
    elif row.secret_bits:
        key = f"shared secret of exactly {row.secret_bits} bits"
    elif row.min_key_bits:
        key = f"{row.key_types[0]} of at least {row.min_key_bits} bits"
    elif row.curves:
        key = f"{' or '.join(row.key_types)} on {', '.join(row.curves)}"
    else:
        key = "shared secret of the size that enc needs"
    return ("works by", row.words), ("key", key), ("standing", row.status)


def _encryption(row: ContentEncryption) -> Facts:
    sizes = f"key {row.cek_bits} bits, iv {row.iv_bytes} bytes, tag {row.tag_bytes} bytes"
    return ("works by", row.words), ("sizes", sizes), ("standing", row.status)
