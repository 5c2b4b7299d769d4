from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jwtlens.audit import Severity
from jwtlens.verify.policy import Policy
from tests.audit.builders import (
    Raises,
    Silent,
    about_header,
    compact,
    ec_key,
    ed_key,
    encrypted,
    good,
    head,
    mac,
    rsa_key,
    secret,
    signed,
    subject,
)

CRITICAL, HIGH, MEDIUM, LOW, INFO = reversed(Severity)

_PLAIN = about_header()
_HS256 = head(alg="HS256")
_PUBLIC = rsa_key().material.reveal()
_PEM = _PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
_JWE = {"alg": "RSA-OAEP-256", "enc": "A256GCM", "cty": "JWT"}

RAISES = [
    Raises("alg-none", CRITICAL, subject(compact(head(alg="none"), good(), ""))),
    Raises("alg-none", CRITICAL, subject(compact(head(alg=" NonE"), good(), ""))),
    Raises("alg-none-signed", MEDIUM, subject(compact(head(alg="none"), good(), b"xyz"))),
    Raises("alg-case", HIGH, about_header(alg="rs256")),
    *(Raises("alg-case", HIGH, about_header(alg=alg)) for alg in ("none\0", "\u200bnone", "\uff4eone", "\uff32S256")),
    Raises("alg-case", HIGH, subject(encrypted({**_JWE, "enc": "a256gcm"}))),
    Raises("alg-missing", HIGH, about_header(alg=...)),
    Raises("alg-missing", HIGH, about_header(alg="")),
    Raises("alg-missing", HIGH, about_header(alg=None)),
    Raises("alg-type", HIGH, about_header(alg=["none"])),
    Raises("alg-type", HIGH, about_header(alg=False)),
    Raises("alg-unknown", MEDIUM, about_header(alg="ROT13")),
    Raises("alg-unknown", MEDIUM, subject(encrypted({**_JWE, "enc": "ROT13"}))),
    Raises("alg-wrong-layer", HIGH, about_header(alg="RSA-OAEP")),
    Raises("alg-wrong-layer", HIGH, subject(encrypted({**_JWE, "alg": "RS256"}))),
    Raises("alg-prohibited", HIGH, about_header(alg="RS1")),
    Raises("alg-prohibited", HIGH, subject(encrypted({**_JWE, "enc": "A128CBC"}))),
    Raises("alg-rsa1_5", HIGH, subject(encrypted({**_JWE, "alg": "RSA1_5"}))),
    Raises("alg-eddsa-polymorphic", INFO, about_header(alg="EdDSA")),
    Raises("alg-es256k", INFO, about_header(alg="ES256K")),
    Raises("alg-rs-pkcs1", INFO, _PLAIN),
    Raises("alg-hs-shared-secret", INFO, subject(mac(_HS256, good()))),
    Raises("alg-hs-many-audiences", LOW, subject(mac(_HS256, good(aud=["a", "b"])))),
    Raises("enc-missing", HIGH, subject(encrypted({"alg": "dir"}))),
    Raises("enc-missing", HIGH, subject(encrypted({"alg": "dir", "enc": 5}))),
    Raises("alg-key-mismatch", HIGH, subject(compact(head(), good()), ec_key())),
    Raises("alg-key-mismatch", HIGH, subject(compact(head(), good()), secret())),
    Raises("alg-key-mismatch", HIGH, subject(compact(head(alg="ES384"), good()), ec_key())),
    Raises("alg-confusion", CRITICAL, subject(mac(_HS256, good(), _PEM), rsa_key())),
    Raises("alg-confusion", CRITICAL, subject(mac(_HS256, good(), _PEM.rstrip()), rsa_key(private=True))),
    Raises("alg-confusion", CRITICAL, subject(mac(_HS256, good(), _PEM), rsa_key(), secret())),
    Raises("alg-confusion", HIGH, subject(mac(_HS256, good()), ed_key())),
    Raises("alg-confusion", HIGH, subject(mac(_HS256, good()), ec_key())),
    Raises("alg-not-allowed", HIGH, about_header(Policy(algorithms=("ES256",)))),
    Raises("alg-jwk-mismatch", HIGH, subject(compact(head(), good()), rsa_key(alg="PS256"))),
    Raises("key-use-mismatch", MEDIUM, subject(compact(head(), good()), rsa_key(use="enc"))),
    Raises("key-use-mismatch", MEDIUM, subject(compact(head(), good()), rsa_key(key_ops=("encrypt",)))),
    Raises("key-use-mismatch", MEDIUM, subject(encrypted(_JWE), rsa_key(use="sig"))),
]

SILENT = [
    Silent("alg-none", about_header(alg="nones")),
    Silent("alg-none", subject(encrypted({"alg": "none", "enc": "A128GCM"}))),
    Silent("alg-none-signed", subject(compact(head(alg="none"), good(), ""))),
    Silent("alg-case", about_header(alg="NONE")),
    Silent("alg-case", about_header(alg="ES256K")),
    Silent("alg-missing", about_header(alg=0)),
    Silent("alg-type", about_header(alg=None)),
    Silent("alg-unknown", about_header(alg="ML-DSA-65")),
    Silent("alg-unknown", subject(encrypted({**_JWE, "alg": "HPKE-0"}))),
    Silent("alg-wrong-layer", subject(encrypted(_JWE))),
    Silent("alg-prohibited", about_header(alg="HS256")),
    Silent("alg-rsa1_5", subject(encrypted(_JWE))),
    Silent("alg-eddsa-polymorphic", about_header(alg="Ed25519")),
    Silent("alg-es256k", about_header(alg="ES256")),
    Silent("alg-rs-pkcs1", about_header(alg="PS256")),
    Silent("alg-hs-shared-secret", about_header(alg="HS1")),
    Silent("alg-hs-many-audiences", subject(mac(_HS256, good(aud=["a", "a"])))),
    Silent("alg-hs-many-audiences", subject(compact(head(), good(aud=["a", "b"])))),
    Silent("enc-missing", subject(encrypted(_JWE))),
    Silent("enc-missing", _PLAIN),
    Silent("alg-key-mismatch", subject(compact(head(alg="PS512"), good()), rsa_key(alg="RS256"))),
    Silent("alg-key-mismatch", subject(mac(_HS256, good()), rsa_key())),
    Silent("alg-confusion", subject(mac(_HS256, good()), secret())),
    Silent("alg-confusion", subject(mac(_HS256, good()), secret(), rsa_key())),
    Silent("alg-confusion", subject(compact(head(), good()), rsa_key())),
    Silent("alg-not-allowed", about_header(Policy(algorithms=("ES256", "RS256")))),
    Silent("alg-jwk-mismatch", subject(compact(head(alg="EdDSA"), good()), ed_key(alg="Ed25519"))),
    Silent("alg-jwk-mismatch", subject(signed(head(), good(), rsa_key(private=True)), rsa_key())),
    Silent("key-use-mismatch", subject(compact(head(), good()), rsa_key(use="sig", key_ops=("verify",)))),
    Silent("key-use-mismatch", subject(encrypted(_JWE), rsa_key(use="enc", key_ops=("unwrapKey",)))),
]
