"""Tokens, keys, logs and word lists that the figures are taken with; all made here."""

import subprocess
import time
from pathlib import Path

import jwt

SECRET = "8c1f0e6b52d94a7f93be60d7a41c25f8e07b9d3364fa12c5"
AUDIENCE = "https://api.example.com"
MARKED = "first-claim-of-all"
"""Value of the first claim of every token of a given size: who paints it has decoded the token."""
_LINE = '192.0.2.{} - - [23/Nov/2026:14:34:40 +0000] "GET /orders/{} HTTP/1.1" 200 {} "-" "Mozilla/5.0 (X11; Linux)"'


def claims(number: int = 0, *, lifetime: int = 86_400) -> dict[str, object]:
    """The claims of an access token of now; ``lifetime`` is in seconds."""
    now = int(time.time())
    about = {"iss": "https://auth.example.com", "sub": f"user_{number}", "aud": AUDIENCE}
    return {**about, "iat": now, "exp": now + lifetime}


def signed(number: int = 0) -> str:
    """An HS256 token of about 270 characters."""
    return jwt.encode(claims(number), SECRET, "HS256")


def sized(characters: int) -> str:
    """An HS256 token of so many characters, give or take one claim."""
    several: dict[str, object] = {"marked": MARKED, "aud": AUDIENCE, "exp": 4_102_444_800}
    room = characters * 3 // 4 - len(jwt.encode(several, SECRET, "HS256")) * 3 // 4
    for number in range(max(room // 60, 0)):
        several[f"claim_{number:06d}"] = "v" * 39  # with quotes, colon and comma 60 bytes of compact JSON
    return jwt.encode(several, SECRET, "HS256")


def ordinary() -> str:
    """An HS256 token of about 1,000 characters with the claims that identity providers write."""
    more: dict[str, object] = {
        "jti": "1b2c4d5e-8f90-4a1b-9c3d-4e5f60718293",
        "scope": "openid profile orders:read orders:write invoices:read",
        "azp": "web-client-7",
        "name": "Example Person",
        "email": "person@example.com",
        "roles": ["reader", "writer", "support"],
        "tenant": "acme-europe-west",
        "address": {"street": "1 Long Street", "city": "Springfield", "zip": "12345"},
        "department": "Customer support and operations",
        "zoneinfo": "Europe/Berlin",
        "session_state": "c1f0e6b52d94a7f93be60d7a41c25f8e",
        "acr": "1",
    }
    return jwt.encode({**claims(), **more}, SECRET, "HS256", headers={"kid": "main-2026"})


def rsa_signed(folder: Path) -> tuple[Path, Path]:
    """Files with an RS256 token of about 1,000 characters and the public key that verifies it."""
    private, public, token = folder / "rsa.pem", folder / "rsa.pub", folder / "rs256.jwt"
    subprocess.run(["openssl", "genrsa", "-out", private, "2048"], check=True, capture_output=True)
    subprocess.run(["openssl", "rsa", "-in", private, "-pubout", "-out", public], check=True, capture_output=True)
    token.write_text(jwt.encode({**claims(), "note": "v" * 300}, private.read_text(), "RS256"))
    return token, public


def log(path: Path, megabytes: int) -> Path:
    """A log of an HTTP server with one token in a hundred lines."""
    size = number = 0
    with path.open("w") as file:
        while size < megabytes * 1_000_000:
            number += 1
            token = f" Bearer {signed(number)}" if number % 100 == 0 else ""
            size += file.write(_LINE.format(number % 256, number * 7919 % 10**6, number % 9999) + token + "\n")
    return path


def many(path: Path, count: int) -> Path:
    """A file with so many tokens, one a line."""
    path.write_text("".join(f"{signed(number)}\n" for number in range(count)))
    return path


def words(path: Path, count: int) -> Path:
    """A word list with so many lines, none of which is the secret."""
    with path.open("wb") as file:
        file.writelines(b"candidate%d\n" % number for number in range(count))
    return path
