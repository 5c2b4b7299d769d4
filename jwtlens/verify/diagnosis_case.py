"""What a diagnosis starts from, the steps it is made of, and what it comes to."""

from typing import Literal, NamedTuple

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS, Algorithm
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify.selection import select

_MOST_KEYS = 8
"""Keys with which everything else is varied; all keys of the ring are tried as they are."""


class Remedy(NamedTuple):
    """What would repair it, as data that a front end applies with one key; ``words`` is the name of that action.

    By ``kind``, ``value`` is: ``encoding`` and ``trim``, how to read the secret (``text``, ``base64``, ``base64url``,
    ``hex``); ``key``, the index in the ring of the one key to keep; ``algorithm``, the ``alg`` to sign anew with;
    ``token``, the token to put in the place of this one. ``key_text`` is what the key field should hold then, where
    that changes.
    """

    kind: Literal["encoding", "trim", "key", "algorithm", "token"]
    value: str
    words: str
    key_text: Secret[str] | None = None


class Diagnosis(NamedTuple):
    """Why the signature fails: a stable code, and one sentence in plain words.

    ``confident`` is true where a try verified or the explanation is certain in itself.
    """

    code: str
    sentence: str
    confident: bool
    remedy: Remedy | None = None


class Try(NamedTuple):
    """One supposition: if this signature is right for these bytes, ``found`` is the diagnosis."""

    algorithm: Algorithm
    key: Key
    message: bytes
    signature: bytes
    found: Diagnosis


Step = Try | Diagnosis
"""A supposition to put to the test, or a diagnosis that needs none."""


class Case(NamedTuple):
    """One signature that failed. ``keys`` are those that the verification used, or else those that might have been.

    ``key_text`` is what the key was read from, and ``behind`` the text of the file or variable that it names.
    """

    token: Token
    keyring: Keyring
    key_text: Secret[str] | None
    algorithm: Algorithm | None
    keys: tuple[Key, ...]
    selected: bool
    message: bytes
    signature: bytes
    behind: Secret[str] | None = None

    @property
    def head(self) -> str:
        """The encoded header."""
        return self.token.segment("header").text

    @property
    def compact(self) -> bool:
        """Whether it is one string of three parts, which can be written anew."""
        return self.token.serialization == "JWS compact" and self.token.segment_count == 3

    def attempt(
        self, key: Key, found: Diagnosis, *, message: bytes | None = None, signature: bytes | None = None
    ) -> Try:
        """Suppose another message or signature with the token's own algorithm, which the case must have."""
        if self.algorithm is None:
            raise ValueError("no algorithm")
        changed = self.message if message is None else message
        return Try(self.algorithm, key, changed, self.signature if signature is None else signature, found)


def case_of(token: Token, keyring: Keyring, key_text: Secret[str] | None, behind: Secret[str] | None = None) -> Case:
    """Collect what there is to know of one signature of a token."""
    algorithm = SIGNATURE_ALGORITHMS.get(token.alg)
    candidates = select(token, keyring).candidates if algorithm else ()
    keys = candidates or tuple(key for key in keyring.keys if algorithm and serves(key, algorithm))
    return Case(
        token,
        keyring,
        key_text,
        algorithm,
        keys[:_MOST_KEYS],
        bool(candidates),
        token.signing_input,
        token.segment("signature").data,
        behind,
    )


def serves(key: Key, algorithm: Algorithm) -> bool:
    """Whether the key is of the right type and curve, whatever it says itself about its use."""
    return key.kty == algorithm.kty and (not algorithm.curves or key.curve in algorithm.curves)


def secret_key(data: bytes) -> Key:
    """Return these bytes as a shared secret."""
    return Key("oct", Secret(data), private=True, bits=len(data) * 8, words="secret", origin="diagnosis")


def bytes_of(key: Key) -> bytes:
    """Return the bytes of a shared secret; none for any other key."""
    material = key.material.reveal()
    return material if isinstance(material, bytes) else b""
