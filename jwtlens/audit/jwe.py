"""Rules about encrypted tokens, as far as their header and the sizes of their parts tell without decrypting."""

from collections.abc import Iterator

from jwtlens.audit import embedded, registry
from jwtlens.audit.case import Case, HeaderCase, sentence, shown, text
from jwtlens.audit.finding import Family, Hit, Need, Severity, never
from jwtlens.jose import base64url
from jwtlens.jose.header import media_type
from jwtlens.limits import INFLATED_BYTES

FAMILY = Family(Need.HEADER)

_IV_AND_TAG = {
    **dict.fromkeys(("A128GCM", "A192GCM", "A256GCM"), (12, 16)),
    "A128CBC-HS256": (16, 16),
    "A192CBC-HS384": (16, 24),
    "A256CBC-HS512": (16, 32),
}
"""Bytes of initialization vector and authentication tag (RFC 7518 sections 5.2 and 5.3)."""

ROUNDS_HIGH = 1_200_000
ROUNDS_FLOOR = 1_000
ROUNDS_OWASP = {"PBES2-HS256+A128KW": 600_000, "PBES2-HS384+A192KW": 220_000, "PBES2-HS512+A256KW": 220_000}


def _rounds(case: HeaderCase) -> int | None:
    """Return ``p2c`` of a password-encrypted token if it is a positive integer."""
    rounds = case.header.get("p2c")
    is_count = isinstance(rounds, int) and not isinstance(rounds, bool) and rounds > 0
    return rounds if is_count and isinstance(rounds, int) else None


@FAMILY.rule(
    "zip-jwe",
    "Compression before encryption",
    Severity.LOW,
    why="The length of the token tells something about its content, and a small token can inflate to a huge one.",
    remedy="Do not compress, or cap the inflated size.",
    source="RFC 8725 §3.6; draft-ietf-oauth-rfc8725bis §3.15",
    when=never,
)
def _zip_jwe(case: Case) -> Iterator[Hit]:
    if case.is_jwe and case.header.get("zip") == "DEF":
        yield Hit("header/zip", '"DEF"', "The content was compressed before it was encrypted.")


@FAMILY.rule(
    "zip-bomb",
    "Decompression bomb",
    Severity.HIGH,
    why="A small token that inflates to a huge one takes memory and time from whoever opens it.",
    remedy="Cap the inflated size, and refuse what goes beyond.",
    source="draft-ietf-oauth-rfc8725bis §2.12, §3.15; CVE-2024-33664, CVE-2024-28176, CVE-2024-21319",
    needs=(Need.DECRYPTED,),
    clock=True,
    when=never,
)
def _zip_bomb(case: Case) -> Iterator[Hit]:
    if not case.is_jwe or case.header.get("zip") != "DEF":
        return
    size = len(case.token.segment("payload").data)
    check = case.report.check("decryption")
    if check is not None and check.code == "inflated-cap":
        yield Hit("header/zip", shown(case.header["zip"]), sentence(check.reason))
    elif size > INFLATED_BYTES:
        message = f"The content inflates to {size:,} bytes; more than {INFLATED_BYTES:,} is excessive for a token."
        yield Hit("header/zip", f"{size:,} bytes", message)


@FAMILY.rule(
    "zip-unknown",
    "Unknown compression",
    Severity.MEDIUM,
    why="Only DEF is defined; nobody else can inflate the content.",
    remedy="Use no compression.",
    source="RFC 7516 §4.1.3",
    when=never,
)
def _zip_unknown(case: Case) -> Iterator[Hit]:
    if case.is_jwe and "zip" in case.header and case.header["zip"] != "DEF":
        yield Hit("header/zip", shown(case.header["zip"]), f"zip is {shown(case.header['zip'])}; only DEF is defined.")


