import json

import pytest

from jwtlens.inspection import Inspection
from jwtlens.keys.key import Key
from jwtlens.limits import INFLATED_BYTES, PBES2_ROUNDS
from jwtlens.verify.decryption import JweLimits
from jwtlens.verify.encryption import encrypt
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests import jwe_kit
from tests.core_kit import NOW, b64, check, look, signed

HEADER = {"alg": "RSA-OAEP-256", "enc": "A128GCM"}
JWK = jwe_kit.key_for("RSA-OAEP-256", "A128GCM", "RSA")
PUBLIC = {name: JWK[name] for name in ("kty", "n", "e")}
KEY, OTHER = jwe_kit.ring(JWK).keys[0], jwe_kit.ring(jwe_kit.key_for("RSA-OAEP-256", "A128GCM", "RSA", 1)).keys[0]
SECRET_JWK = jwe_kit.secret_for("dir", "A128GCM")
SECRET = jwe_kit.ring(SECRET_JWK).keys[0]
DIRECT = {"alg": "dir", "enc": "A128GCM"}
TOKEN = jwe_kit.by_joserfc(HEADER, JWK, b'{"sub":"a","iss":"i","exp":%d}' % (NOW + 60))


def failures(seen: Inspection) -> list[str]:
    return [one.code for one in seen.report.failed]


@pytest.mark.parametrize(
    ("token", "keys", "policy", "verdict", "wrong"),
    [
        (TOKEN, [KEY], Policy(), Verdict.NOT_VERIFIED, []),
        (TOKEN, [], Policy(), Verdict.NOT_VERIFIED, []),
        (TOKEN, [OTHER], Policy(), Verdict.REJECTED, ["decryption-failed"]),
        (TOKEN, [OTHER, KEY], Policy(), Verdict.NOT_VERIFIED, []),
        (TOKEN, [jwe_kit.ring(PUBLIC).keys[0]], Policy(), Verdict.NOT_VERIFIED, []),
        (TOKEN, [SECRET], Policy(), Verdict.REJECTED, ["key-mismatch"]),
        (TOKEN, [KEY._replace(use="sig")], Policy(), Verdict.REJECTED, ["key-use"]),
        (TOKEN, [KEY], Policy(issuers=("x",)), Verdict.REJECTED, ["iss-mismatch"]),
        (TOKEN, [KEY], Policy(issuers=("i",), required=("sub",)), Verdict.NOT_VERIFIED, []),
        (TOKEN, [KEY], Policy(algorithms=("RSA-OAEP-256",)), Verdict.NOT_VERIFIED, []),
        (TOKEN, [KEY], Policy(algorithms=("RSA-OAEP-256", "A128GCM")), Verdict.NOT_VERIFIED, []),
        (TOKEN, [KEY], Policy(algorithms=("RSA-OAEP-256", "A256GCM")), Verdict.REJECTED, ["enc-not-allowed"] * 2),
        (TOKEN, [KEY], Policy(algorithms=("A128GCM",)), Verdict.REJECTED, ["alg-not-allowed"] * 2),
        (TOKEN, [KEY], Policy(algorithms=("dir",)), Verdict.REJECTED, ["alg-not-allowed"] * 2),
        (TOKEN, [KEY], Policy(algorithms=("RS256",)), Verdict.REJECTED, ["alg-not-allowed"]),
        (TOKEN, [KEY], Policy(algorithms=()), Verdict.REJECTED, ["alg-not-allowed"]),
        (TOKEN, [], Policy(algorithms=("RS256",)), Verdict.REJECTED, ["alg-not-allowed"]),
        (TOKEN, [KEY], Policy(typ="at+jwt"), Verdict.REJECTED, ["typ-mismatch"]),
        (jwe_kit.by_joserfc(HEADER, JWK, b"text"), [KEY], Policy(), Verdict.REJECTED, ["json-syntax"]),
        (jwe_kit.by_joserfc(HEADER, JWK, b"text"), [KEY], Policy(check_claims=False), Verdict.NOT_VERIFIED, []),
        (jwe_kit.by_joserfc(HEADER, JWK, b""), [KEY], Policy(), Verdict.REJECTED, ["claims-empty"]),
        (jwe_kit.by_joserfc(HEADER, JWK, b'{"exp":1}'), [KEY], Policy(), Verdict.REJECTED, ["expired"]),
        (f"{TOKEN}.", [KEY], Policy(), Verdict.MALFORMED, []),
    ],
    ids=lambda value: "token" if isinstance(value, str) else None,
)
def test_what_a_verifier_with_this_key_and_these_expectations_would_say(
    token: str, keys: list[Key], policy: Policy, verdict: Verdict, wrong: list[str]
) -> None:
    seen = look(token, *keys, policy=policy, in_set=False)
    assert seen.report.verdict is verdict
    if verdict is not Verdict.MALFORMED:
        assert failures(seen) == wrong
    if verdict is not Verdict.ACCEPTED:
        assert headline(seen.report).why


def test_a_public_key_opens_nothing_and_says_so() -> None:
    report = look(TOKEN, jwe_kit.ring(PUBLIC).keys[0]).report
    assert headline(report).why == "decrypting needs the private key: it was not decrypted"


