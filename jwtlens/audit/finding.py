"""What an audit rule reports, and how a rule and its catalogue entry are written down together."""

from collections.abc import Callable, Iterator
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose.jws import Token
from jwtlens.keys.key import Keyring
from jwtlens.knowledge.kinds import Confidence
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report

if TYPE_CHECKING:
    from jwtlens.audit.case import Case, HeaderCase


class Severity(IntEnum):
    """How bad a finding is; ``INFO`` never counts toward an exit code."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class Need(StrEnum):
    """What a rule cannot do without; the value is what a user has to supply, or the token to have."""

    HEADER = "a header that can be read"
    CLAIMS = "claims that can be read"
    KEY = "a key"
    KEY_MATERIAL = "a key, or what should be one"
    POLICY = "expectations"
    ISSUER = "an expected issuer"
    AUDIENCE = "an expected audience"
    ALGORITHMS = "a list of allowed algorithms"
    TYP = "an expected typ"
    USE = "an expected token type (access or id)"
    CLIENT = "an expected client"
    NONCE = "an expected nonce"
    MAX_AGE = "a greatest age of the login"
    HASHED = "the access token or the code"
    REQUEST = "the request, the access token, the nonce or the thumbprint that a DPoP proof is for"
    THUMBPRINT = "the thumbprint of an expected key"
    DECRYPTED = "decrypted content"


class Subject(NamedTuple):
    """Everything an audit looks at. ``now`` is a Unix time in seconds.

    ``removed`` says in words what was left out of the pasted text to get at the token.
    """

    token: Token
    keyring: Keyring
    policy: Policy
    now: float
    report: Report
    removed: tuple[str, ...] = ()


class Hit(NamedTuple):
    """What a rule found: where, with which evidence, and, where the entry leaves a choice, how severe.

    ``evidence`` and ``message`` are displayable. The message is a sentence about the token, never about a server.
    """

    field: str
    evidence: str
    message: str
    severity: Severity | None = None
    confidence: Confidence | None = None


Condition = Callable[["Case"], Iterator[Hit]]
HeaderCondition = Callable[["HeaderCase"], Iterator[Hit]]


class Concerns(NamedTuple):
    """Which ordinary tokens (see :class:`jwtlens.audit.case.Case`) a rule is about; about others it need not be asked.

    It has something to say only ``when`` this holds of the header, the keys and the expectations, which is asked once
    for many tokens; if one of the ``present`` claims is there; and if one of the ``absent`` ones is not. Empty sets
    demand nothing.
    """

    when: Callable[["HeaderCase"], bool] | None = None
    present: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """A catalogue entry with its condition. ``slug`` is the public identifier and never changes.

    ``severity`` and ``confidence`` hold unless a hit says otherwise. A rule whose ``needs`` are not met is reported as
    not checked, never as passed. ``clock`` is true where the answer may change while only time passes:
    it looks at the clock, or at the report, in which a certificate chain may have expired. ``find_in_header`` is the
    same as ``find`` for a rule that looks at nothing but header, keys and expectations, else None.
    """

    slug: str
    title: str
    severity: Severity
    confidence: Confidence
    needs: tuple[Need, ...]
    why: str
    remedy: str
    source: str
    find: Condition
    clock: bool = False
    concerns: Concerns = Concerns()
    find_in_header: HeaderCondition | None = None


def never(case: "HeaderCase") -> bool:  # noqa: ARG001 - a condition as every other
    """Say of a rule, as ``when``, that it has nothing to say about ordinary tokens."""
    return False


class Family:
    """The rules of one module, in catalogue order, and what all of them need."""

    def __init__(self, *needs: Need) -> None:
        self.needs = needs
        self.rules: list[Rule] = []

    def rule(  # noqa: PLR0913 - one argument for each column of the catalogue, and what the rule is about
        self,
        slug: str,
        title: str,
        severity: Severity,
        *,
        why: str,
        remedy: str,
        source: str,
        confidence: Confidence = "certain",
        needs: tuple[Need, ...] = (),
        clock: bool = False,
        when: Callable[["HeaderCase"], bool] | None = None,
        present: tuple[str, ...] = (),
        absent: tuple[str, ...] = (),
    ) -> Callable[[Condition], Condition]:
        """Enter the decorated condition into the catalogue; the last three arguments are its concerns."""

        def enter(find: Condition) -> Condition:
            all_needs = self.needs + needs
            concerns = Concerns(when, frozenset(present), frozenset(absent))
            rule = Rule(slug, title, severity, confidence, all_needs, why, remedy, source, find, clock, concerns)
            self.rules.append(rule)
            return find

        return enter

    def header_rule(  # noqa: PLR0913 - as above
        self,
        slug: str,
        title: str,
        severity: Severity,
        *,
        why: str,
        remedy: str,
        source: str,
        confidence: Confidence = "certain",
        needs: tuple[Need, ...] = (),
    ) -> Callable[[HeaderCondition], HeaderCondition]:
        """Enter a condition that looks at nothing but the header, the keys and the expectations."""

        def enter(find: HeaderCondition) -> HeaderCondition:
            all_needs = self.needs + needs
            rule = Rule(slug, title, severity, confidence, all_needs, why, remedy, source, find, find_in_header=find)
            self.rules.append(rule)
            return find

        return enter


class Finding(NamedTuple):
    """One finding about one token. Every text is displayable, except ``field``.

    ``field`` is an address, ``part/json-pointer``, and may hold foreign characters.
    """

    slug: str
    title: str
    severity: Severity
    confidence: Confidence
    field: str
    evidence: str
    message: str
    why: str
    remedy: str
    source: str


class NotChecked(NamedTuple):
    """A rule that could not be asked, and what it lacked, in words that follow "needs"."""

    slug: str
    title: str
    needs: str


class AuditResult(NamedTuple):
    """What the audit found, the worst first, and what it could not look at."""

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
