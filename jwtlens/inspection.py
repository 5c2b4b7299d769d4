"""The program: one pure function from text, keys, expectations and a clock to everything that any front end shows."""

from typing import TYPE_CHECKING, NamedTuple

from jwtlens import paste
from jwtlens.editing import Edited, edit
from jwtlens.keys.key import Keyring
from jwtlens.limits import NESTING, SOURCE_CHARS
from jwtlens.paste import Pasted
from jwtlens.problem import Problem, Span
from jwtlens.verify import verify
from jwtlens.verify.judgement import Judgement, about_content, judge, with_content, with_problem
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from jwtlens.audit.finding import Finding, NotChecked, Subject
    from jwtlens.jose.jws import Token
    from jwtlens.search.found import Outcome
    from jwtlens.verify.report import Report

__all__ = ["Apart", "Edited", "Inspection", "at_another_time", "edit", "inspect", "with_search"]


class Inspection(NamedTuple):
    """Everything there is to show about one text. Compared by value.

    ``now`` is the instant of judgement as a Unix time in seconds. ``inner`` is the inspection of the token that is the
    content of this one. ``findings`` is None where no audit was asked for. ``detached`` is the payload that came apart
    from the token. ``search`` is what the last search for the secret of this token came to, None before one.
    """

    pasted: Pasted
    judgement: Judgement
    keyring: Keyring
    policy: Policy
    now: float
    inner: "Inspection | None" = None
    findings: "tuple[Finding, ...] | None" = None
    not_checked: "tuple[NotChecked, ...]" = ()
    detached: bytes | None = None
    search: "Outcome | None" = None

    @property
    def token(self) -> "Token":
        """The token, taken apart."""
        return self.judgement.token

    @property
    def report(self) -> "Report":
        """The verification report."""
        return self.judgement.report

    @property
    def claims(self) -> dict[str, object]:
        """The claims that a verifier reads: of an SD-JWT with what is disclosed; empty where there are none."""
        processed = self.judgement.processed
        return self.token.payload.members if processed is None else processed.payload

    @property
    def innermost(self) -> "Inspection":
        """The last of the tokens inside one another, or this one."""
        return self if self.inner is None else self.inner.innermost

    def in_source(self, span: Span) -> Span:
        """Translate a range of the token into the range of the inspected text that it came from."""
        return self.pasted.in_source(span)


class Apart(NamedTuple):
    """What belongs to a token but does not travel in it.

    ``payload`` is the detached payload of a JWS; ``outer_keys`` decrypt where other keys verify the token inside.
    """

    payload: bytes | None = None
    outer_keys: Keyring | None = None


def inspect(  # noqa: PLR0913 - what a judgement depends on, each with a default
    source: str,
    keyring: Keyring = Keyring(),
    policy: Policy = Policy(),
    *,
    now: float,
    with_audit: bool = True,
    as_of: bool = False,
    as_pasted: bool = True,
    apart: Apart = Apart(),
) -> Inspection:
    """Inspect a text that holds a token.

    ``now`` is a Unix time in seconds; ``as_of`` says that the user chose it, and then the verdict says so too. With
    ``as_pasted`` the text may have wrappings (``Bearer``, quotes, line breaks), which are removed and reported;
    without, it is the token and nothing else. Never raises for a bad token, reads no
    file, no clock and no network.
    """
    pasted = paste.extract(source) if as_pasted else Pasted(source, (), (Span(0, len(source)),))
    inspection = _judged(pasted, keyring, policy, now, apart)
    if as_of:
        report = inspection.report._replace(as_of=now)
        inspection = inspection._replace(judgement=inspection.judgement._replace(report=report))
    if as_pasted and len(source) > SOURCE_CHARS:
        problem = Problem("source-cap", f"longer than {SOURCE_CHARS:,} characters; jwtlens stops there", "token")
        judgement = inspection.judgement
        cut = judgement._replace(report=with_problem(judgement.report, problem))
        inspection = inspection._replace(judgement=cut)
    return _audited(inspection) if with_audit else inspection


