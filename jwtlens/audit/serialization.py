"""Rules about the spelling of the token: its parts, and their base64url."""

from collections.abc import Iterator

from jwtlens.audit.case import Case
from jwtlens.audit.finding import Family, Hit, Severity, never
from jwtlens.displayable import quoted
from jwtlens.jose import jws, strict_json

FAMILY = Family()

COOKIE_BYTES = 4_096
HEADER_BYTES = 8_192


def _field(name: str) -> str:
    """Where a part is shown: those of an encrypted token have no place of their own."""
    return name if name in jws.PARTS else "token"


def _parts(case: Case, *codes: str) -> Iterator[tuple[str, str, str]]:
    """Yield each part with a deviation of these codes: its name, the deviation in words, and the text it is about."""
    for name, part, decoded in case.decoded:
        for problem in decoded.problems:
            if problem.code in codes:
                span = problem.span
                yield name, problem.message, part[span.start : span.end] if span else part
                break


@FAMILY.rule(
    "fmt-segments",
    "Wrong number of parts",
    Severity.HIGH,
    why="No parser that keeps to the standard can accept it.",
    remedy="Copy the whole token again: a signed one has 3 parts between dots, an encrypted one 5.",
    source="RFC 7515 §7.1; RFC 7516 §7.1; RFC 7519 §7.2",
    when=never,
)
def _segments(case: Case) -> Iterator[Hit]:
    if case.compact and len(case.parts) not in (3, 5):
        count = case.compact.count(".") + 1
        words = "one part" if count == 1 else f"{count:,} parts"
        yield Hit("token", words, f"The token has {words} between its dots.")


@FAMILY.rule(
    "fmt-paste-artefact",
    "Paste artefact removed",
    Severity.INFO,
    why="It says what was ignored, and nothing about the token.",
    remedy="Nothing to correct in the token; check that whatever sends it does not send the rest too.",
    source="RFC 6750 §2.1",
)
def _paste_artefact(case: Case) -> Iterator[Hit]:
    if case.removed:
        words = quoted(", ".join(case.removed))
        yield Hit("token", words, f"The token was taken out of a longer text; left out: {words}.")


@FAMILY.rule(
    "fmt-whitespace",
    "White space inside a part",
    Severity.MEDIUM,
    why="Some parsers skip it and others refuse it, so two of them disagree about one token.",
    remedy="Issue and send the token as one unbroken string, and let the verifier refuse white space.",
    source="RFC 7519 §7.2; RFC 7515 §5.2; draft-ietf-oauth-rfc8725bis §3.14",
    when=never,
)
def _whitespace(case: Case) -> Iterator[Hit]:
    for name, _, run in _parts(case, "base64-whitespace"):
        yield Hit(_field(name), quoted(run), f"The {name} has white space inside.")


@FAMILY.rule(
    "fmt-padding",
    "Base64 padding present",
    Severity.MEDIUM,
    why="base64url in JOSE has none; parsers that take it nevertheless give one token two spellings.",
    remedy="Strip the padding when issuing, and refuse it when verifying.",
    source="RFC 7515 §2, App. C; draft-ietf-oauth-rfc8725bis §3.14",
    when=never,
)
def _padding(case: Case) -> Iterator[Hit]:
    for name, part, _ in case.decoded:
        if "=" in part:
            yield Hit(_field(name), f"{part.count('=')} × =", f"The {name} has = signs, which fill up plain base64.")


@FAMILY.rule(
    "fmt-std-base64",
    "Standard base64 alphabet used",
    Severity.MEDIUM,
    why="JOSE uses - and _ instead; parsers that take both give one token two spellings.",
    remedy="Encode with the URL-safe alphabet.",
    source="RFC 7515 §2; RFC 4648 §5; draft-ietf-oauth-rfc8725bis §3.14",
    when=never,
)
def _standard_base64(case: Case) -> Iterator[Hit]:
    for name, part, _ in case.decoded:
        if "+" in part or "/" in part:
            evidence = f"{part.count('+')} × +, {part.count('/')} × /"
            yield Hit(_field(name), evidence, f"The {name} has + or /, which base64url writes as - and _.")


@FAMILY.rule(
    "fmt-noncanonical",
    "Non-canonical base64url (spare bits set)",
    Severity.LOW,
    why="The same bytes can be spelled another way, which dodges a deny-list or a cache that compares token texts.",
    remedy="Refuse such spellings; key deny-lists on iss and jti, never on the text of the token or its hash.",
    source="RFC 4648 §3.5; OWASP JWT Cheat Sheet",
    when=never,
)
def _noncanonical(case: Case) -> Iterator[Hit]:
    for name, _, last in _parts(case, "base64-spare-bits"):
        yield Hit(_field(name), quoted(last), f"The last character of the {name} has bits set that belong to no byte.")


@FAMILY.rule(
    "fmt-base64-invalid",
    "Part cannot be decoded",
    Severity.HIGH,
    why="It cannot be read as it stands.",
    remedy="Copy the token again, or have it issued again.",
    source="RFC 7515 §5.2; draft-ietf-oauth-rfc8725bis §3.14",
    when=never,
)
def _base64_invalid(case: Case) -> Iterator[Hit]:
    for name, message, run in _parts(case, "base64-alphabet", "base64-length"):
        yield Hit(_field(name), quoted(run), f"The {name} is not base64url: {message}.")


@FAMILY.rule(
    "fmt-json-serialization",
    "JSON serialization offered as a JWT",
    Severity.MEDIUM,
    why="A JWT is compact by definition; programs that took both forms could be made to read other claims.",
    remedy="Use the compact form, and check the form before splitting at dots.",
    source="RFC 7519 §1; draft-ietf-oauth-rfc8725bis §2.13, §3.14; CVE-2022-39227",
    when=never,
)
def _json_serialization(case: Case) -> Iterator[Hit]:
    if not case.is_json:
        return
    names = strict_json.parse_text(case.token.text, "token").members.keys()
    signed = "payload" in names and names & {"signature", "signatures"}
    if signed or "ciphertext" in names:
        what = "signed" if signed else "encrypted"
        message = f"This is a {what} message in JSON serialization, not a compact token."
        if count := len(case.token.signatures):
            message += f" The rules look at the first of its {count} signatures."
        yield Hit("token", "a JSON object", message)


@FAMILY.rule(
    "size-cookie",
    "Too large for one cookie",
    Severity.LOW,
    why="Browsers silently drop a cookie of more than 4096 bytes.",
    remedy="Drop claims, use a reference token, or do not keep it in a cookie.",
    source="ASVS 5.0 3.3.5; RFC 6265 §6.1",
)
def _size_cookie(case: Case) -> Iterator[Hit]:
    size = len(case.token.text)
    if COOKIE_BYTES < size <= HEADER_BYTES:
        yield Hit("token", f"{size:,} bytes", f"The token has {size:,} bytes: too many if it is kept in a cookie.")


@FAMILY.rule(
    "size-header",
    "Larger than common header limits",
    Severity.MEDIUM,
    why="nginx and Apache answer with an error to a header of more than 8 KiB, unless told otherwise.",
    remedy="Shrink the token (groups and roles are the usual cause), or raise the limit on purpose.",
    source="nginx and Apache httpd docs (large_client_header_buffers, LimitRequestFieldSize); RFC 9110 §5.4",
    confidence="heuristic",
)
def _size_header(case: Case) -> Iterator[Hit]:
    size = len(case.token.text)
    if size > HEADER_BYTES:
        yield Hit("token", f"{size:,} bytes", f"The token has {size:,} bytes and looks too large for a request header.")
