"""How long the passphrase of a private key takes to try: its file says so, and whoever wrote the file may say hours."""

from jwtlens.keys.der_algorithm import integers, nested_algorithm

_PBES2 = bytes.fromhex("2a864886f70d01050d")
_SCRYPT = bytes.fromhex("2b06010401da47040b")
_OPENSSH = b"openssh-key-v1\0"
_BCRYPT_ROUND = 25_000
"""Rounds of PBKDF2 that take as long as one of bcrypt: 7 ms."""
_SCRYPT_BYTES = 128 * 1024 * 1024
"""Most memory that scrypt may ask for; openssl itself stops at 32 MiB."""
NEVER = 2**63
"""More rounds than anybody waits for."""


def of_pkcs8(data: bytes) -> int:
    """Return the rounds of PBKDF2, or what takes as long, for an encrypted PKCS#8 key in DER (RFC 8018, RFC 7914).

    0 for anything else.
    """
    oid, parameters = nested_algorithm(data)
    if oid == _PBES2:
        oid, parameters = nested_algorithm(parameters)
    numbers = integers(parameters)
    if oid == _SCRYPT and len(numbers) >= 3:
        cost, blocks, lanes = numbers[:3]
        return cost * blocks * lanes if 128 * cost * blocks <= _SCRYPT_BYTES else NEVER
    return numbers[0] if numbers else 0


def of_openssh(data: bytes) -> int:
    """Return what :func:`of_pkcs8` does for a private key of OpenSSH; 0 where the bytes are none (PROTOCOL.key)."""
    rest = data.removeprefix(_OPENSSH)
    for _ in range(2):  # the cipher, and the name of the derivation
        rest = _after(rest)
    options = rest[4:][: int.from_bytes(rest[:4], "big")]
    return int.from_bytes(_after(options)[:4], "big") * _BCRYPT_ROUND


def _after(data: bytes) -> bytes:
    """Leave out the string that the data begin with: its length in four bytes, then that many."""
    return data[4 + int.from_bytes(data[:4], "big") :]
