"""Inputs that are small and ask for much, run in one process under limits on memory and time: ``python -m`` it."""

import base64
import contextlib
import gzip
import io
import json
import resource
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jwtlens.__main__ import main
from jwtlens.jose import base64url
from tests.certificate_kit import LEAF
from tests.core_kit import compact

MEMORY = 512 * 1024 * 1024
"""Bytes of address space, with all that Python and its libraries take."""
SECONDS = 10
"""Seconds of CPU for all of it."""
HUGE = (1 << 65_536) - 0x1F35
"""A modulus of 65,536 bits; nobody knows its factors, and nobody needs them."""
SHARED = {"kty": "oct", "k": base64url.encode(bytes(32))}


class Bomb(NamedTuple):
    """A call with the files that it reads, by option; what it says, and the exit codes that are right."""

    words: tuple[str, ...]
    files: dict[str, bytes]
    says: str
    codes: tuple[int, ...] = (1, 2)


def b64(value: bytes | dict[str, Any]) -> str:
    """Bytes, or an object as JSON, in base64url."""
    return base64url.encode(value if isinstance(value, bytes) else json.dumps(value).encode())


def token(payload: bytes, header: bytes = b'{"alg":"HS256"}') -> bytes:
    return f"{b64(header)}.{b64(payload)}.AAAA".encode()


