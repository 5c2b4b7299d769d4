"""What F2 says, about every member of ordinary tokens and about those that are not ordinary."""

import re
from itertools import chain

import jwt
import pytest

from jwtlens.inspection import Inspection, inspect
from jwtlens.jose.json_pointer import pointer
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.meaning.explain import Meaning, Where, explain_term
from jwtlens.verify.policy import Policy
from tests.audit.vendors import TOKENS
from tests.core_kit import material

_NOW = TOKENS["Keycloak access"].now
_SECRET = "a secret of thirty-two bytes or more"


def _seen(name: str) -> Inspection:
    subject = TOKENS[name]
    return inspect(subject.token.text, subject.keyring, subject.policy, now=subject.now)


def _token(
    claims: dict[str, object], headers: dict[str, object] | None = None, **others: Keyring | Policy
) -> Inspection:
    text = jwt.encode(claims, _SECRET, "HS256", headers)
    return inspect(text, now=_NOW, **others)  # type: ignore[arg-type]


def _said(inspection: Inspection, where: Where, what: str) -> str:
    return " ".join(explain_term(inspection, where, what).here)


def _texts(meaning: Meaning) -> list[str]:
    facts = (words for _, words in meaning.facts)
    return [*facts, meaning.text, meaning.watch, *meaning.here, *chain.from_iterable(meaning.topics)]


def test_every_member_check_and_finding_of_ordinary_tokens() -> None:
    for name in TOKENS:
        inspection = _seen(name)
        token, report = inspection.token, inspection.report
        places: list[tuple[Where, str]] = [
            *(("header", pointer(member)) for member in token.header.members),
            *(("payload", pointer(member)) for member in token.payload.members),
            *(("part", segment.name) for segment in token.segments),
            *(("check", check.name) for check in report.checks),
            *(("finding", f"{one.slug} {one.field}") for one in inspection.findings or ()),
            ("key", ""),
            ("header", ""),
            ("payload", ""),
        ]
        for where, what in places:
            meaning = explain_term(inspection, where, what)
            assert meaning.name, (name, where, what)
            assert not meaning.title.startswith("private"), (name, where, what)
            assert all(_texts(meaning)), (name, where, what)
            assert 2 <= len(re.findall(r"\.(?=\s|$)", f"{meaning.text} {meaning.watch}")) <= 9, (name, where, what)


@pytest.mark.parametrize(
    ("name", "claim", "source", "words"),
    [
        ("Okta access", "/scp", "Okta documentation", "It holds"),
        ("Entra v2 access", "/scp", "Microsoft Entra documentation", "It holds 1 permission: Data.Read."),
        ("Entra v2 access", "/azpacr", "Microsoft Entra documentation", "1: by a client secret."),
        ("Entra v2 access", "/aud", "RFC 7519 §4.1.3; Microsoft Entra documentation", "It names one audience"),
        ("Keycloak access", "/typ", "Keycloak documentation", "Bearer: an access token."),
        ("Keycloak access", "/realm_access", "Keycloak documentation", "roles offline_access, default-roles-shop."),
        ("Keycloak access", "/realm_access/roles/0", "Keycloak documentation", "Here it is a list of 2"),
        ("Keycloak access", "/exp", "RFC 7519 §4.1.4", "The token lives 5 min from iat on."),
        ("Kubernetes", "/kubernetes.io", "Kubernetes documentation", "namespace default"),
        ("Kubernetes", "/kubernetes.io/namespace", "Kubernetes documentation", "Here it is default."),
        ("Supabase anonymous key", "/role", "Supabase documentation", "anon: nobody in particular, public by design."),
        ("Google ID", "/hd", "Google documentation", "Here it is"),
        ("DPoP proof", "/iat", "RFC 9449 §4.2", "ago."),
        ("DPoP-bound access", "/cnf", "RFC 7800 §3.1", "Here the holder proves it by DPoP proofs."),
        ("DPoP-bound access", "/cnf/jkt", "RFC 9449 §6.1", "Here it is"),
    ],
)
def test_the_dictionary_and_the_value(name: str, claim: str, source: str, words: str) -> None:
    meaning = explain_term(_seen(name), "payload", claim)
    assert dict(meaning.facts)["defined by"] == source
    assert words in " ".join(meaning.here)


