"""PyJWT's own answer, where it differs from ours, and why."""

import json
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.jose import serialization
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report, Verdict
from jwtlens.verify.second_opinion import SecondOpinion, second_opinion
from jwtlens.verify.verify import verify
from tests.core_kit import NOW, SECRET, b64, compact, key_for, pair, secret, signed

ALGORITHMS = tuple(name for name, row in SIGNATURE_ALGORITHMS.items() if row.family != "ML-DSA")
UNKNOWN_TO_PYJWT = {"Ed25519", "Ed448"}
CORPUS: dict[str, str] = json.loads((Path(__file__).parents[1] / "hostile" / "trap-corpus.json").read_text())
CLAIMS: dict[str, object] = {"sub": "a", "exp": NOW + 60}
ANYTHING = Policy()


def both(
    text: str,
    key: Key,
    policy: Policy = ANYTHING,
    *,
    algorithms: Sequence[str] | None = None,
    now: float = NOW,
    in_set: bool = False,
) -> tuple[SecondOpinion, Report]:
    token = serialization.parse(text).token
    allowed = policy if algorithms is None else policy._replace(algorithms=tuple(algorithms))
    opinion = second_opinion(token, key, allowed, now)
    assert opinion is not None
    assert (opinion.stricter == "") == (opinion.outcome == "accepts")
    return opinion, verify(token, Keyring((key,), is_set=in_set), policy, now)


def hs(payload: object, **header: object) -> str:
    return signed({"alg": "HS256", **header}, payload)


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_good_token_is_accepted_by_both(alg: str) -> None:
    for key in (key_for(alg), key_for(alg, private=False)):
        opinion, report = both(signed({"alg": alg}, CLAIMS), key)
        assert report.verdict is Verdict.ACCEPTED
        if alg in UNKNOWN_TO_PYJWT:
            assert opinion.words == f"PyJWT {jwt.__version__} raises InvalidAlgorithmError"
            assert opinion.differs(report) == f"it does not know {alg}"
        else:
            assert opinion == SecondOpinion("accepts", f"PyJWT {jwt.__version__} accepts it")
            assert opinion.differs(report) == ""


@pytest.mark.parametrize(
    ("claims", "policy", "outcome"),
    [
        ({"exp": NOW}, ANYTHING, "ExpiredSignatureError"),
        ({"exp": NOW - 9}, Policy(leeway=9), "ExpiredSignatureError"),
        ({"exp": NOW - 9}, Policy(leeway=10), "accepts"),
        ({"nbf": NOW + 1}, ANYTHING, "ImmatureSignatureError"),
        ({"nbf": NOW + 1}, Policy(leeway=1), "accepts"),
        ({"iat": NOW + 1}, ANYTHING, "ImmatureSignatureError"),
        ({"iat": "x"}, ANYTHING, "InvalidIssuedAtError"),
        ({"exp": "x"}, ANYTHING, "DecodeError"),
        ({"iss": "a"}, Policy(issuers=("a", "b")), "accepts"),
        ({"iss": "c"}, Policy(issuers=("a", "b")), "InvalidIssuerError"),
        ({"iss": "ab"}, Policy(issuers=("abc",)), "InvalidIssuerError"),
        ({}, Policy(issuers=("a",)), "MissingRequiredClaimError"),
        ({"aud": ["b", "c"]}, Policy(audiences=("a", "b")), "accepts"),
        ({"aud": "c"}, Policy(audiences=("a", "b")), "InvalidAudienceError"),
        ({}, Policy(audiences=("a",)), "MissingRequiredClaimError"),
        ({"scope": None}, Policy(required=("scope",)), "MissingRequiredClaimError"),
        ({"scope": 0}, Policy(required=("scope",)), "accepts"),
        ({"sub": 1, "aud": "x", "exp": 1, "iss": 1, "jti": 1}, Policy(check_claims=False), "accepts"),
        ({}, Policy(algorithms=("HS512",)), "InvalidAlgorithmError"),
        ({}, Policy(algorithms=()), "DecodeError"),
    ],
)
def test_the_same_expectations_and_clock_give_the_same_answer(
    claims: dict[str, object], policy: Policy, outcome: str
) -> None:
    opinion, report = both(hs(claims), secret(), policy)
    assert opinion.outcome == outcome
    assert opinion.differs(report) == ""