def zip_bomb(size: int) -> bytes:
    """A JWE, encrypted with a key that is known, which inflates to so many bytes."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    data = b"".join(squeeze.compress(zeros) for _ in range(size >> 20)) + squeeze.flush()
    header = b64(b'{"alg":"dir","enc":"A256GCM","zip":"DEF"}')
    sealed = AESGCM(bytes(32)).encrypt(bytes(12), data, header.encode())
    return f"{header}..{b64(bytes(12))}.{b64(sealed[:-16])}.{b64(sealed[-16:])}".encode()


def number(value: int) -> str:
    return base64url.encode(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def rsa_jwk(**more: int) -> bytes:
    return json.dumps(
        {"kty": "RSA", "n": number(HUGE), "e": "AQAB", **{k: number(v) for k, v in more.items()}}
    ).encode()


def rsa_pem(modulus: int, exponent: int) -> bytes:
    """A SubjectPublicKeyInfo, written by hand: no library makes one of this size."""

    def tlv(tag: int, content: bytes) -> bytes:
        size = len(content)
        length = bytes([size]) if size < 128 else bytes([0x84]) + size.to_bytes(4, "big")
        return bytes([tag]) + length + content

    def integer(value: int) -> bytes:
        return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))

    algorithm = tlv(0x30, bytes.fromhex("06092a864886f70d010101") + b"\x05\x00")
    key = tlv(0x30, integer(modulus) + integer(exponent))
    der = tlv(0x30, algorithm + tlv(3, b"\x00" + key))
    return b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(der) + b"-----END PUBLIC KEY-----\n"


VERIFY = ("verify", "--json", "--key", "@{key}", "@{token}")
DECRYPT = ("decrypt", "--json", "--key", "@{key}", "@{token}")
AUDIT = ("audit", "--json", "--no-search", "@{token}")
SCAN = ("scan", "--json", "{log}")
PHRASE = b"a passphrase of many words"
RS256 = compact({"alg": "RS256"}, {}, bytes(2047) + b"\2").encode()


def bombs() -> dict[str, Bomb]:
    secret, hs256 = json.dumps(SHARED).encode(), token(b"{}")
    certificate = LEAF.x5c
    pem = "".join(
        f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n" for _ in range(1000)
    ).encode()
    duplicates = b"{" + b'"a":1,' * 300_000 + b'"a":2}'
    large = {"kty": "RSA", "n": number(HUGE >> 49_152 | 1), "e": number((1 << 16_383) | 1)}
    embedded = compact({"alg": "RS256", "jwk": json.loads(rsa_jwk())}, {}, bytes(8192)).encode()
    claims = json.dumps({f"claim {n}": n for n in range(100_000)}).encode()
    times = b'{"exp":' + b"9" * 5_000 + b',"nbf":-' + b"9" * 200_000 + b',"iat":1e' + b"9" * 5_000 + b"}"
    signatures = {"payload": "e30", "signatures": [{"protected": b64({"alg": "HS256"}), "signature": "AAAA"}] * 30_000}
    return {
        "zip": Bomb(DECRYPT, {"key": secret, "token": zip_bomb(100 << 20)}, "inflates to more than"),
        "p2c": Bomb(DECRYPT, {"key": PHRASE, "token": pbes2(2**31 - 1)}, "jwtlens stops at 1,000,000"),
        "p2c of 5,000 digits": Bomb(DECRYPT, {"key": PHRASE, "token": pbes2(10**4_000)}, "jwtlens stops at 1,000,000"),
        "p2c of 200 recipients": Bomb(DECRYPT, {"key": PHRASE, "token": recipients(200)}, "jwtlens stops at 16"),
        "p2c of 16 recipients": Bomb(DECRYPT, {"key": PHRASE, "token": recipients(16)}, ""),
        "RSA": Bomb(VERIFY, {"key": rsa_jwk(), "token": RS256}, "jwtlens stops at 2,048"),
        "RSA and e": Bomb(VERIFY, {"key": rsa_jwk(e=HUGE - 2), "token": RS256}, "jwtlens stops at 2,048"),
        "RSA as PEM": Bomb(VERIFY, {"key": rsa_pem(HUGE, 65537), "token": RS256}, "not a key"),
        "RSA, e of 2,047 bits": Bomb(
            VERIFY, {"key": rsa_pem(HUGE >> 63_488, 1 << 2046 | 1), "token": RS256}, "not a key"
        ),
        "RSA, e of 16,383 bits": Bomb(VERIFY, {"key": json.dumps(large).encode(), "token": RS256}, "RSA 16384"),
        "RSA of 16,384 bits, 300 times": Bomb(
            VERIFY,
            {"key": json.dumps({"keys": [large | {"e": "AQAB"}] * 300}).encode(), "token": RS256},
            "any of 300 keys",
        ),
        "RSA, private": Bomb(
            ("sign", "--json", "--alg", "RS256", "--key", "@{key}", "{{}}"),
            {"key": rsa_jwk(d=HUGE - 2, p=HUGE >> 32_768, q=HUGE >> 32_768, dp=3, dq=3, qi=3)},
            "no key to sign with",
        ),
        "RSA in the header": Bomb(
            ("verify", "--json", "--allow-header-keys", "@{token}"), {"token": embedded}, "no key given"
        ),
        "a header with 1,000 certificates": Bomb(
            VERIFY, {"key": secret, "token": with_chain(certificate, 1000)}, "262,144"
        ),
        "a chain of 600": Bomb(VERIFY, {"key": secret, "token": with_chain(certificate, 600)}, "ES256"),
        "a file of 1,000 certificates": Bomb(VERIFY, {"key": pem, "token": hs256}, "1000 keys to try"),
        "1,000 roots": Bomb(
            ("verify", "--json", "--trust", "{roots}", "@{token}"),
            {"roots": pem, "token": with_chain(certificate, 1)},
            "CN=leaf",
        ),
        "duplicate names": Bomb(AUDIT, {"token": token(duplicates)}, "appears twice in one object", (1,)),
        "duplicate names in the header": Bomb(
            VERIFY, {"key": secret, "token": token(duplicates, b"{" + b'"alg":"HS256",' * 10_000 + b'"a":1}')}, "twice"
        ),
        "100,000 claims": Bomb(VERIFY, {"key": secret, "token": token(claims)}, "wrong for the secret"),
        "30,000 keys": Bomb(
            VERIFY,
            {"key": json.dumps({"keys": [{"kty": "oct", "k": "AAAA"}] * 30_000}).encode(), "token": hs256},
            "30000 keys",
        ),
        "depth 100,000": Bomb(
            VERIFY, {"key": b"[" * 100_000, "token": token(b'{"a":' * 100_000)}, "jwtlens stops at 64"
        ),
        "5,000 digits": Bomb(VERIFY, {"key": secret, "token": token(times)}, "a number beyond all clocks"),
        "a word of 1 MB": Bomb(AUDIT, {"token": token(b'{"sub":"' + b"a" * 1_000_000 + b'"}')}, "", (1,)),
        "30,000 signatures": Bomb(
            VERIFY, {"key": secret, "token": json.dumps(signatures).encode()}, "jwtlens stops at 16"
        ),
        "150,000 disclosures": Bomb(
            ("decode", "--json", "@{token}"),
            {"token": hs256 + b"~WyJhIiwiYiIsImMiXQ" * 150_000 + b"~"},
            "jwtlens stops at 1,000",
        ),
        "gzip": Bomb(SCAN, {"log": gzip.compress(b"e" * (100 << 20), 9)}, "500 times its size", (1,)),
        "zstd": Bomb(SCAN, {"log": zstd_bomb(1 << 36)}, "500 times its size", (1,)),
        "zstd that wants 2 GiB": Bomb(SCAN, {"log": bytes.fromhex("28b52ffd00a8") + b"\1\0\0"}, "is damaged", (1,)),
    }


def pbes2(rounds: int) -> bytes:
    header = f'{{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":{rounds}}}'
    return ".".join(b64(part) for part in (header.encode(), bytes(40), bytes(12), b"x", bytes(16))).encode()


def recipients(count: int) -> bytes:
    header = {"alg": "PBES2-HS512+A256KW", "p2s": "AAAAAAAAAAA", "p2c": 900_000}
    one = {"header": header, "encrypted_key": b64(bytes(40))}
    parts = {"protected": b64({"enc": "A256GCM"}), "iv": b64(bytes(12)), "ciphertext": "AA", "tag": b64(bytes(16))}
    return json.dumps({**parts, "recipients": [one] * count}).encode()


def with_chain(certificate: str, count: int) -> bytes:
    return compact({"alg": "ES256", "x5c": [certificate] * count}, {}, bytes(64)).encode()


def zstd_bomb(size: int) -> bytes:
    """A frame of blocks that each repeat one letter 128 KiB long (RFC 8878 section 3.1.1.2)."""
    blocks = [(1 << 17) << 3 | 1 << 1] * (size >> 17)
    blocks[-1] |= 1
    return bytes.fromhex("28b52ffd0038") + b"".join(one.to_bytes(3, "little") + b"e" for one in blocks)


def run(bomb: Bomb, folder: Path) -> tuple[int, str]:
    """Call the program; return its exit code and all that it said."""
    names = {name: str(folder / name) for name in bomb.files}
    for name, content in bomb.files.items():
        Path(names[name]).write_bytes(content)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([word.format_map(names) for word in bomb.words])
    return code, out.getvalue() + err.getvalue()


def explode() -> int:
    """Run them all under the limits; return the exit code of this process."""
    made = bombs()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, bomb in made.items():
            print(f"{name}: ", end="", flush=True)  # should it end here, that is where
            code, said = run(bomb, Path(folder))
            is_right = code in bomb.codes and bomb.says in said
            wrong += not is_right
            print("right" if is_right else f"WRONG: {code} {said[:2000]}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(explode())
