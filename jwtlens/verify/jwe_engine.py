"""The cryptography of JWE: joserfc's algorithm objects, fed with the bytes as received.

Its own readers are not used: they authenticate a header that was written anew, and stop at what an inspector must show.
Whoever calls has checked that the key fits and that the parameters of the algorithm are there and of their types.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jwtlens.jose import base64url
from jwtlens.jose.jwe_parts import Jwe, Recipient
from jwtlens.keys.key import Key

if TYPE_CHECKING:
    from joserfc.jwa import JWEAlgModel, JWEEncModel
    from joserfc.jwe import Recipient as EngineRecipient

_PARAMETERS = ("alg", "enc", "apu", "apv", "iv", "tag", "p2s", "p2c")
"""What the algorithms read in the header, beside ``epk``."""

_OAEP_HASHES = {"RSA-OAEP-384": "SHA384", "RSA-OAEP-512": "SHA512"}


def content(jwe: Jwe, recipient: Recipient, key: Key, epk: dict[str, object]) -> bytes | None:
    """Decrypt with the key; None if that fails, whatever the reason (RFC 7516 section 11.5).

    ``epk`` is the ephemeral public key, read and checked; empty where the algorithm has none. What comes out is still
    compressed if ``zip`` says so.
    """
    enc = _encryption(jwe.enc)
    cek = _attempt(lambda: _content_key(recipient, key, epk, enc)) or b""
    if len(cek) * 8 != enc.cek_size:
        # Going on with a random key hides whether RSA1_5 found its padding (RFC 7516 section 11.5).
        cek = enc.generate_cek()
    return _attempt(lambda: enc.decrypt(jwe.ciphertext.data, jwe.tag.data, cek, jwe.iv.data, jwe.authenticated))


def seal(plaintext: bytes, header: dict[str, Any], key: Key) -> tuple[str, bytes, bytes, bytes, bytes]:
    """Encrypt, and return the five parts: the first as base64url, the others as bytes.

    The header gets the parameters that the algorithm adds (``epk``, ``iv``, ``tag``, ``p2s``, ``p2c``).
    """
    alg, enc = _algorithm(header["alg"]), _encryption(header["enc"])
    recipient, written = _recipient(header, key)
    cek, encrypted_key = _new_content_key(alg, enc, recipient)
    protected = base64url.encode(json.dumps(written, separators=(",", ":"), allow_nan=False).encode("ascii"))
    iv = enc.generate_iv()
    ciphertext, tag = enc.encrypt(plaintext, cek, iv, protected.encode("ascii"))
    return protected, encrypted_key, iv, ciphertext, tag


def _attempt(action: Callable[[], bytes]) -> bytes | None:
    try:
        return action()
    except Exception:  # noqa: BLE001 - joserfc lets exceptions of other libraries through, and each means the same
        return None


def _content_key(recipient: Recipient, key: Key, epk: dict[str, object], enc: "JWEEncModel") -> bytes:
    from joserfc.jwa import JWEDirectEncryption, JWEKeyAgreement  # noqa: PLC0415 - costs 120 ms, only JWE needs it

    parameters = {name: recipient.header[name] for name in _PARAMETERS if name in recipient.header}
    alg = _algorithm(str(parameters["alg"]))
    inner, _ = _recipient({**parameters, "epk": epk} if epk else parameters, key)
    inner.encrypted_key = recipient.encrypted_key.data
    if isinstance(alg, JWEDirectEncryption):
        return alg.compute_cek(enc.cek_size, inner)
    if isinstance(alg, JWEKeyAgreement):
        agreed = alg.decrypt_agreed_upon_key(enc, inner)
        return agreed if alg.direct_mode else alg.unwrap_cek_with_auk(inner.encrypted_key, agreed)
    return alg.decrypt_cek(inner)


def _new_content_key(alg: "JWEAlgModel", enc: "JWEEncModel", recipient: "EngineRecipient[Any]") -> tuple[bytes, bytes]:
    """Return a content encryption key and the encrypted key of the token, which is empty in the direct modes."""
    from joserfc.jwa import JWEDirectEncryption, JWEKeyAgreement  # noqa: PLC0415 - as above

    if isinstance(alg, JWEDirectEncryption):
        return alg.compute_cek(enc.cek_size, recipient), b""
    cek = enc.generate_cek()
    if isinstance(alg, JWEKeyAgreement):
        alg.prepare_ephemeral_key(recipient)
        agreed = alg.encrypt_agreed_upon_key(enc, recipient)
        return (agreed, b"") if alg.direct_mode else (cek, alg.wrap_cek_with_auk(cek, agreed))
    return cek, alg.encrypt_cek(cek, recipient)


def _algorithm(name: str) -> "JWEAlgModel":
    from joserfc.jwa import JWE_ALG_MODELS  # noqa: PLC0415 - as above

    if name not in _OAEP_HASHES:
        return next(model for model in JWE_ALG_MODELS if model.name == name)
    # joserfc has the class but not these two, which came with the Web Cryptography API.
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP  # noqa: PLC0415 - as above
    from joserfc._rfc7518.jwe_algs import RSAAlgKeyEncryption  # noqa: PLC0415 - as above

    digest = getattr(hashes, _OAEP_HASHES[name])()
    return RSAAlgKeyEncryption(name, name, OAEP(MGF1(digest), digest, None))


def _encryption(name: str) -> "JWEEncModel":
    from joserfc.jwa import JWE_ENC_MODELS  # noqa: PLC0415 - as above

    return next(model for model in JWE_ENC_MODELS if model.name == name)


def _recipient(header: dict[str, Any], key: Key) -> "tuple[EngineRecipient[Any], dict[str, Any]]":
    """Return joserfc's recipient with this header and key, and the header that it adds its parameters to."""
    from joserfc.jwe import CompactEncryption, Recipient  # noqa: PLC0415 - as above
    from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey  # noqa: PLC0415 - as above

    inner = CompactEncryption(dict(header))
    recipient: Recipient[Any] = Recipient(inner)
    classes: dict[str, Any] = {"oct": OctKey, "RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    material = key.material.reveal()
    recipient.recipient_key = classes[key.kty](material, material)
    return recipient, inner.protected