@pytest.mark.parametrize(
    ("token", "keys", "noted"),
    [
        (TOKEN, [KEY], True),
        (jwe_kit.by_joserfc(DIRECT, SECRET_JWK, b"{}"), [SECRET], False),
        (jwe_kit.by_joserfc({**HEADER, "cty": "JWT"}, JWK, signed({"alg": "HS256"}).encode()), [KEY], False),
    ],
    ids=["public key", "secret", "signed inside"],
)
def test_a_token_that_anyone_could_have_encrypted_says_so(token: str, keys: list[Key], noted: bool) -> None:
    report = look(token, *keys).report
    assert check(report, "decryption").status is Status.PASSED
    assert (report.check("sender") is not None) is noted
    assert (report.verdict is Verdict.NOT_VERIFIED) is noted


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "dir", "enc": "\x1b[31m" + "x" * 200}, "enc-unknown"),
        ({"alg": "\x1b[31m" + "x" * 200, "enc": "A128GCM"}, "alg-unknown"),
        ({"alg": "none", "enc": "A128GCM"}, "alg-none"),
        ({"alg": "HS256", "enc": "A128GCM"}, "alg-signature"),
        ({**DIRECT, "zip": "GZ"}, "zip-unknown"),
        ({**DIRECT, "crit": ["exp"], "exp": 1}, "crit-unknown"),
    ],
)
@pytest.mark.parametrize("policy", [Policy(), Policy(algorithms=("\x1b", "RS256"))])
def test_what_cannot_be_decrypted_is_refused_in_displayable_words(
    header: dict[str, object], code: str, policy: Policy
) -> None:
    token = jwe_kit.compact(header, b"", b"\0" * 12, b"x", b"\0" * 16)
    seen = look(token, SECRET, policy=policy)
    assert seen.report.verdict is Verdict.REJECTED
    assert code in failures(seen)
    for one in seen.report.checks:
        assert (one.reason + one.brief).isprintable()
        assert len(one.reason) < 300


def test_the_recipient_that_was_decrypted_for_is_the_one_that_is_judged() -> None:
    recipients = [({"typ": "at+jwt", "cty": "JWT", "kid": "x"}, jwe_kit.secret_for("A128KW", "A128GCM")), ({}, JWK)]
    made = jwe_kit.json_by_jwcrypto(
        [({**own, "alg": alg}, key) for (own, key), alg in zip(recipients, ("A128KW", "RSA-OAEP-256"), strict=True)],
        protected={"enc": "A128GCM"},
    )
    text = json.dumps(made)
    seen = look(text, KEY)
    assert (seen.report.verdict, failures(seen)) == (Verdict.NOT_VERIFIED, [])
    assert seen.token.header.members == {"enc": "A128GCM", "alg": "RSA-OAEP-256"}
    assert seen.token.segment("encrypted key").text == made["recipients"][1]["encrypted_key"]
    assert failures(look(text, KEY, policy=Policy(typ="at+jwt"))) == ["typ-mismatch"]


@pytest.mark.parametrize("place", ["unprotected", "header"])
def test_a_type_that_everyone_can_write_is_not_the_expected_one(place: str) -> None:
    made = jwe_kit.json_by_jwcrypto([({}, JWK)], protected=HEADER)
    text = json.dumps({**made, place: {"typ": "at+jwt"}})
    assert look(text, KEY, policy=Policy(decrypt_only=True)).report.verdict is Verdict.ACCEPTED
    assert failures(look(text, KEY, policy=Policy(typ="at+jwt"))) == ["typ-unprotected"]


def capped(seen: Inspection) -> str:
    assert seen.report.verdict is not Verdict.ACCEPTED
    assert seen.judgement.decryption is not None
    assert "jwtlens stops" in seen.judgement.decryption.reason
    return seen.judgement.decryption.cap


@pytest.mark.parametrize("rounds", [PBES2_ROUNDS + 1, 2**31, 10**30, 10**300])
def test_an_excessive_count_of_rounds_is_not_computed(rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib  # noqa: PLC0415 - looked at here only

    def work(*args: object) -> bytes:
        raise AssertionError(args)

    monkeypatch.setattr(hashlib, "pbkdf2_hmac", work)
    monkeypatch.setattr("jwtlens.verify.jwe_engine.content", work)
    header = {"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2s": b64(b"0" * 16), "p2c": rounds}
    token = jwe_kit.compact(header, b"k" * 24, b"\0" * 12, b"x", b"\0" * 16)
    assert capped(look(token, SECRET)) == "rounds"


@pytest.mark.parametrize("size", [INFLATED_BYTES, INFLATED_BYTES + 1, 50_000_000])
def test_a_bomb_is_inflated_up_to_the_cap(size: int) -> None:
    content = b'"' + b"a" * (size - 2) + b'"'
    token = encrypt(content, {**DIRECT, "zip": "DEF"}, SECRET)
    seen = look(token, SECRET, policy=Policy(check_claims=False))
    if size > INFLATED_BYTES:
        assert capped(seen) == "inflated_bytes"
        assert seen.token.segment("payload").data == b""
    else:
        assert seen.token.segment("payload").data == content
    raised = Policy(check_claims=False, jwe_limits=JweLimits(inflated_bytes=size))
    assert look(token, SECRET, policy=raised).report.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deeply_nested_content_is_not_parsed(opening: str) -> None:
    token = jwe_kit.by_joserfc(DIRECT, SECRET_JWK, (opening * 20_000).encode())
    seen = look(token, SECRET)
    assert (failures(seen), seen.report.verdict) == ([], Verdict.NOT_VERIFIED)
    assert "jwtlens stops at 64" in check(seen.report, "claims").reason
