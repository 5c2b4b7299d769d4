"""Rules about secrets and other people's data in the payload: a signature hides nothing."""

from collections.abc import Iterator

from jwtlens.audit import disclosed, patterns
from jwtlens.audit.case import Case, is_text, shown
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose.json_pointer import pointer

FAMILY = Family(Need.CLAIMS)


def masked(value: object) -> str:
    """Enough of a secret to find it, and not enough to use it: audits are pasted into tickets."""
    words = str(value)
    start = quoted(words[:4]) + "…" if len(words) >= 12 else "…"
    return f"{start} ({len(words):,} characters)"


@FAMILY.rule(
    "private-key-in-claims",
    "Private key in the payload",
    Severity.CRITICAL,
    why="Everyone who sees the token has the key.",
    remedy="Revoke that key now.",
    source="RFC 7517 §9.2; RFC 8725 §3.5; ASVS 5.0 14.1.1",
)
def _private_key(case: Case) -> Iterator[Hit]:
    if not case.may_say(*disclosed.MARKS):
        return
    for node in case.claim_nodes:
        if found := disclosed.private_key(node.value):
            yield Hit(node.field, found.evidence, f"{quoted(node.name)} {found.words}.")


@FAMILY.rule(
    "secret-in-claims",
    "Secret in the payload",
    Severity.HIGH,
    why="Every holder of the token can read it, and so can every log that the token ends up in.",
    remedy="Remove it and change it; encrypt the token if such a thing has to travel.",
    source="RFC 7519 §12; ASVS 5.0 14.1.1, 13.3.1",
    confidence="heuristic",
)
def _secret(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if isinstance(node.value, str) and (shape := patterns.credential(value)):
            yield Hit(node.field, masked(value), f"{quoted(node.name)} looks like {shape}.")
        elif patterns.is_secret(node.name, value, is_number=not isinstance(node.value, str)):
            yield Hit(node.field, masked(value), f"{quoted(node.name)} looks like a secret, by its name.")


@FAMILY.rule(
    "pan-in-claims",
    "Payment card number in the payload",
    Severity.HIGH,
    why="Every holder of the token can read it, and everything that stores the token falls under PCI DSS.",
    remedy="Remove it, or send the last four digits.",
    source="PCI DSS 4.0 req. 3; ASVS 5.0 14.2.6",
    confidence="heuristic",
)
def _card_number(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if (network := patterns.card_network(value)) and not patterns.is_identifier_name(node.name):
            message = f"{quoted(node.name)} looks like the number of a {network} card."
            yield Hit(node.field, f"…{value[-4:]} ({len(value)} characters)", message)


@FAMILY.rule(
    "ssn-in-claims",
    "US social security number in the payload",
    Severity.MEDIUM,
    why="Every holder of the token can read it, and it is all that is needed to pose as that person.",
    remedy="Remove it.",
    source="ASVS 5.0 14.1.1; RFC 7519 §12",
    confidence="heuristic",
)
def _ssn(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if patterns.is_ssn(node.name, value):
            yield Hit(node.field, masked(value), f"{quoted(node.name)} looks like a US social security number.")


@FAMILY.rule(
    "pii-special",
    "Identity document or bank data",
    Severity.MEDIUM,
    why="Sensitive personal data, which every holder of the token can read.",
    remedy="Remove it, or encrypt the token.",
    source="ASVS 5.0 14.1.1; RFC 7519 §12; OIDC Core §17",
    confidence="heuristic",
)
def _pii_special(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if patterns.is_iban(value):
            yield Hit(node.field, masked(value), f"{quoted(node.name)} looks like the number of a bank account (IBAN).")
        elif patterns.is_document(node.name, value):
            yield Hit(
                node.field, masked(value), f"{quoted(node.name)} looks like data of an identity document or account."
            )


_PERSONAL = frozenset(
    {
        *("email", "phone_number", "name", "given_name", "family_name", "middle_name", "nickname"),
        *("birthdate", "address", "gender", "picture", "upn", "unique_name"),
    }
)


@FAMILY.rule(
    "pii-in-claims",
    "Personal data readable",
    Severity.INFO,
    why="To be expected in an ID token; but every holder of any token can read it.",
    remedy="Send only what the recipient needs.",
    source="RFC 7519 §12; OIDC Core §17.1",
    confidence="heuristic",
)
def _pii(case: Case) -> Iterator[Hit]:
    fields = {name: f"payload{pointer(name)}" for name, value in case.claims.items() if name in _PERSONAL and value}
    named = fields.keys() | {"sub", "iss"}
    for node, value in case.suspects:
        if node.name not in named and patterns.is_email(value):
            fields.setdefault(node.name, node.field)
    if fields:
        listed = quoted(", ".join(fields))
        # One finding, at the first of them: a line for each would bury what is rarer.
        yield Hit(next(iter(fields.values())), listed, f"The payload looks like it holds personal data: {listed}.")


@FAMILY.rule(
    "token-in-claims",
    "Another token inside",
    Severity.MEDIUM,
    why="Every holder of this token can use the other one.",
    remedy="Keep tokens out of tokens.",
    source="RFC 9700 §4.9; ASVS 5.0 10.1.1",
    confidence="heuristic",
)
def _token(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if is_text(node.value) and patterns.is_token(node.name, value):
            yield Hit(node.field, masked(value), f"{quoted(node.name)} looks like another token.")


_EVERYTHING = frozenset({"*", "*:*", "*.*"})
_ADMINISTRATOR = frozenset(
    {"admin", "administrator", "superuser", "root", "system:masters", "cluster-admin", "global administrator"}
)


@FAMILY.rule(
    "privilege-broad",
    "Very broad privilege",
    Severity.INFO,
    why="Whoever steals such a token can do everything, or nearly.",
    remedy="Grant the least privilege that does.",
    source="RFC 9700 §2.3; ASVS 5.0 10.2.3, 10.4.11",
    confidence="heuristic",
)
def _privilege(case: Case) -> Iterator[Hit]:
    for node, value in case.privileges:
        if not is_text(node.value):
            continue
        granted = value.split() if node.name in ("scope", "scp") else [value]
        for privilege in granted:
            if privilege in _EVERYTHING:
                message = f"{quoted(node.name)} looks like a grant of everything."
                yield Hit(node.field, shown(privilege), message, Severity.MEDIUM)
            elif privilege.lower() in _ADMINISTRATOR:
                yield Hit(node.field, shown(privilege), f"{quoted(node.name)} looks like an administrator's.")


@FAMILY.rule(
    "publishable-api-key",
    "Public API key",
    Severity.INFO,
    why="Meant to be public: what it may do is decided by the rules of the database.",
    remedy="Check the row-level security rules.",
    source="Supabase docs (API keys; Securing your data)",
    confidence="heuristic",
    present=("role",),
)
def _publishable(case: Case) -> Iterator[Hit]:
    if case.kind.name == "API key" and case.claims.get("role") == "anon":
        yield Hit("payload/role", '"anon"', "This looks like a public API key of Supabase.")


@FAMILY.rule(
    "privileged-api-key",
    "Administrative API key",
    Severity.HIGH,
    why="It passes by the rules of the database, for years.",
    remedy="Keep it on servers only, and change it if it was seen anywhere else.",
    source="Supabase docs (API keys)",
    confidence="heuristic",
    present=("role",),
)
def _privileged(case: Case) -> Iterator[Hit]:
    if case.kind.name == "API key" and case.claims.get("role") == "service_role":
        yield Hit("payload/role", '"service_role"', "This looks like an administrative API key of Supabase.")


@FAMILY.rule(
    "internal-exposure",
    "Internal address in the payload",
    Severity.INFO,
    why="It tells a stranger something about the network or the machine behind.",
    remedy="Remove it if nobody needs it.",
    source="CWE-200; ASVS 5.0 14.1.1",
    confidence="heuristic",
)
def _internal(case: Case) -> Iterator[Hit]:
    for node, value in case.suspects:
        if node.path[0] not in ("iss", "aud") and (what := patterns.internal(value)):
            yield Hit(node.field, shown(value), f"{quoted(node.name)} looks like it names {what}.")
