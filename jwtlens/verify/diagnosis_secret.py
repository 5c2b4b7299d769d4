"""A shared secret that was read in another way than it was written: encodings, blanks, quotes, line ends."""

import contextlib
from collections.abc import Iterator
from typing import NamedTuple, get_args

from jwtlens.jose import base64url
from jwtlens.keys import dotenv
from jwtlens.keys.secret import Secret
from jwtlens.keys.secret_text import SecretEncoding, decode, split_prefix, without_line_break
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Remedy, Try, bytes_of, secret_key

_ENCODINGS: tuple[SecretEncoding, ...] = get_args(SecretEncoding)[1:]
_TO_STANDARD = str.maketrans("-_", "+/")
_MOST_SECRET_CHARS = 64 * 1024
_MOST_SECRETS = 3
"""Secrets of one ring whose readings are tried; each has about thirty."""


class _Reading(NamedTuple):
    """One other reading: the bytes, and what to say and to do if they are the right ones."""

    data: Secret[bytes]
    code: str
    words: str
    remedy: Remedy


def tries(case: Case) -> Iterator[Try]:
    """Every other reading of the secret, each distinct key once; nothing for a signature that is no HMAC."""
    if case.algorithm is None or case.algorithm.family != "HMAC":
        return
    seen = [Secret(bytes_of(key)) for key in case.keys]
    for reading in _all_readings(case):
        if reading.data in seen:
            continue
        seen.append(reading.data)
        size = len(reading.data.reveal())
        sentence = f"the signature is right with the secret {reading.words} ({size} byte{'s' * (size != 1)})"
        found = Diagnosis(reading.code, sentence, confident=True, remedy=reading.remedy)
        yield case.attempt(secret_key(reading.data.reveal()), found)


def _all_readings(case: Case) -> Iterator[_Reading]:
    of_secret = all(key.kty == "oct" for key in case.keyring.keys)  # the text of any other key is no secret
    if case.key_text is not None and of_secret:
        held = case.key_text.reveal()
        assignment = dotenv.find(held)
        value = assignment.value.reveal() if assignment else held
        asked, body = split_prefix(without_line_break(value))
        if len(body) <= _MOST_SECRET_CHARS:
            yield from _readings(Secret(body), changed=body != without_line_break(held))
            if asked != "auto":
                yield from _readings(Secret(without_line_break(value)), changed=True)
    for key in case.keys[:_MOST_SECRETS]:
        data = bytes_of(key)
        if 0 < len(data) <= _MOST_SECRET_CHARS:
            yield from _of_bytes(data)


def _of_bytes(data: bytes) -> Iterator[_Reading]:
    """What a secret that was given in bytes, as a JWK or a file, may have been before somebody decoded it."""
    with contextlib.suppress(UnicodeDecodeError):
        yield from _readings(Secret(data.decode("utf-8")), changed=True)
    yield from _spelled(data)
    for form, words in ((data.hex(), "hex"), (data.hex().upper(), "hex in capitals")):
        remedy = Remedy("trim", "text", f"take the text that the secret is in {words}", Secret(form))
        yield _Reading(Secret(form.encode()), "secret-encoding", f"encoded in {words}, and that text taken", remedy)


def _readings(text: Secret[str], *, changed: bool) -> Iterator[_Reading]:
    for encoding in _ENCODINGS:
        if data := _decoded(text, encoding):
            held = text if changed else None
            yield _Reading(data, "secret-encoding", f"read as {encoding}", _encoding_remedy(encoding, held))
    for words, other in _trimmed(text.reveal()):
        for encoding in _ENCODINGS:
            if data := _decoded(other, encoding):
                end = f"{words}" if encoding == "text" else f"{words} and read as {encoding}"
                held = Secret(other.reveal() + "\n") if other.reveal().endswith("\n") else other
                yield _Reading(data, "secret-blanks", end, Remedy("trim", encoding, f"take the secret {end}", held))
    yield from _twice_encoded(text)
    yield from _as_bytes_of_other_charsets(text)


def _encoding_remedy(encoding: SecretEncoding, key_text: Secret[str] | None) -> Remedy:
    return Remedy("encoding", encoding, f"read the secret as {encoding}", key_text)


def _trimmed(text: str) -> Iterator[tuple[str, Secret[str]]]:
    """The same secret with and without what creeps in at its ends."""
    bare = text.strip()
    inner = bare[1:-1].strip() if len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "\"'`" else bare
    yield "without the blanks around it", Secret(bare)
    yield "without the quotes around it", Secret(inner)
    yield "with a line break at its end", Secret(f"{bare}\n")
    yield "with a Windows line break at its end", Secret(f"{bare}\r\n")
    yield "with double quotes around it", Secret(f'"{inner}"')
    yield "with single quotes around it", Secret(f"'{inner}'")
    if "\\n" in text:
        yield "with line breaks in the place of \\n", Secret(text.replace("\\n", "\n"))


def _twice_encoded(text: Secret[str]) -> Iterator[_Reading]:
    """Kubernetes and its relatives write a secret in base64, which is base64 already or ends in a line break."""
    once = _decoded(text, "base64")
    try:
        inner = once.reveal().decode("utf-8") if once else ""
    except UnicodeDecodeError:
        return
    if inner.rstrip("\r\n") != inner:
        bare = Secret(inner.rstrip("\r\n"))
        words = "read as base64, without the line break at the end of what that gives"
        yield _Reading(Secret(bare.reveal().encode()), "secret-blanks", words, _trim_remedy("text", words, bare))
    for encoding in _ENCODINGS[1:]:
        if data := _decoded(Secret(inner), encoding):
            words = f"read as base64, and what that gives read as {encoding}"
            yield _Reading(data, "secret-encoding", words, _trim_remedy(encoding, words, Secret(inner)))


def _trim_remedy(encoding: SecretEncoding, words: str, key_text: Secret[str]) -> Remedy:
    return Remedy("trim", encoding, f"take the secret {words}", key_text)


def _as_bytes_of_other_charsets(text: Secret[str]) -> Iterator[_Reading]:
    """.NET writes text as UTF-16 where it is told "Unicode"; old systems write Latin-1; some encode it once more."""
    for charset, name in (("utf-16-le", "UTF-16"), ("latin-1", "Latin-1")):
        data = Secret(text.reveal().encode(charset, "replace"))
        remedy = Remedy("trim", "hex", f"write the secret as {name}", Secret(data.reveal().hex()))
        yield _Reading(data, "secret-charset", f"written as {name} instead of UTF-8", remedy)
    yield from _spelled(text.reveal().encode("utf-8", "replace"))


def _spelled(data: bytes) -> Iterator[_Reading]:
    encoded = base64url.encode(data)
    padded = encoded.translate(_TO_STANDARD) + "=" * (-len(encoded) % 4)
    for form, words in ((padded, "base64"), (encoded, "base64url")):
        remedy = Remedy("trim", "text", f"take the text that the secret is in {words}", Secret(form))
        yield _Reading(Secret(form.encode()), "secret-encoding", f"encoded in {words}, and that text taken", remedy)


def _decoded(text: Secret[str], encoding: SecretEncoding) -> Secret[bytes] | None:
    """Decode; None where the text is not in that encoding, or holds nothing."""
    decoded = decode(text.reveal(), encoding)
    return None if decoded.refusal or not decoded.data.reveal() else decoded.data
