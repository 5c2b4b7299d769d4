"""Real keys in every form that openssl, ssh-keygen and the libraries write."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import mldsa
from joserfc.jwk import ECKey, OKPKey, RSAKey

from jwtlens.keys.secret import Secret

PASSPHRASE = "open sesame"
GENERATE = {
    "RSA": ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "P-256": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "P-384": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
    "P-521": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    "secp256k1": ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
    "Ed25519": ["genpkey", "-algorithm", "ED25519"],
    "Ed448": ["genpkey", "-algorithm", "ED448"],
    "X25519": ["genpkey", "-algorithm", "X25519"],
    "X448": ["genpkey", "-algorithm", "X448"],
}
ML_DSA: dict[str, Any] = {
    "ML-DSA-44": mldsa.MLDSA44PrivateKey,
    "ML-DSA-65": mldsa.MLDSA65PrivateKey,
    "ML-DSA-87": mldsa.MLDSA87PrivateKey,
}
PSS = {"RSA-PSS": ["genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"]}
SSH = {
    "RSA": ["rsa", "-b", "2048"],
    "P-256": ["ecdsa", "-b", "256"],
    "P-384": ["ecdsa", "-b", "384"],
    "P-521": ["ecdsa", "-b", "521"],
    "Ed25519": ["ed25519"],
}


class Kit:
    """Every form of one private key per family, as openssl and ssh-keygen write it; made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[tuple[str, str], bytes] = {}

    def form(self, family: str, form: str) -> bytes:
        if (family, form) not in self.made:
            self.made[family, form] = self._make(family, form)
        return self.made[family, form]

    def text(self, family: str, form: str) -> str:
        return self.form(family, form).decode("ascii")

    def jwk(self, family: str, *, private: bool) -> dict[str, Any]:
        """As joserfc writes it."""
        loader = RSAKey if family == "RSA" else OKPKey if family in {"Ed25519", "Ed448", "X25519", "X448"} else ECKey
        return dict(loader.import_key(self.form(family, "pkcs8")).as_dict(private=private))

    def _make(self, family: str, form: str) -> bytes:
        if family in ML_DSA:
            return self._mldsa(family, form)
        file = str(self.folder / f"{family}.pem")
        match form:
            case "pkcs8":
                openssl(*{**GENERATE, **PSS}[family], "-out", file)
                return Path(file).read_bytes()
            case "ssh" | "ssh-public" | "ssh-encrypted":
                return self._ssh(family, form)
            case "certificate-issued":
                return self._issued(family)
        self.form(family, "pkcs8")
        arguments = {
            "spki": ["pkey", "-in", file, "-pubout"],
            "pkcs8-der": ["pkcs8", "-topk8", "-nocrypt", "-in", file, "-outform", "DER"],
            "spki-der": ["pkey", "-in", file, "-pubout", "-outform", "DER"],
            "pkcs1": ["rsa", "-in", file, "-traditional"],
            "pkcs1-public": ["rsa", "-in", file, "-RSAPublicKey_out"],
            "pkcs1-der": ["rsa", "-in", file, "-traditional", "-outform", "DER"],
            "sec1": ["ec", "-in", file],
            "sec1-der": ["ec", "-in", file, "-outform", "DER"],
            "encrypted": ["pkcs8", "-topk8", "-in", file, "-passout", f"pass:{PASSPHRASE}"],
            "encrypted-der": ["pkcs8", "-topk8", "-in", file, "-passout", f"pass:{PASSPHRASE}", "-outform", "DER"],
            "legacy": ["rsa", "-in", file, "-traditional", "-aes128", "-passout", f"pass:{PASSPHRASE}"],
            "legacy-ec": ["ec", "-in", file, "-aes128", "-passout", f"pass:{PASSPHRASE}"],
            "certificate": ["req", "-x509", "-key", file, "-subj", f"/CN={family}", "-days", "1"],
            "certificate-der": [
                "req",
                "-x509",
                "-key",
                file,
                "-subj",
                f"/CN={family}",
                "-days",
                "1",
                "-outform",
                "DER",
            ],
            "request": ["req", "-new", "-key", file, "-subj", "/CN=test"],
            "pkcs12": ["pkcs12", "-export", "-nocerts", "-inkey", file, "-passout", f"pass:{PASSPHRASE}"],
        }
        return openssl(*arguments[form])

    def _issued(self, family: str) -> bytes:
        """A certificate that the self-signed one of the P-256 key has issued."""
        request, issuer = self.folder / f"{family}.csr", self.folder / "issuer.pem"
        request.write_bytes(self.form(family, "request"))
        issuer.write_bytes(self.form("P-256", "certificate"))
        return openssl(
            *("x509", "-req", "-in", str(request), "-days", "1", "-set_serial", "7"),
            *("-CA", str(issuer), "-CAkey", str(self.folder / "P-256.pem")),
        )

    def _ssh(self, family: str, form: str) -> bytes:
        """As ssh-keygen writes it: a key of its own, the same in all three forms."""
        plain, file = self.folder / f"{family}-ssh", self.folder / f"{family}-{form}"
        if not plain.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", *SSH[family], "-N", "", "-f", str(plain)], check=True)
        if form == "ssh-encrypted":
            shutil.copy(plain, file)
            command = ["ssh-keygen", "-q", "-p", "-a", "1", "-P", "", "-N", PASSPHRASE, "-f", str(file)]
            subprocess.run(command, check=True, capture_output=True)
        return (plain.with_suffix(".pub") if form == "ssh-public" else file).read_bytes()

    def _mldsa(self, family: str, form: str) -> bytes:
        pem, der = serialization.Encoding.PEM, serialization.Encoding.DER
        if form in {"pkcs8", "pkcs8-der"}:
            key = ML_DSA[family].from_seed_bytes(bytes(range(32)))
            encoding = pem if form == "pkcs8" else der
            private: bytes = key.private_bytes(
                encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            return private
        key = ML_DSA[family].from_seed_bytes(bytes(range(32))).public_key()
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        public: bytes = key.public_bytes(pem if form == "spki" else der, spki)
        return public


def boxed(material: str | bytes) -> Secret[str] | Secret[bytes]:
    if isinstance(material, str):
        return Secret(material)
    return Secret(material)


def openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout
