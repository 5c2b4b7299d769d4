"""From a text to its token and the report on it, whatever kind of JOSE object it is."""

import json
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose import serialization
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.keys.key import Keyring
from jwtlens.problem import Problem
from jwtlens.verify.claims_checks import claims_check
from jwtlens.verify.jose_checks import format_check
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import INNER_MALFORMED, Check, Report, Status, Verdict, verdict_of
from jwtlens.verify.verify import claims, report
from jwtlens.verify.views import as_decided, decisive, views

if TYPE_CHECKING:
    from jwtlens.jose.jwe_parts import Jwe
    from jwtlens.jose.sd_jwt import SdJwt
    from jwtlens.jose.sd_jwt_payload import Processed
    from jwtlens.jose.x509 import Certificate
    from jwtlens.verify.decryption import Decryption


KB_MISSING = Check(
    "key binding",
    Status.FAILED,
    "key binding is required, and this is no SD-JWT presentation: it has no tilde at its end",
    "kb-missing",
    "token",
    "no key binding",
)


class Judgement(NamedTuple):
    """A token and what became of it.

    ``nested`` is the text of a token that is its content. ``envelope`` and ``decryption`` are those of a JWE,
    ``presentation`` and ``processed`` those of an SD-JWT.
    """

    token: Token
    report: Report
    nested: str | None = None
    envelope: "Jwe | None" = None
    decryption: "Decryption | None" = None
    presentation: "SdJwt | None" = None
    processed: "Processed | None" = None
    certificates: "tuple[Certificate, ...]" = ()


def judge(
    text: str, keyring: Keyring, policy: Policy, now: float, detached: bytes | None = None, *, spent: int = 0
) -> Judgement:
    """Take a token apart and judge it; ``now`` is a Unix time in seconds. Never raises for a bad token.

    ``spent`` are the rounds of PBKDF2 that the tokens around this one have cost.
    """
    judgement = _judge(text, keyring, policy, now, detached, spent)
    # Where no claims are judged, a nonce can only be that of a key binding.
    demanded = policy.key_binding.required or (policy.profile.nonce is not None and not policy.check_claims)
    if not demanded or judgement.presentation is not None or judgement.nested is not None:
        return judgement
    # An SD-JWT without its last tilde looks like any other token: what was demanded is missing all the same.
    checks = [*judgement.report.checks, KB_MISSING]
    return judgement._replace(report=_inserted(judgement.report, checks))


def _judge(text: str, keyring: Keyring, policy: Policy, now: float, detached: bytes | None, spent: int) -> Judgement:
    if "~" in text and (presentation := _presentation(text)) is not None:
        return _sd_jwt(serialization.parse(presentation.jwt, detached).token, presentation, keyring, policy, now)
    token, jwe = serialization.parse(text, detached)
    if jwe is not None:
        return _jwe(token, jwe, keyring, policy, now, spent)
    if token.serialization.startswith("JWS JSON") and (presentation := _presented_in_json(token)) is not None:
        return _sd_jwt(token, presentation, keyring, policy, now)
    return _jws(token, keyring, policy, now)


def about_content(policy: Policy, token: Token) -> Policy:
    """Return what is expected of the token inside this one.

    A list that names algorithms of encryption only says nothing about a signature inside: that goes by its key.
    """
    if not token.encrypted or not policy.algorithms:
        return policy
    from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT  # noqa: PLC0415 - for encrypted tokens

    is_about_this = all(name in KEY_MANAGEMENT or name in CONTENT_ENCRYPTION for name in policy.algorithms)
    return policy._replace(algorithms=None) if is_about_this else policy


def with_content(report: Report, inner: Report) -> Report:
    """Add what became of the token inside: without it being accepted, the outer one is not either."""
    name, code, field = "content", "inner-token", "payload"
    match inner.verdict:
        case Verdict.ACCEPTED:
            check = Check(name, Status.PASSED, "a token, which is accepted", code, field)
        case Verdict.NOT_VERIFIED:
            check = Check(name, Status.NOT_CHECKED, "a token, which is not verified", code, field)
        case Verdict.REJECTED:
            check = Check(
                name, Status.FAILED, "a token, which is rejected", code, field, "the token inside is rejected"
            )
        case Verdict.MALFORMED:
            reason = "the content should be a token and is malformed"
            check = Check(name, Status.FAILED, reason, INNER_MALFORMED, field, reason)
    kept = [one for one in report.checks if one.name != name]
    checks = (*kept, check)
    return report._replace(verdict=verdict_of(checks), checks=checks)