@FAMILY.header_rule(
    "p2c-high",
    "Excessive PBKDF2 count",
    Severity.HIGH,
    why="Whoever opens the token has to compute this first: a few such tokens keep a machine busy.",
    remedy="Cap p2c before deriving the key; jose stops at 10,000 and jwcrypto at 16,384.",
    source="draft-ietf-oauth-rfc8725bis §2.10, §3.13; CVE-2022-36083, CVE-2023-52428, CVE-2023-51775",
)
def _p2c_high(case: HeaderCase) -> Iterator[Hit]:
    rounds = _rounds(case)
    if rounds is not None and rounds > ROUNDS_HIGH:
        yield Hit(
            "header/p2c", shown(rounds), f"p2c demands {shown(rounds)} rounds; more than {ROUNDS_HIGH:,} is excessive."
        )


@FAMILY.header_rule(
    "p2c-low",
    "Low PBKDF2 count",
    Severity.LOW,
    why="The fewer rounds, the faster a password can be guessed. Many libraries refuse OWASP's figure.",
    remedy="Raise the count, or use a random key instead of a password.",
    source="RFC 7518 §4.8.1.2; OWASP Password Storage Cheat Sheet; ASVS 5.0 App. C",
    confidence="heuristic",
)
def _p2c_low(case: HeaderCase) -> Iterator[Hit]:
    rounds, advised = _rounds(case), ROUNDS_OWASP.get(case.alg)
    if rounds is None or advised is None:
        return
    if rounds < ROUNDS_FLOOR:
        message = f"p2c is {rounds}; RFC 7518 wants {ROUNDS_FLOOR:,} at least."
        yield Hit("header/p2c", str(rounds), message, Severity.MEDIUM, "certain")
    elif rounds < advised:
        yield Hit("header/p2c", str(rounds), f"p2c is {rounds:,}, which looks low beside OWASP's {advised:,}.")


@FAMILY.header_rule(
    "p2-params",
    "Missing or short PBES2 parameters",
    Severity.HIGH,
    why="Without count and salt the key cannot be derived; a short salt lets tables be made beforehand.",
    remedy="Supply both, with 8 or more random bytes of salt.",
    source="RFC 7518 §4.8.1.1–4.8.1.2",
)
def _p2_params(case: HeaderCase) -> Iterator[Hit]:
    if not case.alg.startswith("PBES2-"):
        return
    if _rounds(case) is None:
        field, evidence = ("header/p2c", shown(case.header["p2c"])) if "p2c" in case.header else ("header", "no p2c")
        yield Hit(field, evidence, "p2c must be a positive whole number, and is not.")
    salt = text(case.header.get("p2s"))
    length = len(base64url.decode(salt).data)
    if length < 8:
        field, evidence = ("header/p2s", shown(case.header["p2s"])) if "p2s" in case.header else ("header", "no p2s")
        yield Hit(field, evidence, f"p2s has {length} bytes of salt; 8 are the least.")


@FAMILY.header_rule(
    "pbes2-password",
    "Password-based encryption",
    Severity.INFO,
    why="Everyone who has the token can guess at the password, offline and at any speed.",
    remedy="Prefer a random key.",
    source="RFC 7518 §4.8, §8.8; RFC 8725 §3.5",
)
def _pbes2(case: HeaderCase) -> Iterator[Hit]:
    if case.alg.startswith("PBES2-"):
        yield Hit("header/alg", shown(case.alg), "The token is encrypted with a password, and is as strong as that is.")


