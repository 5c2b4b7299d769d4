"""The right signature, but by another key or another algorithm than those that were used to check it."""

from collections.abc import Iterator
from itertools import islice

from jwtlens.displayable import quoted
from jwtlens.jose import jwa
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS, Algorithm
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Key
from jwtlens.verify.diagnosis_case import Case, Diagnosis, Remedy, Step, Try, serves

_MOST_KEYS = 8
_OTHER_HASHES = (256, 384, 512)


def other_keys(case: Case) -> Iterator[Try]:
    """Every key of the ring that fits the algorithm and was not used, with the rule that excluded it."""
    if case.algorithm is None:
        return
    used = case.keys if case.selected else ()
    for index, key in enumerate(case.keyring.keys):
        if not serves(key, case.algorithm) or any(key is one for one in used):
            continue
        code, rule = _excluded(case, key)
        remedy = Remedy("key", str(index), f"use {quoted(key.label)} alone") if code == "key-kid" else None
        sentence = f"the signature is right for {quoted(key.label)}, {rule}"
        yield case.attempt(key, Diagnosis(code, sentence, confident=True, remedy=remedy))


def _excluded(case: Case, key: Key) -> tuple[str, str]:
    """Return a code and a clause for the rule by which a key was not used (RFC 7517 sections 4.2 to 4.5)."""
    if key.use is not None and key.use != "sig":
        return "key-use", f"which its own use {quoted(key.use)} excludes: a key for signatures has use sig"
    if not key.may("verify"):
        return "key-use", f"which its own key_ops ({quoted(', '.join(key.key_ops or ()))}) exclude: verify is missing"
    if key.only is not None and case.token.alg not in key.only:
        return "key-alg", f"which is for RSA-PSS alone, as it says itself: the token uses {quoted(case.token.alg)}"
    if case.token.alg not in key.algorithms():
        return "key-alg", f"which its own alg {quoted(key.alg or '')} excludes: the token uses {quoted(case.token.alg)}"
    kid = case.token.header.members.get("kid")
    asked = f"the token asks for kid {quoted(kid)}" if is_text(kid) else "others were chosen"
    own = "it has no kid" if key.kid is None else f"its kid is {quoted(key.kid)}"
    return "key-kid", f"which was not tried because {asked} and {own}"


def brought_along(case: Case) -> Iterator[Try]:
    """The key in the token's own header, which anyone can put there (RFC 7515 section 4.1.3, CVE-2018-0114)."""
    jwk = case.token.header.members.get("jwk")
    if case.algorithm is None or not isinstance(jwk, dict):
        return
    from jwtlens.keys.jwk_reader import read_jwk  # noqa: PLC0415 - few tokens bring a key

    for key in read_jwk(jwk, origin="the token", public_only=True).keys:
        if serves(key, case.algorithm):
            sentence = (
                "the signature is right for the key that the token brought along, which proves nothing: "
                "anyone can sign with a key of his own and put it into the header"
            )
            yield case.attempt(key, Diagnosis("key-embedded", sentence, confident=True))


def other_algorithms(case: Case) -> Iterator[Step]:
    """The same keys with every other algorithm that they can serve, and with other hashes than the registered ones."""
    others = (key for key in case.keyring.keys if not any(key is one for one in case.keys))
    for key in islice((*case.keys, *others), _MOST_KEYS):
        names = (name for name in jwa.fitting(key.kty, key.curve) if name != case.token.alg)
        for entry in (SIGNATURE_ALGORITHMS[name] for name in names):
            yield Try(entry, key, case.message, case.signature, _algorithm(case, key, entry))
        if key.kty == "EC":
            yield from _other_hashes(case, key)
    if case.algorithm and case.algorithm.family in {"RSASSA-PSS", "RSASSA-PKCS1-v1_5"}:
        for key in case.keys:
            yield from _other_salt(case, key)


def _algorithm(case: Case, key: Key, entry: Algorithm) -> Diagnosis:
    header = f"says {quoted(case.token.alg)}" if case.token.alg else "names no algorithm"
    sentence = f"the signature is {entry.name} ({entry.words}), but the header {header}: the signer must correct it"
    words = f"write alg {entry.name} into the header and sign anew"
    remedy = Remedy("algorithm", entry.name, words) if key.can_sign and entry.name in key.algorithms() else None
    return Diagnosis("algorithm", sentence, confident=True, remedy=remedy)


def _other_hashes(case: Case, key: Key) -> Iterator[Try]:
    for name in jwa.fitting(key.kty, key.curve):
        entry = SIGNATURE_ALGORITHMS[name]
        for bits in _OTHER_HASHES:
            if bits != entry.hash_bits:
                sentence = (
                    f"the signature is ECDSA on {key.curve} with SHA-{bits}, which is no JOSE algorithm: "
                    f"{name} has SHA-{entry.hash_bits}"
                )
                found = Diagnosis("algorithm-hash", sentence, confident=True)
                yield Try(entry._replace(hash_bits=bits), key, case.message, case.signature, found)


def _other_salt(case: Case, key: Key) -> Iterator[Diagnosis]:
    """RSA-PSS with a salt that is not as long as the hash (RFC 7518 section 3.5), as OpenSSL makes it by default."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only an RSA key needs it, and has it
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - as above

    material = key.material.reveal()
    public = material.public_key() if isinstance(material, rsa.RSAPrivateKey) else material
    if not isinstance(public, rsa.RSAPublicKey):
        return
    for bits, name in ((256, hashes.SHA256()), (384, hashes.SHA384()), (512, hashes.SHA512())):
        scheme = padding.PSS(mgf=padding.MGF1(name), salt_length=padding.PSS.AUTO)
        try:
            public.verify(case.signature, case.message, scheme, name)
        except (InvalidSignature, ValueError):  # a modulus too small for the hash is a ValueError
            continue
        sentence = (
            f"the signature is RSA-PSS with SHA-{bits}, but its salt is not as long as the hash ({bits // 8} bytes), "
            "as JOSE wants it: the signer must set the salt length"
        )
        yield Diagnosis("pss-salt", sentence, confident=True)
