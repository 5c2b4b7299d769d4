"""Strings that have broken programs which show text of strangers, and files and tokens full of them."""

import json
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from jwtlens.jose import base64url
from tests.certificate_kit import DAY, MOMENT, ec_key

STRINGS: dict[str, str] = {
    "markup of the screen": "[/nope] [@click=app.quit]quit[/] [bold red]x [a[/b \\[x] [link=https://evil.example]y[/link]",
    "markup of pages": "<script>alert(1)</script></style><img src=x onerror=alert(1)> &lt;b&gt; \"'`",
    "markup of Markdown": "[x](https://evil.example) ![x](https://evil.example/x) ``` `|` \\| # @everyone <https://evil.example>",
    "format": "%s%n{0}{}$(id)`id`;id\\u001b\\x1b",
    "escape": "\x1b[31mred\x1b[2J\x1b[?1049l\x1b]0;title\x07\x1bc\x1b[6n",
    "clipboard": "\x1b]52;c;aGlqYWNr\x07\x1b]52;c;?\x1b\\",
    "link": "\x1b]8;;https://evil.example\x1b\\good.example\x1b]8;;\x1b\\",
    "strings": "\x1bP1$r0m\x1b\\\x1b_Gi=1;AAAA\x1b\\\x1b^x\x1b\\\x1bX\x1b\\",
    "C1": "\x9b31m\x9d0;title\x9c\x90q\x9c\x85\x84",
    "C0": "a\x00b\x01\x05\x07\x08\x08\x0b\x0c\x0e\x0f\x7f\r\n\tz",
    "direction": "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
    "invisible": "a\u200bd\u200cm\u200di\u2060n\ufeff\xad\u180e\u2061\u2028\u2029",
    "tags": "\U000e0001\U000e0041\U000e007f\ufff9x\ufffay\ufffb",
    "combining": "Z\u0351\u036b\u0343" + "a" + "\u0301" * 300 + "\u0345",
    "surrogates": "\ud800 \udfff \ude00\ud83d \udc80",
    "wide": "漢字カナ👩‍👩‍👧‍👦🏳️‍🌈🇨🇭\uff37\u3000",
    "right to left": "مرحبا بالعالم שלום",
    "beyond": "\uffff\ufffe\U0010ffff\ue000ßİ\u0131\u017f\ufb01",
    "path": "../../../etc/passwd\x00.json '; DROP TABLE keys; -- | rm -rf ~",
    "long": "w" * 3_000,
}
"""By what they are made of."""

LARGE: dict[str, str] = {
    "a word of 1 MB": json.dumps({"w" * 1_000_000: "w" * 1_000_000}),
    "100,000 keys": "{" + ",".join(f'"k{n}":{n}' for n in range(100_000)) + "}",
    "depth 100,000": '{"a":' * 100_000,
    "arrays 100,000 deep": '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    "5,000 digits": '{"exp":' + "9" * 5_000 + ',"iat":-0.' + "9" * 5_000 + ',"nbf":1e' + "9" * 5_000 + "}",
}
"""Payloads as JSON that ask for much."""


class Placed(NamedTuple):
    """One string in every field that holds text: a token, and files, each with the words that begin a call."""

    token: str
    files: dict[str, bytes]


def placed(text: str) -> Placed:
    """Put a string where texts can be."""
    header = {"alg": "HS256", "kid": text, "typ": text, "cty": text, "jku": text, "crit": [text], text: {text: [text]}}
    claims = {
        **dict.fromkeys(("iss", "sub", "jti", "scope", "nonce", "email", "password", "tid", "exp", "nbf"), text),
        "aud": [text, text],
        "cnf": {"kid": text, "jkt": text},
        text: {text: [text, {text: text}]},
        "_sd": [text],
        "n": [1, None, True],
    }
    token = encoded(header, claims)
    rsa = {"kty": "RSA", "n": text, "e": text, "kid": text}
    jwk: dict[str, Any] = {
        "kty": "oct",
        "k": base64url.encode(bytes(32)),
        "kid": text,
        "alg": text,
        "use": text,
        "key_ops": [text],
        text: text,
    }
    plain = text.encode("utf-8", "surrogatepass")
    entry = {
        "request": {"url": text, "headers": [{"name": text, "value": f"Bearer {token}"}]},
        "response": {"content": {"text": token}},
    }
    book = {
        "format": "jwtlens-workspace",
        "version": 1,
        "token": token,
        "expectations": {"issuer": text},
        "keys": [{"reference": f"@{text}"}],
    }
    key = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "")
    return Placed(
        token,
        {
            "token": token.encode(),
            "text": plain,
            "jwk": json.dumps(jwk).encode(),
            "jwks": json.dumps({"keys": [jwk, {**jwk, "kty": text}, rsa]}).encode(),
            "pem": b"-----BEGIN " + plain + b"-----\n" + plain + b"\n-----END " + plain + b"-----\n",
            "env": b"JWT_SECRET=" + plain,
            "certificate": certificate(text),
            "har": json.dumps({"log": {"entries": [entry]}}).encode(),
            "log": plain + b" token=" + token.encode() + b" " + plain + b"\n",
            "workspace": json.dumps(book).encode(),
            "settings": f"[profiles.{key}]\nissuer = {key}\nkey = {key}\ntyp = {key}\n".encode(),
            "ring": f"theme = {key}\n[keymap]\n{key} = {key}\n".encode(),
        },
    )  # fmt: skip


def encoded(header: dict[str, Any], claims: object) -> str:
    """A token of these parts, whatever stands in them."""
    parts = (claims if isinstance(claims, str) else json.dumps(claims), json.dumps(header))
    payload, first = (base64url.encode(part.encode()) for part in parts)
    return f"{first}.{payload}.AAAA"


def certificate(text: str) -> bytes:
    """A certificate about somebody of that name, as far as certificates can hold it, as PEM."""
    shown = text.encode("utf-8", "replace").replace(b"\0", b"")[:64].decode("utf-8", "ignore")
    name = x509.Name(
        [x509.NameAttribute(oid, shown) for oid in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)]
    )
    key = ec_key("hostile")
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(MOMENT - DAY).not_valid_after(MOMENT + DAY).sign(key, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM)


def write(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a string."""
    for name, content in files.items():
        (folder / name).write_bytes(content)


def file_name(text: str) -> str:
    """The name that a file can have which is nearest to a text."""
    plain = text.encode("utf-8", "replace").decode().replace("/", "-").replace("\0", "")
    return "".join(char for char in plain if unicodedata.category(char) != "Cn")[:40]  # macOS has none of these
