"""One key, and a ring of them: what is known about it without touching its material."""

from typing import Literal, NamedTuple

from jwtlens.displayable import displayable, shorten
from jwtlens.jose import jwa
from jwtlens.keys.secret import Secret
from jwtlens.problem import Problem

KeyType = Literal["oct", "RSA", "EC", "OKP", "AKP"]


class Key(NamedTuple):
    """A key that was read.

    ``material`` holds bytes for ``oct`` and a key object of the cryptography package for every other type. ``private``
    is true when it can sign. ``bits`` is the size of the secret, of the modulus or of the curve. ``words`` says in one
    line how it was read ("secret, 29 bytes of text"); ``origin`` where it came from ("pasted", ``@key.pem``,
    ``env:NAME``). ``kid``, ``use``, ``key_ops`` and ``alg`` are those of its JWK, if it was one (RFC 7517 section 4).
    ``name`` is what the user calls it; it is never written anywhere else. ``certificate`` are the thumbprints of the
    certificate that holds it, by the names of ``x5t`` and ``x5t#S256``, as far as they are known. ``only`` are the
    algorithms that an RSA-PSS key may serve (RFC 4055); None leaves that to type and curve.
    """

    kty: KeyType
    material: Secret[object]
    private: bool
    bits: int
    words: str
    curve: str = ""
    kid: str | None = None
    use: str | None = None
    key_ops: tuple[str, ...] | None = None
    alg: str | None = None
    origin: str = "pasted"
    name: str = ""
    certificate: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        """What a sentence calls this key: its own name, ``key demo-1``, ``the secret``, ``the RSA 2048 key``.

        Displayable, for a kid is anybody's text.
        """
        if self.name:
            return displayable(shorten(self.name, 24))
        if self.kid is not None:
            return f"key {displayable(shorten(self.kid, 24))}"
        return "the secret" if self.kty == "oct" else f"the {self.kind} key"

    @property
    def kind(self) -> str:
        """Type and size for people: ``secret, 256 bits``, ``RSA 2048``, ``EC P-256``."""
        if self.kty == "oct":
            return f"secret, {self.bits} bits"
        return f"{self.kty} {self.curve or self.bits}"

    def algorithms(self) -> tuple[str, ...]:
        """Signature algorithms that this key may serve: by type and curve, narrowed by ``only`` and its own ``alg``."""
        fitting = jwa.fitting(self.kty, self.curve)
        if self.only is not None:
            fitting = tuple(name for name in fitting if name in self.only)
        if self.kty == "RSA":
            fitting = tuple(name for name in fitting if self.bits >= least_modulus(name))
        if self.alg is None:
            return fitting
        return tuple(name for name in fitting if same_algorithm(name, self.alg, self.curve))

    def may(self, operation: Literal["verify", "sign"]) -> bool:
        """Whether ``use`` and ``key_ops`` allow the operation (RFC 7517 sections 4.2 and 4.3)."""
        if self.use is not None and self.use != "sig":
            return False
        # Who holds the private half may verify what it signed, but a public key that is for signing is for nothing.
        allowed = {"verify", "sign"} if operation == "verify" and self.private else {operation}
        return self.key_ops is None or not allowed.isdisjoint(self.key_ops)

    @property
    def can_sign(self) -> bool:
        """Whether it has the private half (or the secret) and is meant for signing."""
        return self.private and self.may("sign") and bool(self.algorithms())


class Keyring(NamedTuple):
    """The keys that the user supplied, and what was wrong with those that could not be read.

    ``is_set`` is true for a JWK Set or several keys: then ``kid`` selects. ``words`` is one line on the whole.
    ``collected`` is true for keys from several texts, which the user has side by side but nobody publishes as a set.
    """

    keys: tuple[Key, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_set: bool = False
    words: str = ""
    collected: bool = False


def least_modulus(name: str) -> int:
    """Return the bits of the smallest modulus that this RSA signature fits into (RFC 8017 sections 9.1.1 and 9.2)."""
    row = jwa.SIGNATURE_ALGORITHMS[name]
    if row.family == "RSASSA-PSS":
        return 2 * row.hash_bits + 10
    return row.hash_bits + 8 * _AROUND_HASH - 7


_AROUND_HASH = 30
"""Bytes that PKCS#1 v1.5 puts around a SHA-2 hash: 19 that name it, and 11 of padding."""


def same_algorithm(one: str, other: str, curve: str) -> bool:
    """Whether two names mean one algorithm for a key on this curve: EdDSA is Ed25519 or Ed448 there (RFC 9864)."""
    return one == other or {one, other} == {"EdDSA", curve}