def test_the_clock_is_the_one_that_was_given_and_no_other() -> None:
    for now in (0, 10, 4_000_000_000, 1e18):
        alive = {"exp": int(now) + 1000, "nbf": int(now), "iat": int(now)}
        assert both(hs(alive), secret(), now=now)[0].outcome == "accepts"
    today = {"exp": int(time.time()) + 1000}
    assert both(hs(today), secret(), now=time.time() + 5000)[0].outcome == "ExpiredSignatureError"


def test_a_wrong_signature_is_named_as_a_program_would_see_it() -> None:
    opinion, report = both(hs(CLAIMS), secret(b"x" * 32))
    assert opinion.words == f"PyJWT {jwt.__version__} raises InvalidSignatureError"
    assert opinion.detail == "Signature verification failed"
    assert opinion.differs(report) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{hs(CLAIMS)}=", "it accepts padding (=) at the end of a part"),
        (hs(b'{"a":1,"a":2}'), "of two members with one name it keeps the last and says nothing"),
        (hs(b'\xef\xbb\xbf{"a":1}'), "it accepts a byte order mark"),
        (hs('{"a":1}'.encode("utf-16")), "it guesses the encoding of JSON and accepts UTF-16 and UTF-32"),
        (hs(b'{"a":NaN}'), "it reads NaN and Infinity, which are no JSON"),
        (hs(b'{"a":' + b"[" * 80 + b"]" * 80 + b"}"), "it reads deeper nesting than jwtlens does"),
        (hs({"exp": str(NOW + 60)}), "it converts exp with int(), so a numeric string"),
        (hs({"exp": f" {NOW // 1000}_000_000 "}), "it converts exp with int(), so a numeric string"),
        (hs({"nbf": True}), "it converts nbf with int(), so a numeric string"),
        (hs({"iat": "12"}), "it converts iat with int(), so a numeric string"),
        (hs(b'{"exp":1' + b"0" * 400 + b"}"), "it converts exp with int(), so a numeric string"),
        (hs({"nbf": NOW + 0.5}), "it cuts nbf to whole seconds"),
        (hs({"iat": NOW + 0.5}), "it cuts iat to whole seconds"),
        (hs(CLAIMS, typ=5), "it does not look at the types of header parameters"),
        (hs(CLAIMS, crit=["b64", "b64"], b64=True), "it accepts a name twice in crit"),
    ],
)
def test_what_pyjwt_accepts_and_we_do_not(text: str, reason: str) -> None:
    opinion, report = both(text, secret())
    assert (opinion.outcome, report.verdict is Verdict.ACCEPTED) == ("accepts", False)
    assert opinion.differs(report).startswith(reason)


@pytest.mark.parametrize(
    ("header", "key", "policy", "reason"),
    [
        ({}, secret(use="enc"), ANYTHING, "it ignores use and key_ops: the program has chosen the key"),
        ({}, secret(key_ops=("encrypt",)), ANYTHING, "it ignores use and key_ops: the program has chosen the key"),
        ({"kid": "a"}, secret(kid="b"), ANYTHING, "it ignores kid: the program has chosen the key"),
        (
            {},
            secret(alg="HS512"),
            Policy(algorithms=("HS256",)),
            "it ignores kid, and what the key says that it is for: the program has chosen the key",
        ),
        ({"typ": "at+jwt"}, secret(), Policy(typ="JWT"), "it does not look at typ"),
    ],
)
def test_what_pyjwt_does_not_look_at(header: dict[str, object], key: Key, policy: Policy, reason: str) -> None:
    opinion, report = both(hs(CLAIMS, **header), key, policy, in_set=True)
    assert opinion.outcome == "accepts"
    assert opinion.differs(report) == reason


def test_several_reasons_are_all_given_and_a_check_it_does_not_make_is_quoted() -> None:
    opinion, report = both(hs({"exp": "9999999999", "nbf": "1"}, typ="x"), secret(), Policy(typ="JWT"))
    assert len(opinion.differs(report).split("; ")) == 3
    failed = report._replace(verdict=Verdict.REJECTED, checks=(report.checks[0]._replace(code="new", reason="why"),))
    assert SecondOpinion("accepts", "").differs(failed) == "it was given the key, and our verification had none"
    other = tuple(one._replace(code="new", reason="why") for one in report.failed[:1])
    assert SecondOpinion("accepts", "").differs(report._replace(checks=other)) == "it does not check this: why"


