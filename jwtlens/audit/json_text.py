"""Rules about the JSON of header and claims: two parsers must not be able to read two different tokens."""

from collections.abc import Iterator

from jwtlens.audit import registry
from jwtlens.audit.case import TIME_CLAIMS, Case, sentence, shown
from jwtlens.audit.finding import Family, Hit, Severity, never
from jwtlens.displayable import quoted
from jwtlens.jose.json_pointer import split
from jwtlens.jose.strict_json import BigInteger, JsonDocument, type_name

FAMILY = Family()

_REGISTERED_CLAIMS = frozenset(
    {
        *("iss", "sub", "aud", "exp", "nbf", "iat", "jti"),
        *("azp", "nonce", "auth_time", "acr", "scope", "client_id", "cnf", "roles", "groups", "email", "events"),
    }
)
_LARGEST_EXACT = 2**53 - 1
_BEFORE_JSON = "\ufeff\ufffd\0 \t\r\n"


def _documents(case: Case) -> Iterator[tuple[str, JsonDocument]]:
    """Yield what should be JSON: the header if there is one, and a payload that is meant to be JSON."""
    if case.parts and case.parts[0]:
        yield "header", case.token.header
    if case.parts and case.content.text.lstrip(_BEFORE_JSON).startswith(("{", "[")):
        yield "payload", case.content


@FAMILY.rule(
    "fmt-utf8",
    "Header or claims are not clean UTF-8",
    Severity.MEDIUM,
    why="Decoders that repair the text differently show different claims.",
    remedy="Encode the JSON as UTF-8 without a byte order mark.",
    source="RFC 8725 §3.7; RFC 7519 §7.2; RFC 8259 §8.1",
    when=never,
)
def _utf8(case: Case) -> Iterator[Hit]:
    for name, document in _documents(case):
        for problem in document.problems:
            if problem.code in ("json-utf8", "json-bom"):
                yield Hit(name, problem.code.removeprefix("json-"), sentence(problem.message))


@FAMILY.rule(
    "fmt-json",
    "Not valid JSON",
    Severity.HIGH,
    why="No parser that keeps to the standard can accept it, and lax ones each guess in their own way.",
    remedy="Emit strict JSON.",
    source="RFC 7515 §5.2; RFC 7519 §7.2; RFC 8259",
    when=never,
)
def _json(case: Case) -> Iterator[Hit]:
    for name, document in _documents(case):
        for problem in document.problems:
            if problem.code in ("json-syntax", "json-constant"):
                start = problem.span.start if problem.span else 0
                evidence = quoted(document.text[max(start - 10, 0) : start + 20])
                yield Hit(name, evidence, sentence(problem.message))


@FAMILY.rule(
    "fmt-not-object",
    "Header or claims are not a JSON object",
    Severity.HIGH,
    why="The claims of a JWT are one JSON object, and so is the header of every signed or encrypted message.",
    remedy="Wrap the claims in a JSON object.",
    source="RFC 7519 §2, §7.2; RFC 7515 §4",
    when=never,
)
def _not_object(case: Case) -> Iterator[Hit]:
    header, payload = case.token.header, case.content
    if case.parts and case.parts[0] and header.readable and not isinstance(header.value, dict):
        yield Hit("header", shown(header.value), f"The header is a JSON {type_name(header.value)}, not an object.")
    if case.is_jwe or len(case.parts) != 3 or case.nested:
        return
    if payload.readable and not isinstance(payload.value, dict):
        yield Hit("payload", shown(payload.value), f"The payload is a JSON {type_name(payload.value)}, not an object.")
    elif not payload.text:
        yield Hit("payload", "(empty)", "The payload is empty: a signature over detached content (JWS), not a JWT.")
    elif not payload.readable and not payload.text.lstrip(_BEFORE_JSON).startswith(("{", "[")):
        yield Hit("payload", quoted(payload.text), "The payload is not JSON: a signed message (JWS), not a JWT.")


@FAMILY.rule(
    "json-duplicate-key",
    "Duplicate member name",
    Severity.MEDIUM,
    why="Some parsers take the first, some the last: two programs read two different tokens.",
    remedy="Emit each name once, and let the parser refuse duplicates.",
    source="RFC 7515 §4, §10.12; RFC 7519 §4; RFC 8259 §4",
    when=never,
)
def _duplicate_key(case: Case) -> Iterator[Hit]:
    for part, document in _documents(case):
        registered = registry.HEADER_PARAMETERS if part == "header" else _REGISTERED_CLAIMS
        for problem in document.problems:
            if problem.code == "json-duplicate":
                path = split(problem.field)
                if not path:  # far inside a long text, where its place was not looked for
                    yield Hit(problem.field, part, sentence(problem.message), Severity.MEDIUM)
                    continue
                decides = len(path) == 1 and path[0] in registered
                message = f"The name {quoted(path[-1])} appears twice in one object of the {part}."
                severity = Severity.HIGH if decides else Severity.MEDIUM
                yield Hit(problem.field, quoted(path[-1]), message, severity)


@FAMILY.rule(
    "json-bignum",
    "Integer beyond 2^53",
    Severity.LOW,
    why="JavaScript and others round it silently, so two programs see two numbers.",
    remedy="Send large identifiers as strings.",
    source="RFC 8259 §6; RFC 7493 §2.2",
)
def _bignum(case: Case) -> Iterator[Hit]:
    for node in (*case.header_nodes, *(suspect for suspect, _ in case.suspects)):
        value = node.value
        if isinstance(value, BigInteger) or (type(value) is int and abs(value) > _LARGEST_EXACT):
            if node.part == "payload" and len(node.path) == 1 and node.name in TIME_CLAIMS:
                continue
            message = f"{quoted(node.name)} is an integer that not every parser can hold exactly."
            yield Hit(node.field, shown(value), message)
