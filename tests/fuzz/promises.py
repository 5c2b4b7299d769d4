"""What holds of every answer, whatever the input was. Each function raises AssertionError where it does not."""

import json
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import jwt
from jwt.exceptions import DecodeError, InvalidTokenError

from jwtlens.inspection import Inspection
from jwtlens.jose.header import unencoded_payload
from jwtlens.keys.key import Key, Keyring
from jwtlens.problem import Problem, Span
from jwtlens.reports.redaction import chain
from jwtlens.verify.report import Status, Verdict

LONGEST = 4_000
"""Characters of a sentence: far more than any has, and far less than the texts that it is about."""

_MOST_FINE = 10_000
_fine: set[str] = set()
"""Sentences that were looked at before: most are the same for many tokens."""

_ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def harmless(text: str, what: str = "") -> None:
    """Nothing in it drives the terminal, hides or reorders, and every encoding of Unicode has it. Lines are allowed."""
    if text.isascii() and text.isprintable():
        return
    found = _ACTS.search(text)
    assert found is None, f"{what}: {found[0]!a} at {found.start()} of {text[:300]!a}"


def sentence(text: str, what: str) -> None:
    if text in _fine:
        return
    harmless(text, what)
    assert "\n" not in text, f"{what}: more than one line: {text!a}"
    assert len(text) <= LONGEST, f"{what}: {len(text)} characters: {text[:300]!a}"
    if len(_fine) > _MOST_FINE:
        _fine.clear()
    _fine.add(text)


def problems_are_told(problems: Iterable[Problem], size: int | None = None) -> None:
    for problem in problems:
        assert problem.code, problem
        sentence(problem.message, problem.code)
        if problem.span is not None and size is not None:
            within(problem.span, size, problem.code)


def within(span: Span, size: int, what: str) -> None:
    assert 0 <= span.start <= span.end <= size, f"{what}: {span} of {size} characters"


def is_told(inspection: Inspection) -> None:
    """Every sentence of the report and the audit can be shown."""
    for one in chain(inspection):
        problems_are_told(one.token.problems, len(one.token.text))
        for removed in one.pasted.removed:
            sentence(removed, "removed")
        for check in (*one.report.checks, *one.report.signatures):
            assert check.name, check
            for words in (check.name, check.code, check.reason, check.brief):
                sentence(words, "check")
        for finding in one.findings or ():
            for words in (finding.slug, finding.title, finding.message, finding.evidence, finding.why, finding.remedy):
                sentence(words, finding.slug)
        for rule in one.not_checked:
            for words in rule:
                sentence(str(words), "not checked")


def answered(inspection: Inspection) -> object:
    """All that is said of a token. Keys that came with it are read anew each time, and NaN is not equal to itself."""
    return [
        (one.report.verdict, [check._replace(key=None) for check in one.report.checks], one.findings, one.not_checked)
        for one in chain(inspection)
    ]


def keys_are_told(keyring: Keyring) -> None:
    assert keyring.keys or keyring.problems, "neither a key nor a problem"
    problems_are_told(keyring.problems)
    sentence(keyring.words, "words of the ring")
    for key in keyring.keys:
        for words in (key.words, key.label, key.kind):
            sentence(words, "a key")


def no_laxer_than_others(inspection: Inspection) -> None:
    """No signature is called valid that PyJWT finds invalid, and no token accepted that it refuses, asked the same."""
    for one in chain(inspection):
        check = one.report.check("signature")
        if check is not None and check.status is Status.PASSED and not one.token.encrypted:
            assert check.key is not None
            alg = one.token.alg
            if one.detached is None and one.report.verdict is not Verdict.MALFORMED:
                verifies = any(_verifies(alg, check.key, *pair) for pair in _signed(one.token.text))
                assert verifies, f"PyJWT finds the signature by {alg} invalid"
            if one.report.verdict is Verdict.ACCEPTED:
                _accepted_by_pyjwt(one, check.key)


_NAMES_OF_PYJWT = {"Ed25519": "EdDSA", "Ed448": "EdDSA"}
"""It does not know the names of RFC 9864, and takes the curve from the key."""


def _signed(text: str) -> Iterator[tuple[bytes, str]]:
    """What may have been signed, read without any of the code under test: message and signature."""
    if text.lstrip(" \t\r\n").startswith("{"):
        whole = json.loads(text, parse_int=str)  # some are too long for Python
        for entry in whole.get("signatures", [whole]):
            yield (
                f"{entry.get('protected', '')}.{whole.get('payload', '')}".encode("utf-8", "surrogatepass"),
                entry["signature"],
            )
        return
    message, _, signature = text.split("~", maxsplit=1)[0].rpartition(".")
    yield message.encode("utf-8", "surrogatepass"), signature


def _verifies(alg: str, key: Key, message: bytes, signature: str) -> bool:
    try:
        raw = jwt.utils.base64url_decode(signature.encode("ascii", "replace"))
    except ValueError:  # one of several signatures may be anything
        return False
    with warnings.catch_warnings(action="ignore"):
        algorithm = jwt.get_algorithm_by_name(_NAMES_OF_PYJWT.get(alg, alg))
        return bool(algorithm.verify(message, _public(key), raw))


def _public(key: Key) -> Any:  # noqa: ANN401 - one of a dozen classes
    material: Any = key.material.reveal()
    return material.public_key() if key.private and key.kty != "oct" else material


def _accepted_by_pyjwt(one: Inspection, key: Key) -> None:
    policy, claims = one.policy, one.token.payload.members
    if one.token.serialization != "JWS compact" or one.inner is not None or unencoded_payload(one.token.header):
        return
    if one.token.alg in _NAMES_OF_PYJWT:
        return
    assert one.token.header.members.get("alg") in key.algorithms()
    if policy.check_claims and policy.check_exp and isinstance(claims.get("exp"), int | float):
        assert float(claims["exp"]) > one.now - policy.leeway  # type: ignore[arg-type]
    options: Any = {f"verify_{name}": False for name in ("exp", "nbf", "iat", "sub", "jti")}
    options["verify_aud"] = options["verify_iss"] = policy.check_claims
    if policy.check_claims and not policy.audiences:
        options["verify_aud"] = False
    options["require"] = list(policy.required) if policy.check_claims else []
    try:
        with warnings.catch_warnings(action="ignore"):
            verifier: Any = jwt.PyJWT() if policy.check_claims else jwt.PyJWS()
            more: dict[str, Any] = {"options": options} if policy.check_claims else {}
            if policy.check_claims:
                more |= {"audience": list(policy.audiences) or None, "issuer": policy.issuers or None}
            verifier.decode(one.token.text, _public(key), [one.token.alg], **more)
    except DecodeError as error:
        if "Exceeds the limit" not in str(error):  # of Python, on the digits of a number
            raise AssertionError(f"accepted, and PyJWT says: {error}") from error
    except InvalidTokenError as error:
        raise AssertionError(f"accepted, and PyJWT says: {error}") from error