@pytest.mark.parametrize(
    ("text", "key", "outcome", "reason"),
    [
        (hs({"aud": "x"}), secret(), "InvalidAudienceError", "it refuses a token with aud while no audience is"),
        (hs({"exp": NOW + 0.5}), secret(), "ExpiredSignatureError", "it cuts exp to whole seconds"),
        (
            hs(b'{"x":' + b"9" * 5000 + b"}"),
            secret(),
            "DecodeError",
            "Python reads no number of so many digits as stands in the payload",
        ),
    ],
)
def test_what_we_accept_and_pyjwt_does_not(text: str, key: Key, outcome: str, reason: str) -> None:
    opinion, report = both(text, key, now=NOW + 0.25)
    assert report.verdict is Verdict.ACCEPTED
    assert opinion.outcome == outcome
    assert opinion.differs(report).startswith(reason)


def test_what_pyjwt_cannot_read_at_all() -> None:
    head, body, made = hs(CLAIMS).split(".")
    opinion, report = both(json.dumps({"protected": head, "payload": body, "signature": made}), secret())
    assert (opinion.outcome, opinion.differs(report)) == ("DecodeError", "it reads the compact serialization only")
    policy = Policy(check_claims=False)
    header = compact({"alg": "HS256", "b64": False, "crit": ["b64"]}, {}, "").partition(".")[0]
    import hmac  # noqa: PLC0415

    raw = f"{header}.payload"
    text = f"{raw}.{b64(hmac.digest(SECRET, raw.encode(), 'sha256'))}"
    opinion, report = both(text, secret(), policy)
    assert report.verdict is Verdict.ACCEPTED
    assert opinion.differs(report) == "it takes an unencoded payload (b64 false) only where it is passed apart"
    opinion, report = both(hs(b"no JSON"), secret(), policy)
    assert opinion.differs(report).startswith("its decode() takes only a JSON object as payload")
    pem = secret(b"-----BEGIN PUBLIC KEY-----x-----END PUBLIC KEY-----")
    opinion, report = both(signed({"alg": "HS256"}, CLAIMS, key=pem), pem)
    assert opinion.differs(report).startswith("it refuses this key: as a secret because it looks like a public key")


def test_an_unknown_critical_extension_is_refused_by_both() -> None:
    opinion, report = both(hs(CLAIMS, crit=["exp"], exp=1), secret())
    assert (opinion.outcome, opinion.differs(report)) == ("InvalidTokenError", "")


KEY_OF_NO_KNOWN_KIND = b"""-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2V3BCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
-----END PRIVATE KEY-----
"""


@pytest.mark.parametrize(
    ("key", "alg", "outcome"),
    [
        (pair("RSA"), "HS256", "TypeError"),
        (pair("P-256"), "RS256", "TypeError"),
        (secret(), "RS256", "InvalidKeyError"),
        (secret(), "ES256", "ValueError"),
        (secret(b"\xff" * 32), "EdDSA", "UnicodeDecodeError"),
        (secret(KEY_OF_NO_KNOWN_KIND), "RS256", "UnsupportedAlgorithm"),
    ],
)
def test_exceptions_that_pyjwt_lets_through_are_named(key: Key, alg: str, outcome: str) -> None:
    opinion, report = both(compact({"alg": alg}, CLAIMS), key, algorithms=[alg])
    verb = "raises" if outcome == "InvalidKeyError" else "fails with"
    assert opinion.words == f"PyJWT {jwt.__version__} {verb} {outcome}"
    assert opinion.detail == ""  # it could quote the key
    assert opinion.differs(report) == ""


def test_a_lone_surrogate_makes_it_fail() -> None:
    assert both(f"{hs(CLAIMS)}\ud800", secret())[0].outcome == "UnicodeEncodeError"


def test_a_short_key_is_a_word_and_no_warning() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        key = secret(b"short")
        opinion, report = both(signed({"alg": "HS256"}, CLAIMS, key=key), key)
    assert caught == []
    assert opinion.words == (
        f"PyJWT {jwt.__version__} accepts it and warns that the key is short (InsecureKeyLengthWarning)"
    )
    assert opinion.differs(report) == ""