@FAMILY.rule(
    "jwe-sender-unauthenticated",
    "Encrypted but not signed",
    Severity.MEDIUM,
    why="Everyone who has the recipient's public key can make such a token: encryption does not say who wrote it.",
    remedy="Sign, then encrypt; and demand the inner signature.",
    source="RFC 7519 §11.2; RFC 8725 §2.3, §3.3; CVE-2023-51774, CVE-2026-29000",
    confidence="heuristic",
    when=never,
)
def _sender_unauthenticated(case: Case) -> Iterator[Hit]:
    if not case.is_jwe or not case.alg.startswith(registry.PUBLIC_KEY_ENCRYPTION) or case.nested:
        return
    if isinstance(case.content.value, dict):
        message = "The token is encrypted with a public key, and nothing inside is signed: the claims stand there bare."
        yield Hit("header/alg", shown(case.alg), message, Severity.HIGH, "certain")
    elif media_type(case.header.get("cty")) != "jwt":
        message = "The token is encrypted with a public key, and it looks as if nothing inside is signed (no cty JWT)."
        yield Hit("header/alg", shown(case.alg), message)


@FAMILY.rule(
    "jwe-structure",
    "JWE part has the wrong size",
    Severity.HIGH,
    why="Such a token is never valid; libraries that took a short tag could be fooled.",
    remedy="Refuse the token.",
    source="RFC 7518 §5.2–5.3; RFC 7516 §5.2",
    when=never,
)
def _structure(case: Case) -> Iterator[Hit]:
    if len(case.parts) != 5:
        return
    _, key, iv, _, tag = (len(decoded.data) for _, _, decoded in case.decoded)
    sizes = _IV_AND_TAG.get(text(case.header.get("enc")))
    enc = text(case.header.get("enc"))
    if sizes and iv != sizes[0]:
        yield Hit("token", f"iv of {iv} bytes", f"The initialization vector has {iv} bytes; {enc} wants {sizes[0]}.")
    if sizes and tag != sizes[1]:
        yield Hit("token", f"tag of {tag} bytes", f"The authentication tag has {tag} bytes; {enc} wants {sizes[1]}.")
    if case.alg in ("dir", "ECDH-ES") and key:
        yield Hit(
            "token", f"key of {key} bytes", f"{case.alg} has no encrypted key, and the token has {key} bytes of one."
        )
    elif case.alg in registry.KEY_MANAGEMENT - {"dir", "ECDH-ES"} and not key:
        yield Hit("token", "no encrypted key", f"{case.alg} encrypts a key, and that part of the token is empty.")


_LOW_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
        "00" * 56,
        "01" + "00" * 55,
        "fe" + "ff" * 27 + "fe" + "ff" * 27,
        "ff" * 28 + "fe" + "ff" * 27,
        "00" * 28 + "ff" * 28,
    )
)
"""Points of X25519 and X448 with which every agreed key is zero (RFC 7748 section 6; SafeCurves)."""


@FAMILY.rule(
    "epk-invalid",
    "Bad ephemeral key",
    Severity.HIGH,
    why="With a point off its curve, or of low order, the sender learns the recipient's private key piece by piece.",
    remedy="Validate the point before using it.",
    source="RFC 8725 §2.5, §3.4; NIST SP 800-56A r3 §5.6.2.3; CVE-2017-16007",
    when=never,
)
def _epk(case: Case) -> Iterator[Hit]:
    if not case.is_jwe or not case.alg.startswith("ECDH-ES"):
        return
    if "epk" not in case.header:
        yield Hit("header", "no epk", f"{case.alg} needs the sender's ephemeral key, and epk is missing.")
    elif fault := _fault(case.header["epk"]):
        yield Hit("header/epk", embedded.described(case.header["epk"]), f"epk {fault}.")


def _fault(epk: object) -> str:
    """Return what is wrong with an ephemeral key, or an empty string."""
    if not isinstance(epk, dict):
        return "is not an object"
    if epk.get("kty") not in ("EC", "OKP") or epk.get("crv") in ("Ed25519", "Ed448"):
        return "is not a key on a curve for key agreement"
    if epk["kty"] == "OKP" and base64url.decode(text(epk.get("x"))).data in _LOW_ORDER:
        return "is a point of low order"
    keyring = embedded.read(epk)
    return "" if keyring.keys else f"cannot be used: {keyring.problems[0].message}"
