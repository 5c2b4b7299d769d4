"""From a text to its token and the report on it, whatever kind of JOSE object it is."""

import json
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose import jwa, serialization
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import JsonDocument
from jwtlens.keys.key import Key, Keyring
from jwtlens.problem import Problem
from jwtlens.verify import signature
from jwtlens.verify.claims_checks import claims_check
from jwtlens.verify.jose_checks import format_check
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import INNER_MALFORMED, Check, Report, Status, Verdict, verdict_of
from jwtlens.verify.verify import claims, decisive, verify

if TYPE_CHECKING:
    from jwtlens.jose.jwe_parts import Jwe
    from jwtlens.jose.sd_jwt import SdJwt
    from jwtlens.jose.sd_jwt_payload import Processed
    from jwtlens.jose.x509 import Certificate
    from jwtlens.verify.decryption import Decryption


_SD_JWT_JSON = Problem(
    "sd-jwt-json",
    "an SD-JWT in JSON serialization is shown, but its disclosures and its key binding cannot be checked here",
    "header/disclosures",
)


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


def judge(text: str, keyring: Keyring, policy: Policy, now: float, detached: bytes | None = None) -> Judgement:
    """Take a token apart and judge it; ``now`` is a Unix time in seconds. Never raises for a bad token."""
    judgement = _judge(text, keyring, policy, now, detached)
    if not policy.key_binding.required or judgement.presentation is not None or judgement.nested is not None:
        return judgement
    # An SD-JWT without its last tilde looks like any other token: what was demanded is missing all the same.
    checks = [*judgement.report.checks, KB_MISSING]
    return judgement._replace(report=_inserted(judgement.report, checks))


def _judge(text: str, keyring: Keyring, policy: Policy, now: float, detached: bytes | None) -> Judgement:
    if "~" in text and (presentation := _presentation(text)) is not None:
        return _sd_jwt(serialization.parse(presentation.jwt, detached).token, presentation, keyring, policy, now)
    token, jwe = serialization.parse(text, detached)
    if jwe is not None:
        return _jwe(token, jwe, keyring, policy, now)
    return _jws(token, keyring, policy, now)


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


def _jws(token: Token, keyring: Keyring, policy: Policy, now: float) -> Judgement:
    token = decisive(token, keyring, policy)
    if "disclosures" in token.header.members and token.serialization.startswith("JWS JSON"):
        return Judgement(token, with_problem(verify(token, keyring, policy, now), _SD_JWT_JSON))
    nested = serialization.nested(token)
    # Expectations, the type among them, are about the token inside (RFC 8725 section 3.11).
    narrowed = policy._replace(check_claims=False, typ=None) if nested is not None else policy
    if token.header.members.keys().isdisjoint({"x5c", "x5t", "x5t#S256"}):
        return Judgement(token, verify(token, keyring, narrowed, now), nested)
    return _with_certificates(token, keyring, narrowed, now)._replace(nested=nested)


def _with_certificates(token: Token, keyring: Keyring, policy: Policy, now: float) -> Judgement:
    from jwtlens.jose import x509  # noqa: PLC0415 - needs cryptography, and few tokens bring certificates
    from jwtlens.verify import x5c  # noqa: PLC0415

    found = x509.in_header(token.header.members)
    token = token._replace(problems=(*token.problems, *(one for one in found.problems if one not in token.problems)))
    chain = x5c.validate(found, policy.roots, now)
    if keyring.keys and chain.key is not None and not signed_with(token, chain.key):
        chain = chain._replace(check=x5c.OTHER_KEY)
    if chain.trusted and chain.key is not None and not keyring.keys:
        keyring = Keyring((chain.key._replace(kid=None),), words="the key of the certificate chain")
    report = verify(token, keyring, policy, now)
    checks = [*report.checks, chain.check, x5c.thumbprint_check(token.header.members, found.der)]
    return Judgement(token, _inserted(report, checks), certificates=chain.certificates)


def signed_with(token: Token, key: Key) -> bool:
    """Whether the signature is that of this key, which then must be the certificate's (RFC 7515 section 4.1.6)."""
    algorithm = jwa.SIGNATURE_ALGORITHMS.get(token.alg)
    if algorithm is None or token.alg not in key.algorithms():
        return False
    return signature.verifies(algorithm, key, token.signing_input, token.segment("signature").data)


def _inserted(report: Report, checks: list[Check]) -> Report:
    return report._replace(verdict=verdict_of(tuple(checks)), checks=tuple(checks))


def _jwe(token: Token, jwe: "Jwe", keyring: Keyring, policy: Policy, now: float) -> Judgement:
    from jwtlens.verify.decryption import DEFAULT_LIMITS, decrypt  # noqa: PLC0415 - for encrypted tokens only
    from jwtlens.verify.jwe_checks import allowed, jwe_checks, sender_check  # noqa: PLC0415

    limits = policy.jwe_limits or DEFAULT_LIMITS
    decryption = decrypt(jwe, keyring, limits=limits, allowed=allowed(policy))
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


def _sd_jwt(jwt: Token, presentation: "SdJwt", keyring: Keyring, policy: Policy, now: float) -> Judgement:
    from jwtlens.jose.sd_jwt_payload import process  # noqa: PLC0415 - for SD-JWTs only
    from jwtlens.verify import sd_jwt_checks  # noqa: PLC0415

    issued = _jws(jwt, keyring, policy._replace(check_claims=False), now)
    processed = process(issued.token.payload.members, presentation.disclosures)
    problems = (*issued.token.problems, *presentation.problems)
    text = presentation.bound + presentation.kb_jwt
    token = issued.token._replace(text=text, problems=problems, serialization="SD-JWT")
    extra = sd_jwt_checks.checks(presentation, processed, policy.key_binding, now, leeway=policy.leeway)
    checks = [format_check(token), *issued.report.checks[1:], *extra]
    signed = issued.token.payload
    if not isinstance(signed.value, dict) or signed.problems:
        checks.append(claims_check(issued.token))  # what is disclosed stands in a claims set, or it is no SD-JWT
    elif policy.check_claims:
        checks += claims(token._replace(payload=_document(processed.payload)), policy, now)
    report = issued.report._replace(verdict=verdict_of(tuple(checks)), checks=tuple(checks))
    return issued._replace(token=token, report=report, nested=None, presentation=presentation, processed=processed)


def _document(payload: dict[str, object]) -> JsonDocument:
    return JsonDocument(json.dumps(payload), payload, readable=True, problems=())
