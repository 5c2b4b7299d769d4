"""Shapes of values that should not stand in a token: secrets, card numbers, identity data, internal addresses.

Every test is linear in the length of the text, and needs more than a shape: a checksum, a prefix, or a name.
"""

import base64
import binascii
import re
from functools import lru_cache

from jwtlens import times
from jwtlens.audit import urls
from jwtlens.lazy_pattern import lazy_pattern

_LONGEST = 4_096
"""Longer values are no single secret, number or address, in characters."""

_HUMP = lazy_pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = lazy_pattern(r"[^a-z0-9]+")

_SECRET_WORDS = frozenset(
    {
        *("password", "passwd", "pwd", "passphrase", "secret", "client_secret", "app_secret", "api_secret"),
        *("shared_secret", "secret_key", "secret_access_key", "access_key", "api_key", "apikey", "private_key"),
        *("encryption_key", "signing_key", "cvv", "cvc", "cvv2", "pin", "pin_code", "otp", "totp_secret"),
        *("mfa_secret", "seed_phrase", "mnemonic", "security_answer", "credentials"),
        *("passwords", "passphrases", "secret_keys", "access_keys", "api_keys", "private_keys", "client_secrets"),
        *("user_pass", "db_pass", "smtp_pass", "admin_pass"),
    }
)
_SHORTEST_SECRET = 3
_SHORT_SECRETS = ("cvv", "cvc", "cvv2", "pin", "pin_code", "otp")
_NO_SECRETS = frozenset({"true", "false", "yes", "no", "null", "none"})
_DATE = lazy_pattern(r"\d{4}-\d\d-\d\d(?:[T ].*)?")
_CREDENTIALS = (
    ("an AWS access key", lazy_pattern(r"(?:AKIA|ASIA)[0-9A-Z]{16}")),
    ("a GitHub token", lazy_pattern(r"gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}")),
    ("a GitLab token", lazy_pattern(r"gl(?:pat|ptt|dt|rt|oas)-[A-Za-z0-9_-]{20,}")),
    ("a Slack token", lazy_pattern(r"xox[abeprs]-[A-Za-z0-9-]{10,}")),
    ("a secret key of Stripe", lazy_pattern(r"[sr]k_live_[A-Za-z0-9]{16,}")),
    ("a Google API key", lazy_pattern(r"AIza[0-9A-Za-z_-]{35}")),
    ("a bcrypt hash", lazy_pattern(r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}")),
    ("a crypt hash", lazy_pattern(r"\$[156]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22,86}")),
    ("an Authorization header", lazy_pattern(r"Bearer (?=[^0-9]*[0-9])[A-Za-z0-9._~+/-]{20,}=*", re.IGNORECASE)),
    ("an Argon2 hash", lazy_pattern(r"\$argon2(?:id|i|d)\$.+", re.DOTALL)),
    (
        "an address with a password in it",
        lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/?#@]{1,256}:[^\s/?#@]{1,256}@.+"),
    ),
)

_BASIC = lazy_pattern(r"Basic [A-Za-z0-9+/]{4,}={0,2}", re.IGNORECASE)


_STARTS = (
    *("AKIA", "ASIA", "gh", "github_pat_", "gl", "xox", "sk_live_", "rk_live_", "AIza", "$"),
    *("B", "b"),  # Bearer and Basic, in any case
)
"""How the credentials above begin, except for addresses."""
_FIRST = frozenset({"/", *(start[0] for start in _STARTS)})


@lru_cache(maxsize=1024)
def snake(name: str) -> str:
    """Return a member name in snake case: ``userPassword`` and ``user-password`` are ``user_password``."""
    return _NO_WORD.sub("_", _HUMP.sub("_", name).lower()).strip("_")


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@lru_cache(maxsize=4096)
def _ends_with(name: str, words: frozenset[str]) -> str:
    """Return the word that the name is or ends with, at the border of a word, or an empty string."""
    lowered = name.lower()
    # Nearly every name of a hundred thousand is told apart by its last letters.
    if lowered[-1:] in _PLAIN and not lowered.endswith(_last_pieces(words)):
        return ""
    return _tail(name, words)


@lru_cache
def _last_pieces(words: frozenset[str]) -> tuple[str, ...]:
    return tuple({word.rpartition("_")[2] for word in words})


@lru_cache(maxsize=1024)
def _tail(name: str, words: frozenset[str]) -> str:
    pieces = snake(name).split("_")
    tails = ("_".join(pieces[start:]) for start in range(max(len(pieces) - 4, 0), len(pieces)))
    return next((tail for tail in tails if tail in words), "")


def credential(value: str) -> str:
    """Say which known kind of credential the text is, or return an empty string."""
    if not (value.startswith(_STARTS) or ("@" in value and "://" in value)) or len(value) > _LONGEST:
        return ""
    if _BASIC.fullmatch(value):
        return "an Authorization header" if _names_user(value[6:]) else ""
    return next((words for words, pattern in _CREDENTIALS if pattern.fullmatch(value)), "")


def _names_user(encoded: str) -> bool:
    """Whether this is base64 of a user's name and password with a colon between them (RFC 7617 section 2)."""
    try:
        return b":" in base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False


def is_secret(name: str, value: str, *, is_number: bool) -> bool:
    """Whether a member of this name and value is a secret, and not a date, address or flag about one."""
    word = _ends_with(name[:200], _SECRET_WORDS) if len(value) >= _SHORTEST_SECRET else ""
    if not word:
        return False
    if word in _SHORT_SECRETS:
        return value.lower() not in _NO_SECRETS
    if is_number or len(value) < 4 or set(value) <= set("*•xX"):
        return False
    return value.lower() not in _NO_SECRETS and not _DATE.fullmatch(value) and urls.parse(value) is None


_IDENTIFIER_WORDS = frozenset({"id", "ids", "sub", "azp", "aud", "nonce", "time", "ts", "ms", "at"})
_DIGITS = lazy_pattern(r"[0-9](?:[ -]?[0-9]){12,18}")
_NETWORKS = (
    ("Visa", lazy_pattern(r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})")),
    ("Mastercard", lazy_pattern(r"(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}")),
    ("American Express", lazy_pattern(r"3[47][0-9]{13}")),
    ("Discover", lazy_pattern(r"(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}")),
    ("JCB", lazy_pattern(r"35(?:2[89]|[3-8][0-9])[0-9]{12,15}")),
    ("UnionPay", lazy_pattern(r"62[0-9]{14,17}")),
    ("Diners Club", lazy_pattern(r"3(?:0[0-5]|6[0-9]|8[0-9])[0-9]{11}")),
)


def is_identifier_name(name: str) -> bool:
    """Whether a number under this name is an identifier or a time."""
    last = snake(name[:200]).rpartition("_")[2]
    return last in _IDENTIFIER_WORDS or last.endswith(("id", "jti"))


def card_network(value: str) -> str:
    """Name the network of a payment card number by prefix, length and Luhn digit, or return an empty string."""
    if not 13 <= len(value) <= 37 or not _DIGITS.fullmatch(value):
        return ""
    digits = value.replace(" ", "").replace("-", "")
    if times.looks_like_milliseconds(float(digits)):
        return ""
    return next((name for name, form in _NETWORKS if form.fullmatch(digits)), "") if _luhn(digits) else ""


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


_SSN = lazy_pattern(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}")
_SSN_PLAIN = lazy_pattern(r"(?!000|666|9)[0-9]{3}(?!00)[0-9]{2}(?!0000)[0-9]{4}")
_SSN_NAMES = frozenset({"ssn", "social_security", "social_security_number"})


def is_ssn(name: str, value: str) -> bool:
    """Whether this is a US social security number: an issued range, and the dashes or the name to go with it."""
    if _SSN.fullmatch(value):
        return True
    return len(value) == 9 and bool(_SSN_PLAIN.fullmatch(value)) and bool(_ends_with(name[:200], _SSN_NAMES))


_DOCUMENTS = frozenset(
    {
        *("passport", "passport_number", "passport_no", "national_id", "national_id_number", "tax_id", "tax_number"),
        *("drivers_license", "driver_license", "drivers_license_number", "driving_licence", "id_card_number"),
        *("iban", "bank_account", "bank_account_number"),
    }
)
_IBAN = lazy_pattern(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def is_document(name: str, value: str) -> bool:
    """Whether a member of this name holds the number of an identity document or an account."""
    return len(value) >= 5 and bool(_ends_with(name[:200], _DOCUMENTS)) and value.lower() not in _NO_SECRETS


def is_iban(value: str) -> bool:
    """Whether this is an account number with a right checksum (ISO 13616, mod 97)."""
    if not 15 <= len(value) <= 42 or not value[2:4].isdigit():
        return False
    compact = value.replace(" ", "")
    if not _IBAN.fullmatch(compact):
        return False
    return int("".join(str(int(char, 36)) for char in compact[4:] + compact[:4])) % 97 == 1


_NUMERALS = frozenset("-0123456789")
_OF_PERSONS = frozenset({9, 11})
"""Lengths of a US social security number, without dashes and with them."""


def is_suspect(name: str, value: str) -> bool:
    """Whether one of the functions here may say something about a member of this name, or it is a huge number.

    Asking this of an ordinary value takes 0.4 us, asking all of the functions 5.
    """
    if _is_telling(name[:200]) or "." in value or "@" in value:  # with these come addresses of people and machines
        return True
    size = len(value)
    if size < 2:
        return False
    first = value[0]
    return (
        (first in _FIRST and (first == "/" or value.startswith(_STARTS)))  # a file, or a credential
        or (first in _NUMERALS and value[-1] in _NUMERALS and (size >= 13 or size in _OF_PERSONS))  # cards, a person's
        or (size >= 15 and value[2] in _NUMERALS and value[3] in _NUMERALS)  # an IBAN
        or value[1] == ":"  # a file of Windows
    )


@lru_cache(maxsize=4096)
def _is_telling(name: str) -> bool:
    """Whether the name says that its value is a secret, a token, or the number of a document."""
    lowered = name.lower()
    if lowered[-1:] in _PLAIN and not lowered.endswith(_TELLING_ENDS):
        return False  # 1 us for a name that was not seen yet; what follows takes 15
    return _is_of_token(name) or any(_ends_with(name, one) for one in _TELLING)


_TELLING = (_SECRET_WORDS, _DOCUMENTS, _SSN_NAMES)
_TELLING_ENDS = tuple({"token", "tokens"}.union(*map(_last_pieces, _TELLING)))


_EMAIL = lazy_pattern(r"[^@\s:/<>]{1,64}@[^@\s:/<>]{1,190}\.[A-Za-z]{2,24}")
_JWT = lazy_pattern(r"eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}")
_OPAQUE = lazy_pattern(r"[A-Za-z0-9._~+/=-]{20,}")
_SHORTEST_TOKEN = 10
"""Characters; a JWT of a tiny header has as many."""


def is_email(value: str) -> bool:
    """Whether this is a person's e-mail address; those of Google's service accounts belong to programs."""
    return (
        "@" in value
        and len(value) <= 320
        and bool(_EMAIL.fullmatch(value))
        and not value.lower().endswith(".gserviceaccount.com")
    )


def is_token(name: str, value: str) -> bool:
    """Whether a member of this name holds a token; one against request forgery is no credential by itself."""
    if len(value) < _SHORTEST_TOKEN or not _is_of_token(name[:200]):
        return False
    return bool(_JWT.fullmatch(value) or _OPAQUE.fullmatch(value))


@lru_cache(maxsize=1024)
def _is_of_token(name: str) -> bool:
    *before, last = snake(name).split("_")
    return last in ("token", "tokens") and not (before and before[-1] in ("csrf", "xsrf"))


PRIVILEGES = frozenset(
    {"scope", "scp", "role", "roles", "permission", "permissions", "groups", "authorities", "entitlements"}
)
"""Names of claims that say what their subject may do."""

_ADDRESS = lazy_pattern(r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w.])")
_HOST = lazy_pattern(
    r"(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.(?:internal|local)(?![\w.-])", re.IGNORECASE
)
_PATH = lazy_pattern(r"/(?:etc|home|var|usr|opt|srv|root|tmp|mnt|Users)/\S|[A-Za-z]:\\\w")


def internal(value: str) -> str:
    """Say what internal thing the text names, or return an empty string."""
    if len(value) > _LONGEST or not ("." in value or value[:1] == "/" or value[1:2] == ":"):
        return ""
    if any(urls.is_internal(found) for found in _ADDRESS.findall(value)):
        return "an address of an internal network"
    if _HOST.search(value):
        return "a host of an internal network"
    return "a file" if _PATH.match(value) else ""