def test_a_vendors_words_follow_those_of_the_standard() -> None:
    text = explain_term(_seen("Keycloak access"), "payload", "/aud").text
    assert text.index("Who may accept the token.") < text.index("In Keycloak tokens: Clients")


@pytest.mark.parametrize(
    ("claims", "member", "words"),
    [
        ({"exp": _NOW + 600, "iat": _NOW}, "exp", ["in 10 min.", "The token lives 10 min from iat on."]),
        ({"exp": _NOW - 600}, "exp", ["10 min ago.", "✗ Check exp failed: expired 10 min ago.", "Audit, info:"]),
        ({"exp": _NOW * 1000}, "exp", ["It looks like milliseconds; then it is 2026"]),
        ({"exp": "soon"}, "exp", ["It is the text soon, which is no time"]),
        ({"exp": True}, "exp", ["It is a JSON boolean, which is no time"]),
        ({"aud": ["a", "b"]}, "aud", ["It names 2 audiences: a, b.", "You expect none yet"]),
        ({"aud": []}, "aud", ["It names nobody."]),
        ({"aud": 5}, "aud", ["Here it is 5."]),
        ({"scope": "read write"}, "scope", ["It holds 2 permissions: read, write."]),
        ({"scope": ""}, "scope", ["It is empty: nothing is permitted by it."]),
        ({"sub": "web", "client_id": "web"}, "sub", ["That is the client itself"]),
        ({"sub": "web", "client_id": {"a": 1}, "azp": ["b"]}, "sub", ["Here it is web."]),
        ({"sub": "ann@example.com"}, "sub", ["an e-mail address or a login name"]),
        ({"sub": None}, "sub", ["Here it is null"]),
        ({"amr": ["pwd", "otp", "own"]}, "amr", ["pwd: a password. otp: a one-time code.", "Here it is own."]),
        ({"email_verified": False}, "email_verified", ["Here it is false."]),
        ({"own": {"a": 1, "b": [2], "c": {}}}, "own", ["an object with 3 members: a 1; b 2; c."]),
        ({"own": "x" * 70}, "own", ["Here it is a text of 70 characters."]),
        ({"appid": "x"}, "appid", ["Here it is x."]),
        ({"wids": ["x"]}, "wids", ["Here it is x."]),
    ],
)
def test_values(claims: dict[str, object], member: str, words: list[str]) -> None:
    said = _said(_token(claims), "payload", f"/{member}")
    assert [one for one in words if one not in said] == [], said


def test_an_expected_audience_is_not_asked_for() -> None:
    said = _said(_token({"aud": "a"}, policy=Policy(audiences=("b",))), "payload", "/aud")
    assert "You expect none" not in said
    assert "✗ Check aud failed: a; expected b." in said


@pytest.mark.parametrize(
    ("claims", "member", "known"),
    [({"wibble": 1}, "wibble", ""), ({"ref": "main", "sub": 5}, "ref", "In Supabase tokens it means: project.")],
)
def test_a_claim_of_nobodys_is_private(claims: dict[str, object], member: str, known: str) -> None:
    meaning = explain_term(_token(claims), "payload", f"/{member}")
    assert meaning.title == "private claim"
    assert dict(meaning.facts)["defined by"] == "RFC 7519 §4.3"
    assert known in " ".join(meaning.here)