def with_problem(report: Report, problem: Problem) -> Report:
    """Add that a cap kept the content from being opened: nothing can be accepted then."""
    check = Check("content", Status.NOT_CHECKED, problem.message, problem.code, problem.field)
    checks = (*report.checks, check)
    return report._replace(verdict=verdict_of(checks), checks=checks)


def _jws(token: Token, keyring: Keyring, policy: Policy, now: float, *, opens: bool = True) -> Judgement:
    found = views(token, keyring, policy, now, opens=opens)
    token, deciding = as_decided(token, found), decisive(found)
    if deciding.nested is not None:  # the claims are those of the token inside
        policy = policy._replace(check_claims=False)
    # Any of them may expire, and then another signature decides.
    certificates = deciding.certificates or next((view.certificates for view in found if view.certificates), ())
    return Judgement(token, report(token, found, policy, now), deciding.nested, certificates=certificates)


def _inserted(report: Report, checks: list[Check]) -> Report:
    return report._replace(verdict=verdict_of(tuple(checks)), checks=tuple(checks))


def _jwe(token: Token, jwe: "Jwe", keyring: Keyring, policy: Policy, now: float, spent: int) -> Judgement:
    from jwtlens.verify.decryption import DEFAULT_LIMITS, decrypt  # noqa: PLC0415 - for encrypted tokens only
    from jwtlens.verify.jwe_checks import allowed, jwe_checks, sender_check  # noqa: PLC0415 - as above

    limits = policy.jwe_limits or DEFAULT_LIMITS
    decryption = decrypt(jwe, keyring, limits=limits, allowed=allowed(policy), spent=spent)
    nested = None
    if decryption.plaintext is not None:
        token = serialization.for_recipient(token, jwe, decryption.recipient or 0)
        token = serialization.with_content(token, decryption.plaintext)
        nested = serialization.nested(token)
    promised = decryption.plaintext is None and serialization.promises_token(token)
    checks = jwe_checks(token, decryption, policy, is_nested=promised or nested is not None)
    if decryption.plaintext is not None and nested is None:
        sender = sender_check(decryption, policy)
        checks += [sender] if sender else []
        checks += claims(token, policy, now) if policy.check_claims else []
    report = Report(verdict_of(tuple(checks)), tuple(checks))
    return Judgement(token, report, nested, jwe, decryption)


def _presentation(text: str) -> "SdJwt | None":
    from jwtlens.jose import sd_jwt  # noqa: PLC0415 - for SD-JWTs only

    return sd_jwt.split(text)


def _presented_in_json(token: Token) -> "SdJwt | None":
    from jwtlens.jose import sd_jwt  # noqa: PLC0415 - for JSON serialization only

    return sd_jwt.in_json(token)


def _sd_jwt(jwt: Token, presentation: "SdJwt", keyring: Keyring, policy: Policy, now: float) -> Judgement:
    from jwtlens.jose.sd_jwt_payload import process  # noqa: PLC0415 - for SD-JWTs only
    from jwtlens.verify import sd_jwt_checks  # noqa: PLC0415 - as above

    issued = _jws(jwt, keyring, policy._replace(check_claims=False), now, opens=False)
    processed = process(issued.token.payload.members, presentation.disclosures)
    problems = (*issued.token.problems, *presentation.problems)
    is_json = jwt.serialization.startswith("JWS JSON")
    text = jwt.text if is_json else presentation.bound + presentation.kb_jwt
    kind = jwt.serialization.replace("JWS", "SD-JWT") if is_json else "SD-JWT"
    token = issued.token._replace(text=text, problems=problems, serialization=kind)
    binding = _binding(policy)
    extra = sd_jwt_checks.checks(presentation, processed, binding, now, leeway=policy.leeway)
    checks = [format_check(token), *issued.report.checks[1:], *extra]
    signed = issued.token.payload
    if not isinstance(signed.value, dict) or signed.problems:
        checks.append(claims_check(issued.token))  # what is disclosed stands in a claims set, or it is no SD-JWT
    elif policy.check_claims:
        elsewhere = policy._replace(profile=policy.profile._replace(nonce=None))
        checks += claims(token._replace(payload=_document(processed.payload)), elsewhere, now)
    report = issued.report._replace(verdict=verdict_of(tuple(checks)), checks=tuple(checks))
    return issued._replace(token=token, report=report, nested=None, presentation=presentation, processed=processed)


def _binding(policy: Policy) -> KeyBinding:
    """Return what is expected of the key binding: in an SD-JWT that is where a nonce stands (RFC 9901 section 4.3)."""
    binding, nonce = policy.key_binding, policy.profile.nonce
    return binding if nonce is None else binding._replace(nonce=nonce, required=True)


def _document(payload: dict[str, object]) -> JsonDocument:
    return JsonDocument(json.dumps(payload), payload, readable=True, problems=())