def test_pyjwt_itself_is_left_as_it_was() -> None:
    both(hs({"exp": 5}), secret(), now=0)
    with pytest.raises(jwt.ExpiredSignatureError):
        jwt.decode(hs({"exp": 5}), SECRET, algorithms=["HS256"])
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        jwt.decode(signed({"alg": "HS256"}, {}, key=secret(b"short")), b"short", algorithms=["HS256"])


def test_without_a_key_or_for_an_encrypted_token_there_is_no_second_opinion() -> None:
    token = serialization.parse(hs(CLAIMS)).token
    assert second_opinion(token, None, ANYTHING, NOW) is None
    jwe = f"{b64(json.dumps({'alg': 'dir', 'enc': 'A128GCM'}))}..a.a.a"
    assert second_opinion(serialization.parse(jwe).token, secret(), ANYTHING, NOW) is None


MARK = b"MARKED-secret-0123456789-MARKED"


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_no_opinion_shows_the_secret(alg: str) -> None:
    for data in (MARK, b"\xff" + MARK, b"-----BEGIN PUBLIC KEY-----\n" + MARK, b'{"kty": "' + MARK + b'"}'):
        opinion, report = both(compact({"alg": alg}, CLAIMS), secret(data), algorithms=[alg])
        shown = f"{opinion!r}{opinion.differs(report)}"
        assert not any(MARK[at : at + 8].decode() in shown for at in range(len(MARK) - 8))


@pytest.mark.parametrize("name", CORPUS)
def test_the_hostile_corpus_gets_an_opinion_without_an_exception(name: str) -> None:
    for key in (secret(b"secret"), secret(), pair("RSA"), pair("P-256"), pair("Ed25519")):
        for algorithms in (None, ("HS256", "RS256", "ES256", "EdDSA", "none")):
            token = inspect(CORPUS[name], now=NOW, with_audit=False).token
            for policy in (ANYTHING, Policy(issuers=("a",), audiences=("b",), required=("c",))):
                opinion = second_opinion(token, key, policy._replace(algorithms=algorithms), NOW)
                assert opinion is None or opinion.words.isprintable()
                assert opinion is None or opinion.detail.isprintable()


VALUES: Any = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.just("9" * 5000)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
)
HEADERS = st.fixed_dictionaries(
    {"alg": st.one_of(st.sampled_from([*ALGORITHMS, "none"]), VALUES)},
    optional={name: st.one_of(VALUES, st.just(["b64"])) for name in ("kid", "crit", "b64", "typ", "jwk", "zip")},
)
PAYLOADS = st.one_of(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("iss", "aud", "sub", "exp", "nbf", "iat", "jti"), VALUES)),
    VALUES,
)
CHARSETS = st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"])
KEYS = [secret(), secret(b"\xff\xfe"), pair("RSA"), pair("P-256"), pair("Ed448"), secret(b'{"kty":"oct"}')]
KEYS += [Key("oct", Secret(b"[" * 5000), private=True, bits=8, words="deep")]


@given(HEADERS, PAYLOADS, CHARSETS, st.sampled_from(KEYS), st.integers(0, 300), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_token_makes_it_raise_and_every_disagreement_has_a_reason(
    header: dict[str, object], payload: object, charset: str, key: Key, size: int, right: bool
) -> None:
    head, body = (json.dumps(part, ensure_ascii=False).encode(charset, "surrogatepass") for part in (header, payload))
    alg = header["alg"]
    text = compact(head, body, b"\x01" * size)
    if right and key.kty == "oct" and isinstance(alg, str) and alg.startswith("HS"):
        text = signed_over(text.rpartition(".")[0], alg, key)
    algorithms = [alg] if isinstance(alg, str) and alg else ["HS256"]
    for policy in (ANYTHING, Policy(issuers=("a", "b"), audiences=("a",), leeway=3)):
        opinion, report = both(text, key, policy, algorithms=algorithms)
        assert "it does not check this" not in opinion.differs(report)
        disagree = (opinion.outcome == "accepts") != (report.verdict is Verdict.ACCEPTED)
        assert bool(opinion.differs(report)) == disagree


def signed_over(message: str, alg: str, key: Key) -> str:
    import hmac  # noqa: PLC0415

    material = key.material.reveal()
    assert isinstance(material, bytes)
    return f"{message}.{b64(hmac.digest(material, message.encode(), f'sha{alg[2:]}'))}"