@pytest.mark.parametrize(
    ("header", "member", "name", "facts", "words"),
    [
        ({}, "alg", "alg: HS256", {"key": "shared secret of at least 256 bits", "signature": "32 bytes"}, ""),
        ({"typ": "application/at+jwt"}, "typ", "typ", {}, "an OAuth access token (RFC 9068 §2.1)."),
        ({"typ": "x"}, "typ", "typ", {}, "Here it is x."),
        ({"kid": "k1"}, "kid", "kid", {}, "Here it is k1. Among your keys: "),
        ({"crit": ["x"], "x": 1}, "crit", "crit", {}, "It demands x. Here it makes the token fail: "),
        ({"jwk": {"kty": "EC", "crv": "P-256"}}, "jwk/kty", "jwk.kty", {}, "EC: elliptic curve."),
        ({"wibble": 1}, "wibble", "wibble", {"defined by": "RFC 7515 §4.3"}, "Here it is 1."),
    ],
)
def test_header(header: dict[str, object], member: str, name: str, facts: dict[str, str], words: str) -> None:
    keyring = read_keys(Secret(_SECRET))
    meaning = explain_term(_token({}, header, keyring=keyring), "header", f"/{member}")
    assert meaning.name == name
    assert facts.items() <= dict(meaning.facts).items()
    assert words in " ".join(meaning.here)


@pytest.mark.parametrize(("alg", "words"), [("XS256", "XS256 is no algorithm"), (5, "no name of an algorithm")])
def test_an_algorithm_that_is_none(alg: object, words: str) -> None:
    import base64  # noqa: PLC0415
    import json  # noqa: PLC0415

    head = base64.urlsafe_b64encode(json.dumps({"alg": alg}).encode()).rstrip(b"=").decode()
    assert words in _said(inspect(f"{head}.e30.", now=_NOW), "header", "/alg")


def test_an_encrypted_token() -> None:
    inspection = _seen("nested, signed then encrypted")
    alg, enc = (explain_term(inspection, "header", f"/{name}") for name in ("alg", "enc"))
    assert dict(alg.facts)["key"] == "RSA of at least 2048 bits"
    assert dict(enc.facts)["sizes"] == "key 256 bits, iv 12 bytes, tag 16 bytes"
    assert "Here it has" in _said(inspection, "part", "ciphertext")
    assert explain_term(inspection, "payload", "").name == "payload"


def test_keys() -> None:
    rsa = material("RSA").public_key()  # type: ignore[attr-defined]
    alone = _token({}, keyring=read_keys(Secret(_SECRET)))
    assert explain_term(alone, "key", "").name.startswith("secret, ")
    assert "fits HS256, HS384, HS512." in _said(alone, "key", "")
    assert _SECRET not in " ".join(_texts(explain_term(alone, "key", "")))
    assert "There is no key yet" in _said(_token({}), "key", "")
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    public = _token({}, keyring=read_keys(Secret(rsa.public_bytes(serialization.Encoding.PEM, spki).decode())))
    assert "public half only; fits RS256" in _said(public, "key", "")


def test_a_finding_and_one_that_is_gone() -> None:
    inspection = _token({"exp": _NOW - 5})
    found = next(one for one in inspection.findings or () if one.slug == "exp-expired")
    meaning = explain_term(inspection, "finding", f"{found.slug} {found.field}")
    assert (meaning.title, meaning.watch, meaning.watch_label) == (found.title, found.remedy, "remedy")
    assert found.message in meaning.here
    assert "gone" in explain_term(inspection, "finding", "exp-expired payload/nbf").text


def test_checks_and_what_no_token_can_tell() -> None:
    inspection = _token({"jti": "1"})
    meaning = explain_term(inspection, "check", "jti")
    assert meaning.here[0].startswith("It was not decided here: ")
    assert [title for title, _ in meaning.topics] == ["whether it was used before"]
    assert explain_term(inspection, "check", "no such check").here == ()


def test_foreign_text_is_quoted() -> None:
    name = "a\x1b[31m\u202eb[@click=x]"
    meaning = explain_term(_token({name: "\x07" + "y" * 500, "iss": "\x1b]0;x"}), "payload", pointer(name))
    assert "\x1b" not in meaning.name
    assert all(text.isprintable() for text in _texts(meaning))
    assert "\x1b" not in _said(_token({"iss": "\x1b]0;x"}), "payload", "/iss")
