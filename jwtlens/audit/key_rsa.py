"""Rules about RSA keys: their size, their exponent, and moduli that can be taken apart."""

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from jwtlens.audit.case import Case, HeaderCase
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.keys.key import Key

FAMILY = Family()


def _keys(case: HeaderCase) -> list[Key]:
    return [key for key in case.keyring.keys if key.kty == "RSA"][:100]


def _numbers(key: Key) -> tuple[int, int]:
    """Return modulus and exponent."""
    material: Any = key.material.reveal()
    numbers = (material.public_key() if key.private else material).public_numbers()
    return int(numbers.n), int(numbers.e)


def _called(key: Key) -> str:
    """Return what the beginning of a sentence calls the key."""
    label = quoted(key.label)
    return label[:1].upper() + label[1:]


def _is_rsa(alg: str) -> bool:
    return alg in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")


@FAMILY.rule(
    "rsa-key-small",
    "RSA key under 2048 bits",
    Severity.HIGH,
    why="Keys of up to 829 bits have been taken apart in public, and 1024 bits are within reach of the rich.",
    remedy="Use 2048 bits or more.",
    source="RFC 7518 §3.3, §3.5, §4.2, §4.3; NIST SP 800-131A r2",
    when=lambda case: _is_rsa(case.alg) or bool(_keys(case)),
)
def _small(case: Case) -> Iterator[Hit]:
    keys = _keys(case)
    for key in keys:
        if key.bits < 2048:
            message = f"{_called(key)} has {key.bits:,} bits."
            yield Hit("key", f"{key.bits} bits", message, Severity.CRITICAL if key.bits < 1024 else Severity.HIGH)
    length = len(case.signature)
    if not keys and not case.is_jwe and _is_rsa(case.alg) and 64 <= length < 256 and length % 8 == 0:
        message = f"By the length of its signature, the token looks signed with an RSA key of {length * 8:,} bits."
        yield Hit("signature", f"{length} bytes", message, Severity.HIGH, "heuristic")


@FAMILY.header_rule(
    "rsa-key-112bit",
    "RSA key of 2048 to 3071 bits",
    Severity.INFO,
    why="Allowed by the RFC and by NIST, and below the 128 bits of strength that ASVS aims at.",
    remedy="Plan for 3072 bits, or a key on an elliptic curve.",
    source="ASVS 5.0 11.2.3; NIST SP 800-57 pt. 1 r5 table 2",
    needs=(Need.KEY,),
)
def _112_bits(case: HeaderCase) -> Iterator[Hit]:
    for key in _keys(case):
        if 2048 <= key.bits < 3072:
            yield Hit("key", f"{key.bits} bits", f"{_called(key)} has {key.bits:,} bits.")


@FAMILY.header_rule(
    "rsa-exponent-invalid",
    "Broken RSA exponent",
    Severity.CRITICAL,
    why="With an exponent of 1 every message is its own signature, and an even one belongs to no key.",
    remedy="Replace the key.",
    source="RFC 8017 §3.1",
    needs=(Need.KEY_MATERIAL,),
)
def _exponent_invalid(case: HeaderCase) -> Iterator[Hit]:
    for problem in case.keyring.problems:
        if problem.code == "rsa-exponent":
            yield Hit("key", "e", f"A supplied key cannot be used: {problem.message}.")


@FAMILY.header_rule(
    "rsa-exponent-small",
    "Small RSA exponent",
    Severity.LOW,
    why="Sloppy checks of the padding, which exist, can then be exploited.",
    remedy="Use 65537.",
    source="FIPS 186-5 §5.1, App. A.1.1",
    needs=(Need.KEY,),
)
def _exponent_small(case: HeaderCase) -> Iterator[Hit]:
    for key in _keys(case):
        exponent = _numbers(key)[1]
        if 3 <= exponent < 65_537:
            message = f"{_called(key)} has the exponent {exponent:,}."
            yield Hit("key", f"e = {exponent}", message)


@FAMILY.header_rule(
    "rsa-weak-factors",
    "Factorable RSA modulus",
    Severity.CRITICAL,
    why="The private key follows from the public one.",
    remedy="Replace the key, and revoke what it signed.",
    source="CVE-2017-15361; CVE-2022-26320; ASVS 5.0 11.6.1",
    needs=(Need.KEY,),
)
def _weak_factors(case: HeaderCase) -> Iterator[Hit]:
    for key in _keys(case):
        modulus = _numbers(key)[0]
        if fault := factors(modulus):
            yield Hit("key", f"n of {key.bits} bits", f"{_called(key)} can be taken apart: {fault}.")
        elif looks_like_roca(modulus):
            message = f"{_called(key)} looks made by Infineon's faulty library (ROCA)."
            yield Hit("key", f"n of {key.bits} bits", message, Severity.HIGH, "heuristic")


@lru_cache(maxsize=128)
def factors(modulus: int) -> str:
    """Say how the modulus comes apart, if it does so at once: a small prime in it, or two primes close together."""
    common = math.gcd(modulus, _small_primes())
    if common > 1:
        return "a prime below 65,536 divides its modulus"
    root = math.isqrt(modulus)
    root += root * root < modulus
    for _ in range(100):  # Fermat: n = a² - b², with a just above the square root if the primes are close
        rest = root * root - modulus
        if math.isqrt(rest) ** 2 == rest:
            return "the two primes of its modulus are close together"
        root += 1
    return ""


@cache
def _small_primes() -> int:
    """Return the product of all primes below 2^16."""
    sieve = bytearray([1]) * 65_536
    sieve[:2] = b"\0\0"
    for number in range(2, 256):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, 65_536, number)))
    return math.prod(number for number in range(65_536) if sieve[number])


_ROCA_PRIMES = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
"""Primes at which the powers of 65537 leave out most residues; chance passes all of them once in 2^27."""


@cache
def _powers(prime: int) -> frozenset[int]:
    found, power = set(), 1
    while power not in found:
        found.add(power)
        power = power * 65_537 % prime
    return frozenset(found)


def looks_like_roca(modulus: int) -> bool:
    """Whether the modulus is a power of 65537 by every one of these primes (CVE-2017-15361)."""
    return all(modulus % prime in _powers(prime) for prime in _ROCA_PRIMES)