def at_another_time(inspection: Inspection, now: float) -> Inspection:
    """Move the clock of an inspection; ordinary signatures are not computed again, and nothing is decrypted again."""
    judgement = inspection.judgement
    if judgement.presentation or judgement.certificates:  # their validity has a clock of its own
        token, keyring, policy = inspection.pasted.token, inspection.keyring, inspection.policy
        judgement = judge(token, keyring, policy, now, inspection.detached)
        cap = inspection.report.check("content")
        if cap is not None and inspection.inner is None and judgement.report.check("content") is None:
            problem = Problem(cap.code, cap.reason, cap.field)
            judgement = judgement._replace(report=with_problem(judgement.report, problem))
    else:
        moved = verify.at_another_time(judgement.report, judgement.token, inspection.policy, now)
        judgement = judgement._replace(report=moved)
    inner = inspection.inner and at_another_time(inspection.inner, now)
    if inner is not None:
        judgement = judgement._replace(report=with_content(judgement.report, inner.report))
    later = inspection._replace(judgement=judgement, now=now, inner=inner)
    return later if inspection.findings is None else _audited_again(later)


def with_search(inspection: Inspection, outcome: "Outcome") -> Inspection:
    """Enter what a search for the secret of this token came to: a hit is a finding, a miss is said and proves nothing.

    The findings of a token inside are that token's own: search for its secret, and enter the outcome there.
    """
    if inspection.findings is None:
        return inspection._replace(search=outcome)
    from jwtlens.audit.engine import with_search as entered  # noqa: PLC0415 - decode and verify search for nothing
    from jwtlens.audit.finding import AuditResult  # noqa: PLC0415 - as above

    result = entered(AuditResult(inspection.findings, inspection.not_checked), outcome)
    return inspection._replace(findings=result.findings, not_checked=result.not_checked, search=outcome)


def _judged(  # noqa: PLR0913 - a step of inspect(), and how far it is
    pasted: Pasted, keyring: Keyring, policy: Policy, now: float, apart: Apart, *, depth: int = 1, spent: int = 0
) -> Inspection:
    outer_keys = apart.outer_keys if apart.outer_keys is not None else keyring
    # A key that cannot be read, or a root for x5c, says as well that the content has to be signed.
    signed_inside = apart.outer_keys is not None and bool(keyring.keys or keyring.problems or policy.roots)
    # The same object where nothing changes: what is kept for the next token is kept for these very expectations.
    outer_policy = policy if signed_inside == policy.signed_inside else policy._replace(signed_inside=signed_inside)
    judgement = judge(pasted.token, outer_keys, outer_policy, now, apart.payload, spent=spent)
    nested = judgement.nested
    if nested is None and apart.outer_keys is not None and not judgement.token.encrypted:
        # It has no outside: a key that decrypts says nothing about who signed it.
        return _judged(pasted, keyring, policy, now, apart._replace(outer_keys=None), depth=depth, spent=spent)
    if nested is None:
        return Inspection(pasted, judgement, outer_keys, policy, now, detached=apart.payload)
    if depth == NESTING:
        problem = Problem("nesting-cap", f"{NESTING} tokens inside one another; jwtlens opens no more", "payload")
        judgement = judgement._replace(report=with_problem(judgement.report, problem))
        return Inspection(pasted, judgement, outer_keys, policy, now)
    inside = Pasted(nested, (), (Span(0, len(nested)),))
    spent += judgement.decryption.rounds if judgement.decryption else 0
    inner = _judged(inside, keyring, about_content(policy, judgement.token), now, Apart(), depth=depth + 1, spent=spent)
    judgement = judgement._replace(report=with_content(judgement.report, inner.report))
    return Inspection(pasted, judgement, outer_keys, policy, now, inner, detached=apart.payload)


def _audited(inspection: Inspection) -> Inspection:
    from jwtlens.audit.engine import audit  # noqa: PLC0415 - decode and verify do not pay for the rules

    result = audit(_subject(inspection))
    inner = inspection.inner and _audited(inspection.inner)
    return inspection._replace(findings=result.findings, not_checked=result.not_checked, inner=inner)


def _audited_again(inspection: Inspection) -> Inspection:
    """Ask again only what depends on the clock; tokens inside were moved, and audited, by themselves."""
    from jwtlens.audit.engine import audit_again  # noqa: PLC0415 - as above
    from jwtlens.audit.finding import AuditResult  # noqa: PLC0415 - as above

    before = AuditResult(inspection.findings or (), inspection.not_checked)
    result = audit_again(_subject(inspection), before)
    return inspection._replace(findings=result.findings, not_checked=result.not_checked)


def _subject(inspection: Inspection) -> "Subject":
    from jwtlens.audit.finding import Subject  # noqa: PLC0415 - as above

    token, keyring, policy, now = inspection.token, inspection.keyring, inspection.policy, inspection.now
    return Subject(token, keyring, policy, now, inspection.report, inspection.pasted.removed)
