"""Algorithm confusion: the public key, which everybody has, used as the secret of an HMAC (RFC 8725 section 2.1)."""

import json
from collections.abc import Iterator
from typing import Any

from jwtlens.keys.jwk import required_members, to_jwk
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Try, secret_key

_MOST_KEYS = 4
_MOST_TEXT = 64 * 1024
_PUBLIC, _PRIVATE = "the text of the public key", "the text of the private key"


def tries(case: Case) -> Iterator[Try]:
    """Each spelling of each key that is no secret, as the secret; nothing for a signature that is no HMAC."""
    if case.algorithm is None or case.algorithm.family != "HMAC":
        return
    seen: list[Secret[bytes]] = []
    for how, data in _spellings(case):
        if data not in seen:
            seen.append(data)
            yield case.attempt(secret_key(data.reveal()), _confused(case.token.alg, how))


def _confused(alg: str, how: str) -> Diagnosis:
    if how == _PRIVATE:
        sentence = f"the signature is right with {how} as the secret of {alg}: that key was not made for {alg}"
        return Diagnosis("private-key-as-secret", sentence, confident=True)
    sentence = (
        f"this is the algorithm confusion attack: {alg} was computed with {how} as its secret, so anyone who knows "
        "the public key can forge such a token, and a verifier that lets the token choose the algorithm accepts it"
    )
    return Diagnosis("algorithm-confusion", sentence, confident=True)


def _spellings(case: Case) -> Iterator[tuple[str, Secret[bytes]]]:
    keys = [key for key in case.keyring.keys if key.kty != "oct"]
    for written in (case.key_text, case.behind):
        text = written.reveal() if written else ""
        if len(text) <= _MOST_TEXT and (keys or "-----BEGIN" in text):
            for form in _line_ends(text):
                yield _PRIVATE if any(key.private for key in keys) else _PUBLIC, Secret(form.encode("utf-8", "replace"))
    for key in keys[:_MOST_KEYS]:
        if key.kty != "AKP":
            yield from _files(key)
        yield from _jwks(key)


def _files(key: Key) -> Iterator[tuple[str, Secret[bytes]]]:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415 - only such a key needs it, and has it
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - as above

    material: Any = key.material.reveal()
    public = material.public_key() if key.private else material
    formats = [(PublicFormat.SubjectPublicKeyInfo, "")]
    if isinstance(public, rsa.RSAPublicKey):
        formats.append((PublicFormat.PKCS1, " (PKCS#1)"))
    for layout, words in formats:
        pem = public.public_bytes(Encoding.PEM, layout).decode("ascii")
        for form in _line_ends(pem):
            yield f"the PEM of the public key{words}", Secret(form.encode("ascii"))
        body = "".join(pem.splitlines()[1:-1])
        yield f"the base64 of the public key{words}", Secret(body.encode("ascii"))
        yield f"the DER of the public key{words}", Secret(public.public_bytes(Encoding.DER, layout))
    if key.kty == "EC":
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        yield "the point of the public key", Secret(point)
    elif key.kty == "OKP":
        yield "the raw public key", Secret(public.public_bytes_raw())


def _line_ends(text: str) -> Iterator[str]:
    """As files have it, without the last line break, with Windows line ends, on one line as variables have it."""
    bare = text.strip().replace("\r\n", "\n")
    yield text
    yield bare
    yield f"{bare}\n"
    windows = bare.replace("\n", "\r\n")
    yield windows
    yield f"{windows}\r\n"
    yield bare.replace("\n", "\\n")
    yield bare.replace("\n", "\\n") + "\\n"
    yield bare.replace("\\n", "\n")
    yield bare.replace("\n", "")
    yield bare.replace("\n", " ")


def _jwks(key: Key) -> Iterator[tuple[str, Secret[bytes]]]:
    try:
        bare, full = required_members(key), to_jwk(key, private=False)
    except ValueError:  # a curve that JOSE has no name for
        return
    for members in (full, bare):
        for ordered in (members, dict(sorted(members.items()))):
            for separators in ((",", ":"), (", ", ": ")):
                written = json.dumps(ordered, separators=separators)
                yield "the JWK of the public key", Secret(written.encode("utf-8"))
