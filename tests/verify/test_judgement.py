"""What ``inspect`` makes of every kind of token, and above all which of them it must not accept."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jwtlens.inspection import Apart, Inspection, at_another_time, inspect
from jwtlens.jose import sd_jwt, x509
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.jwk import to_jwk
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.limits import NESTING, SOURCE_CHARS
from jwtlens.parts import parts
from jwtlens.verify.headline import headline
from jwtlens.verify.policy import KeyBinding, Policy
from jwtlens.verify.report import Status, Verdict
from jwtlens.verify.signature import sign
from tests import jwe_kit
from tests.certificate_kit import BETWEEN, DAY, LEAF, ROOT, Issued, issue
from tests.core_kit import NOW, Json, b64, check, compact, hs256, key_for, look, pair, secret, signed
from tests.sd_jwt_kit import bound, cnf, digest, disclosure, issued

HS, ES, RS = key_for("HS256"), key_for("ES256"), key_for("RS256")
OTHER = key_for("HS256", nth=1)
JOSE_ONLY = Policy(check_claims=False)
ACCEPTED, REJECTED, UNDECIDED, MALFORMED = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.NOT_VERIFIED, Verdict.MALFORMED
ENC_HEADER = {"alg": "RSA-OAEP-256", "enc": "A128GCM"}
ENC_JWK = jwe_kit.key_for("RSA-OAEP-256", "A128GCM", "RSA")
ENC_KEY = jwe_kit.ring(ENC_JWK).keys[0]


def failures(seen: Inspection) -> set[str]:
    return {one.code for one in seen.report.failed}


def entry(alg: str, payload: str, *, key: Key | None = None, header: Json | None = None, **protected: Any) -> Json:  # noqa: ANN401 - any JSON
    """One signature of a JSON serialization over this payload text."""
    head = b64(json.dumps({"alg": alg, **protected}))
    made = sign(SIGNATURE_ALGORITHMS[alg], key or key_for(alg), f"{head}.{payload}".encode())
    return {"protected": head, "signature": b64(made), **({"header": header} if header else {})}


def general(*entries: object, payload: str = b64('{"sub":"a"}')) -> str:
    return json.dumps({"payload": payload, "signatures": list(entries)})


def encrypted(content: str | bytes, **header: object) -> str:
    data = content.encode() if isinstance(content, str) else content
    return jwe_kit.by_joserfc({**ENC_HEADER, **header}, ENC_JWK, data)


PAYLOAD = b64('{"sub":"a"}')
GOOD_HS, GOOD_ES, GOOD_RS = (entry(alg, PAYLOAD) for alg in ("HS256", "ES256", "RS256"))
BAD = {**GOOD_ES, "signature": b64(b"\1" * 64)}


@pytest.mark.parametrize(
    ("entries", "keys", "verdict", "words"),
    [
        ([GOOD_HS, GOOD_ES], [HS, ES], ACCEPTED, "2 of 2"),
        ([GOOD_HS, GOOD_ES], [ES], ACCEPTED, "1 of 2"),
        ([BAD, GOOD_ES, GOOD_RS], [ES], ACCEPTED, "1 of 3"),
        ([BAD, GOOD_HS], [ES], REJECTED, "0 of 2"),
        ([BAD, BAD], [ES], REJECTED, "0 of 2"),
        ([GOOD_HS, GOOD_ES], [], UNDECIDED, "0 of 2"),
        ([GOOD_HS], [HS], ACCEPTED, "valid"),
        ([GOOD_HS, {"protected": "!"}], [HS], ACCEPTED, "1 of 2"),
        ([7, GOOD_HS], [HS], ACCEPTED, "1 of 2"),
        ([{"protected": "!"}, GOOD_HS], [ES], REJECTED, "0 of 2"),
        ([GOOD_HS, {**GOOD_ES, "protected": b64("[]")}], [HS], ACCEPTED, "1 of 2"),
        ([GOOD_HS, {**GOOD_ES, "protected": b64("[]")}], [ES], REJECTED, "0 of 2"),
        ([7, {**GOOD_ES, "protected": b64("[]")}], [ES], MALFORMED, ""),
        ([GOOD_HS] * 17, [HS], MALFORMED, ""),
        ([], [HS], MALFORMED, ""),
    ],
)
def test_one_right_signature_of_several_is_enough(
    entries: list[Json], keys: list[Key], verdict: Verdict, words: str
) -> None:
    seen = look(general(*entries), *keys)
    assert seen.report.verdict is verdict
    if words:
        assert words in check(seen.report, "signature").reason
    if 1 < len(entries) <= 16 and verdict is not MALFORMED:
        assert [one.name for one in seen.report.signatures] == [f"signature {n + 1}" for n in range(len(entries))]


def test_what_is_shown_is_the_header_of_the_signature_that_verifies() -> None:
    fake = {**entry("ES256", PAYLOAD, key=pair("P-256", nth=1), typ="at+jwt", kid="fake")}
    seen = look(general(fake, GOOD_HS), HS, pair("P-256"))
    assert seen.report.verdict is ACCEPTED
    assert seen.token.header.members == {"alg": "HS256"}
    assert look(general(fake, GOOD_HS), HS, policy=Policy(typ="at+jwt")).report.verdict is REJECTED


def test_a_signature_that_is_right_does_not_lend_itself_to_a_header_that_is_not() -> None:
    critical = entry("HS256", PAYLOAD, crit=["x"], x=1)
    assert look(general(critical, BAD), HS).report.verdict is REJECTED
    unsecured = {"protected": b64('{"alg":"none"}'), "signature": ""}
    assert look(general(unsecured, unsecured), HS).report.verdict is REJECTED
    assert look(general(unsecured, GOOD_HS), HS).report.verdict is ACCEPTED


def test_signatures_must_agree_on_the_payload_that_they_sign() -> None:
    raw = entry("HS256", PAYLOAD, b64=False, crit=["b64"])
    ours = {"protected": b64('{"alg":"ES256"}'), "signature": b64(b"\1" * 64)}
    for entries in ([ours, raw], [raw, ours]):
        seen = look(general(*entries), HS, policy=JOSE_ONLY)
        assert seen.report.verdict is MALFORMED
        assert "b64-differs" in {problem.code for problem in seen.token.problems}
    alone = look(general(raw, raw), HS, policy=JOSE_ONLY)
    assert (alone.report.verdict, alone.token.segment("payload").data) == (ACCEPTED, PAYLOAD.encode())


@pytest.mark.parametrize("name", ["typ", "cty"])
def test_a_type_that_everyone_can_write_is_not_the_expected_one(name: str) -> None:
    said: dict[str, Any] = {name: "at+jwt"}
    unprotected = entry("HS256", PAYLOAD, header=said)
    flat = json.dumps({"payload": PAYLOAD, **unprotected})
    assert look(flat, HS).report.verdict is ACCEPTED
    seen = look(flat, HS, policy=Policy(typ="at+jwt"))
    assert failures(seen) == {"typ-unprotected" if name == "typ" else "typ-mismatch"}
    protected = json.dumps({"payload": PAYLOAD, **entry("HS256", PAYLOAD, **said)})
    assert (look(protected, HS, policy=Policy(typ="at+jwt")).report.verdict is ACCEPTED) is (name == "typ")


@pytest.mark.parametrize("member", ["crit", "b64"])
def test_what_must_be_protected_is_malformed_elsewhere(member: str) -> None:
    value: object = ["b64"] if member == "crit" else False
    text = json.dumps({"payload": PAYLOAD, **entry("HS256", PAYLOAD, header={member: value})})
    assert look(text, HS).report.verdict is MALFORMED


def test_a_text_that_is_both_signed_and_encrypted_is_malformed() -> None:
    for extra in ({"payload": PAYLOAD}, {"signature": "AA"}, {"signatures": [GOOD_HS]}):
        made = jwe_kit.json_by_jwcrypto([({}, ENC_JWK)], protected=ENC_HEADER) | extra
        assert look(json.dumps(made), ENC_KEY, policy=JOSE_ONLY).report.verdict is MALFORMED


HEAD, BODY, SIGNATURE = hs256({"sub": "a"}).split(".")
FLAT = {"payload": BODY, "protected": HEAD, "signature": SIGNATURE}
RAW_FLAT = {"payload": "", **entry("HS256", "free text.", b64=False, crit=["b64"])}
RAW_COMPACT = f"{RAW_FLAT['protected']}..{RAW_FLAT['signature']}"


@pytest.mark.parametrize(
    ("text", "detached", "verdict"),
    [
        (f"{HEAD}..{SIGNATURE}", b'{"sub":"a"}', ACCEPTED),
        (f"{HEAD}..{SIGNATURE}", b'{"sub":"b"}', REJECTED),
        (f"{HEAD}..{SIGNATURE}", None, REJECTED),
        (f"{HEAD}.{BODY}.{SIGNATURE}", b'{"sub":"a"}', MALFORMED),
        (f"{HEAD}.{BODY}.{SIGNATURE}", b"", MALFORMED),
        (json.dumps({**FLAT, "payload": ""}), b'{"sub":"a"}', ACCEPTED),
        (json.dumps({name: FLAT[name] for name in ("protected", "signature")}), b'{"sub":"a"}', ACCEPTED),
        (json.dumps({name: FLAT[name] for name in ("protected", "signature")}), None, MALFORMED),
        (json.dumps(FLAT), b'{"sub":"a"}', MALFORMED),
        (RAW_COMPACT, b"free text.", ACCEPTED),
        (RAW_COMPACT, b"free text", REJECTED),
        (json.dumps(RAW_FLAT), b"free text.", ACCEPTED),
        (json.dumps({**RAW_FLAT, "payload": "free text."}), None, ACCEPTED),
        (json.dumps({**RAW_FLAT, "payload": "free text."}), b"free text.", MALFORMED),
        (issued({"sub": "a"}), b'{"sub":"b"}', MALFORMED),
        (encrypted('{"sub":"a"}'), b'{"sub":"b"}', MALFORMED),
    ],
)
def test_a_payload_that_came_apart_is_the_one_that_is_signed(
    text: str, detached: bytes | None, verdict: Verdict
) -> None:
    keys = Keyring((HS, ES, ENC_KEY), is_set=True)
    seen = inspect(text, keys, JOSE_ONLY, now=NOW, with_audit=False, apart=Apart(detached))
    assert seen.report.verdict is verdict
    assert at_another_time(seen, NOW + 1).report.verdict is verdict


def nested(*layers: str, claims: Json | None = None, key: Key = HS) -> str:
    """Tokens inside one another, the outermost named first: ``jws``, ``cty`` (a JWS that says so) or ``jwe``."""
    text = signed({"alg": "HS256"}, claims, key=key)
    for layer in reversed(layers):
        if layer == "jwe":
            text = encrypted(text, cty="JWT")
        else:
            text = signed({"alg": "HS256", **({"cty": "JWT"} if layer == "cty" else {})}, text.encode())
    return text


KINDS = [("jwe",), ("jws",), ("cty",), ("jwe", "jws"), ("jws", "jwe"), ("jwe", "jwe"), ("jws", "cty", "jwe")]


@pytest.mark.parametrize("layers", KINDS, ids="-".join)
@pytest.mark.parametrize(
    ("claims", "key", "verdict"),
    [({"sub": "a"}, HS, ACCEPTED), ({"exp": 1}, HS, REJECTED), ({"sub": "a"}, OTHER, REJECTED)],
    ids=["right", "expired inside", "another key inside"],
)
def test_all_layers_have_to_be_right(layers: tuple[str, ...], claims: Json, key: Key, verdict: Verdict) -> None:
    seen = look(nested(*layers, claims=claims, key=key), HS, ENC_KEY)
    verdicts = []
    layer: Inspection | None = seen
    while layer:
        verdicts.append(layer.report.verdict)
        layer = layer.inner
    assert verdicts == [verdict] * (len(layers) + 1)
    assert seen.innermost.token.payload.members == claims


def test_expectations_are_about_the_token_inside() -> None:
    text = encrypted(signed({"alg": "HS256", "typ": "at+jwt"}, {"iss": "i"}), cty="JWT", typ="JWT")
    policy = Policy(issuers=("i",), typ="at+jwt", algorithms=("HS256",))
    assert look(text, HS, ENC_KEY, policy=policy).report.verdict is ACCEPTED
    assert look(text, HS, ENC_KEY, policy=policy._replace(typ="JWT")).report.verdict is REJECTED
    assert look(text, HS, ENC_KEY, policy=policy._replace(issuers=("x",))).report.verdict is REJECTED
    assert look(text, HS, ENC_KEY, policy=policy._replace(algorithms=("ES256",))).report.verdict is REJECTED
    assert look(text, HS, ENC_KEY, policy=policy._replace(algorithms=())).report.verdict is REJECTED
    assert look(text, HS, policy=policy).report.verdict is not ACCEPTED
    unopened = look(text, policy=policy)
    assert (unopened.report.verdict, failures(unopened)) == (UNDECIDED, set())


@pytest.mark.parametrize("content", ["hello", '{"sub":"a"}', "a.b", "", b"\xff\xfe", "eyJh.eyJh.!"])
@pytest.mark.parametrize("layer", ["jws", "jwe"])
@pytest.mark.parametrize("cty", ["JWT", "jwt", "application/JWT"])
def test_content_that_should_be_a_token_and_is_none(content: str | bytes, layer: str, cty: str) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    text = encrypted(data, cty=cty) if layer == "jwe" else signed({"alg": "HS256", "cty": cty}, data)
    for policy in (Policy(), JOSE_ONLY):
        seen = look(text, HS, ENC_KEY, policy=policy)
        if data or layer == "jwe":
            assert seen.report.verdict is MALFORMED
            assert failures(seen) >= {"inner-malformed"}


def test_an_unsigned_token_is_not_accepted_because_it_was_encrypted() -> None:
    unsecured = compact({"alg": "none"}, {}, "")
    for header in ({}, {"cty": "JWT"}, {"cty": "text/plain"}, {"typ": "JWT"}):
        seen = look(encrypted(unsecured, **header), HS, ENC_KEY, policy=JOSE_ONLY)
        assert (seen.report.verdict, failures(seen)) == (REJECTED, {"inner-token"})


def test_a_presentation_is_found_inside_an_encrypted_token() -> None:
    hidden = disclosure("s", "exp", 1)
    right = issued({"sub": "a"})
    for text, verdict in (
        (right, ACCEPTED),
        (issued({"_sd": [digest(hidden)]}, hidden), REJECTED),
        (f"{right}{hidden}~", REJECTED),
    ):
        seen = look(encrypted(text), ES, ENC_KEY)
        assert seen.report.verdict is verdict
        assert seen.innermost.token.serialization == "SD-JWT"


@pytest.mark.parametrize("depth", [3, NESTING, NESTING + 1, NESTING + 3])
def test_tokens_inside_one_another_are_opened_up_to_a_cap(depth: int) -> None:
    seen = look(nested(*["jws"] * (depth - 1)), HS)
    assert seen.report.verdict is (ACCEPTED if depth <= NESTING else UNDECIDED)
    later = at_another_time(seen, NOW + 1)
    assert later.report.verdict is seen.report.verdict
    if depth > NESTING:
        assert check(seen.innermost.report, "content").code == "nesting-cap"
        assert "jwtlens opens no more" in headline(seen.innermost.report).why


def test_a_cap_is_not_forgotten_when_the_clock_moves() -> None:
    chain: Json = {"x5c": [LEAF.x5c, BETWEEN.x5c]}
    text = by_leaf(chain, hs256().encode())
    for _ in range(NESTING - 1):
        text = hs256(text.encode())
    leaf = Key("EC", Secret(LEAF.key), private=True, bits=256, words="", curve="P-256")
    seen = look(text, HS, leaf)
    assert seen.innermost.judgement.certificates
    assert seen.report.verdict is UNDECIDED
    assert at_another_time(seen, NOW + 1).report.verdict is UNDECIDED


@pytest.mark.parametrize("layers", KINDS, ids="-".join)
def test_the_clock_moves_in_every_layer(layers: tuple[str, ...]) -> None:
    seen = look(nested(*layers, claims={"exp": NOW + 10}), HS, ENC_KEY)
    assert seen.report.verdict is ACCEPTED
    late = at_another_time(seen, NOW + 11)
    assert (late.report.verdict, failures(late), failures(late.innermost)) == (REJECTED, {"inner-token"}, {"expired"})
    assert at_another_time(late, NOW).report == seen.report


def test_outer_keys_decrypt_and_the_others_verify() -> None:
    text = nested("jwe")

    def verdict(inside: Key, outside: Key) -> Verdict:
        keys = Apart(outer_keys=Keyring((outside,)))
        return inspect(text, Keyring((inside,)), now=NOW, with_audit=False, apart=keys).report.verdict

    assert verdict(HS, ENC_KEY) is ACCEPTED
    assert verdict(ENC_KEY, ENC_KEY) is REJECTED
    assert verdict(HS, HS) is REJECTED
    assert verdict(OTHER, ENC_KEY) is REJECTED


HIDDEN = disclosure("s", "exp", NOW + 5)
FORGED = disclosure("s", "admin", True)
SD_CLAIMS: Json = {"iss": "i", "_sd": [digest(HIDDEN)], "cnf": cnf()}


@pytest.mark.parametrize(
    ("text", "policy", "verdict", "wrong"),
    [
        (issued(SD_CLAIMS, HIDDEN), Policy(), ACCEPTED, set()),
        (issued(SD_CLAIMS, HIDDEN), Policy(issuers=("x",)), REJECTED, {"iss-mismatch"}),
        (issued(SD_CLAIMS), Policy(required=("exp",)), REJECTED, {"claim-missing"}),
        (issued(SD_CLAIMS, HIDDEN), Policy(required=("exp",)), ACCEPTED, set()),
        (issued(SD_CLAIMS, HIDDEN, FORGED), Policy(), REJECTED, {"disclosure-unreferenced"}),
        (issued(SD_CLAIMS, FORGED), JOSE_ONLY, REJECTED, {"disclosure-unreferenced"}),
        (issued(SD_CLAIMS, HIDDEN, HIDDEN), JOSE_ONLY, REJECTED, {"disclosure-twice"}),
        (issued(SD_CLAIMS), Policy(key_binding=KeyBinding(required=True)), REJECTED, {"kb-missing"}),
        (bound(issued(SD_CLAIMS)), Policy(key_binding=KeyBinding("n-1")), ACCEPTED, set()),
        (bound(issued(SD_CLAIMS)), Policy(key_binding=KeyBinding("n-2")), REJECTED, {"kb-nonce-mismatch"}),
        (bound(issued(SD_CLAIMS), nth=2), Policy(), REJECTED, {"kb-signature-invalid"}),
    ],
)
def test_a_presentation_is_judged_by_what_it_discloses(
    text: str, policy: Policy, verdict: Verdict, wrong: set[str]
) -> None:
    seen = look(text, ES, policy=policy)
    assert (seen.report.verdict, failures(seen)) == (verdict, wrong)
    assert look(text, pair("P-256", nth=3), policy=policy).report.verdict is REJECTED
    assert look(text, policy=policy).report.verdict in {UNDECIDED, REJECTED}


def test_a_disclosed_time_counts() -> None:
    seen = look(issued(SD_CLAIMS, HIDDEN), ES)
    assert failures(at_another_time(seen, NOW + 5)) == {"expired"}
    assert failures(at_another_time(look(issued(SD_CLAIMS), ES), NOW + 5)) == set()


@pytest.mark.parametrize("policy", [Policy(), JOSE_ONLY], ids=["claims", "JOSE only"])
@pytest.mark.parametrize("payload", [b"hello", b"[]", b'"x"', b"7", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff", b""])
def test_a_presentation_of_something_else_than_claims_is_not_accepted(payload: bytes, policy: Policy) -> None:
    text = signed({"alg": "ES256"}, payload) + "~"
    assert look(text, ES, policy=policy).report.verdict is REJECTED


def test_a_presentation_without_claims_has_no_issuer() -> None:
    assert failures(look(issued({}), ES, policy=Policy(issuers=("i",)))) == {"iss-missing"}


def in_json(text: str, *, more: tuple[object, ...] = (), **header: object) -> str:
    """The same presentation in JSON serialization, general where there are ``more`` signatures."""
    found = sd_jwt.split(text)
    assert found is not None
    protected, payload, signature = found.jwt.split(".")
    said: Json = {"disclosures": [one.text for one in found.disclosures]}
    said |= {"kb_jwt": found.kb_jwt} if found.kb_jwt else {}
    first: Json = {"protected": protected, "signature": signature, "header": {**said, **header}}
    return general(first, *more, payload=payload) if more else json.dumps({"payload": payload, **first})


def unbound_signature(text: str, **header: object) -> Json:
    payload = text.split(".")[1]
    return entry("HS256", payload, header=header)


OPEN, TIED = issued(SD_CLAIMS, HIDDEN), bound(issued(SD_CLAIMS, HIDDEN))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (in_json(OPEN), {"kb-missing"}),
        (in_json(TIED), set()),
        (in_json(bound(issued(SD_CLAIMS))), set()),
        (in_json(bound(OPEN, nth=2)), {"kb-signature-invalid"}),
        (in_json(bound(OPEN, nonce="n-2")), {"kb-nonce-mismatch"}),
        (in_json(TIED, disclosures=[]), {"kb-sd-hash-mismatch"}),
        (in_json(TIED, disclosures=[FORGED]), {"disclosure-unreferenced", "kb-sd-hash-mismatch"}),
        (in_json(TIED, disclosures=[HIDDEN, HIDDEN]), {"disclosure-twice", "kb-sd-hash-mismatch"}),
        (in_json(TIED, more=(GOOD_RS,)), set()),
        (in_json(OPEN, more=(unbound_signature(OPEN, kid="x"),)), {"kb-missing"}),
    ],
)
def test_a_presentation_in_json_serialization_is_judged_as_in_compact(text: str, wrong: set[str]) -> None:
    policy = Policy(key_binding=KeyBinding("n-1", "https://verifier", required=True))
    seen = look(text, ES, policy=policy)
    assert (seen.report.verdict, failures(seen)) == (REJECTED if wrong else ACCEPTED, wrong)
    assert seen.token.serialization.startswith("SD-JWT JSON")
    assert look(text, pair("P-256", nth=3), policy=policy).report.verdict is REJECTED
    if not wrong:
        assert seen.claims.get("exp") == (NOW + 5 if HIDDEN in text else None)
        assert at_another_time(seen, NOW + 5).report.verdict is (REJECTED if HIDDEN in text else ACCEPTED)


@pytest.mark.parametrize(
    "text",
    [
        in_json(TIED, disclosures="x"),
        in_json(TIED, disclosures=[7]),
        in_json(TIED, disclosures=[HIDDEN + "="]),
        in_json(TIED, disclosures=[""]),
        in_json(TIED, disclosures=[HIDDEN] * 1_001),
        in_json(TIED, kb_jwt=7),
        in_json(TIED, kb_jwt=""),
        in_json(TIED, kb_jwt="a.b"),
        json.dumps({"payload": PAYLOAD, **entry("HS256", PAYLOAD, disclosures=[])}),
    ],
)
def test_a_malformed_presentation_in_json_serialization(text: str) -> None:
    assert look(text, ES, HS).report.verdict is MALFORMED


def test_disclosures_beside_a_later_signature_count_for_nothing() -> None:
    later = unbound_signature(OPEN, disclosures=[HIDDEN])
    seen = look(in_json(OPEN, more=(later,)), ES)
    assert (seen.report.verdict, seen.report.signatures[1].code) == (ACCEPTED, "sd-jwt-place")
    assert check(seen.report, "format").reason == "SD-JWT JSON general, well-formed, but for signature 2"
    names = ["signature 1", "signature 2", "issuer-signed JWT", "disclosure 1", "key-binding JWT"]
    assert [part.name for part in parts(seen)] == names
    assert seen.claims["exp"] == NOW + 5
    assert look(in_json(OPEN, more=(later,)), HS).report.verdict is REJECTED


def test_a_type_is_expected_of_a_presentation_whatever_its_content_type() -> None:
    text = f"{signed({'alg': 'ES256', 'typ': 'other', 'cty': 'JWT'}, SD_CLAIMS)}~"
    for presented in (text, in_json(text)):
        seen = look(presented, ES, policy=Policy(typ="example+sd-jwt"))
        assert failures(seen) == {"typ-mismatch"}


def by_leaf(header: Json, claims: object = None) -> str:
    message = compact({"alg": "ES256", **header}, claims, "")[:-1]
    key = Key("EC", Secret(LEAF.key), private=True, bits=256, words="", curve="P-256")
    return f"{message}.{b64(sign(SIGNATURE_ALGORITHMS['ES256'], key, message.encode()))}"


CHAINED = by_leaf({"x5c": [LEAF.x5c, BETWEEN.x5c]})
TRUSTING = Policy(roots=(ROOT.der,))


@pytest.mark.parametrize(
    ("text", "keys", "policy", "verdict"),
    [
        (CHAINED, [], TRUSTING, ACCEPTED),
        (CHAINED, [], Policy(), UNDECIDED),
        (CHAINED, [], Policy(roots=(BETWEEN.der,)), ACCEPTED),
        (CHAINED, [], Policy(roots=(LEAF.der,)), ACCEPTED),
        (CHAINED, [ES], TRUSTING, REJECTED),
        (by_leaf({"x5c": [LEAF.x5c]}), [], TRUSTING, REJECTED),
        (by_leaf({"x5c": [ROOT.x5c]}), [], TRUSTING, REJECTED),
        (by_leaf({"x5c": ["AAAA"]}), [], TRUSTING, MALFORMED),
        (by_leaf({"x5c": [LEAF.x5c, BETWEEN.x5c], "x5t#S256": "AAAA"}), [], TRUSTING, REJECTED),
        (by_leaf({"x5t#S256": "AAAA"}), [], TRUSTING, UNDECIDED),
        (signed({"alg": "ES256", "x5c": [LEAF.x5c, BETWEEN.x5c]}), [], TRUSTING, REJECTED),
        (signed({"alg": "ES256", "x5c": [LEAF.x5c, BETWEEN.x5c]}), [ES], Policy(), REJECTED),
        (signed({"alg": "ES256", "x5c": [LEAF.x5c]}), [ES], TRUSTING, REJECTED),
    ],
)
def test_a_chain_counts_only_up_to_a_root_of_yours(
    text: str, keys: list[Key], policy: Policy, verdict: Verdict
) -> None:
    seen = look(text, *keys, policy=policy)
    assert seen.report.verdict is verdict
    assert at_another_time(seen, NOW).report == seen.report


def test_a_chain_has_a_clock_of_its_own() -> None:
    seen = look(CHAINED, policy=TRUSTING)
    assert seen.report.verdict is ACCEPTED
    later = at_another_time(seen, NOW + 2 * DAY.total_seconds())
    assert later.report.verdict is REJECTED
    assert at_another_time(later, NOW).report.verdict is ACCEPTED


def test_the_clock_of_a_chain_moves_with_a_payload_that_came_apart() -> None:
    head, body, signature = CHAINED.split(".")
    apart = Apart(b'{"sub":"a"}')
    assert body == PAYLOAD
    seen = inspect(f"{head}..{signature}", policy=TRUSTING, now=NOW, with_audit=False, apart=apart)
    assert seen.report.verdict is ACCEPTED
    assert at_another_time(seen, NOW + 1).report.verdict is ACCEPTED


def chained_entry(*chain: Issued, **header: Any) -> Json:  # noqa: ANN401 - any JSON
    """One signature by the first certificate's key, which brings the chain along."""
    key = Key("EC", Secret(chain[0].key), private=True, bits=256, words="", curve="P-256")
    return entry("ES256", PAYLOAD, key=key, **{"x5c": [one.x5c for one in chain], **header})


TRUSTED, UNTRUSTED = chained_entry(LEAF, BETWEEN), chained_entry(issue("self"))


@pytest.mark.parametrize(
    ("entries", "keys", "policy", "verdict", "words"),
    [
        ([UNTRUSTED, TRUSTED], [], TRUSTING, ACCEPTED, "1 of 2"),
        ([GOOD_ES, TRUSTED], [], TRUSTING, ACCEPTED, "1 of 2"),
        ([TRUSTED, TRUSTED, GOOD_HS], [], TRUSTING, ACCEPTED, "2 of 3"),
        ([{"protected": "!"}, TRUSTED], [], TRUSTING, ACCEPTED, "1 of 2"),
        ([chained_entry(LEAF, x5c=["AAAA"]), TRUSTED], [], TRUSTING, ACCEPTED, "1 of 2"),
        ([UNTRUSTED, GOOD_HS], [], TRUSTING, REJECTED, "0 of 2"),
        ([UNTRUSTED, TRUSTED], [], Policy(), UNDECIDED, "0 of 2"),
        ([TRUSTED, UNTRUSTED], [ES], TRUSTING, REJECTED, "0 of 2"),
        ([UNTRUSTED, GOOD_ES], [ES], TRUSTING, ACCEPTED, "1 of 2"),
        ([{**UNTRUSTED, "protected": TRUSTED["protected"]}, BAD], [], TRUSTING, REJECTED, "0 of 2"),
        ([chained_entry(LEAF, x5c=["AAAA"]), {}], [], TRUSTING, MALFORMED, ""),
    ],
)
def test_every_signature_is_judged_with_its_own_chain(
    entries: list[Json], keys: list[Key], policy: Policy, verdict: Verdict, words: str
) -> None:
    seen = look(general(*entries), *keys, policy=policy)
    assert seen.report.verdict is verdict
    assert words in check(seen.report, "signature").reason
    assert at_another_time(seen, NOW).report == seen.report
    if verdict is ACCEPTED and not keys:
        assert at_another_time(seen, NOW + 2 * DAY.total_seconds()).report.verdict is not ACCEPTED


@pytest.mark.parametrize(
    ("named", "given", "verdict"),
    [
        (LEAF, LEAF, ACCEPTED),
        (BETWEEN, LEAF, REJECTED),
        (LEAF, None, ACCEPTED),
    ],
)
@pytest.mark.parametrize("name", ["x5t", "x5t#S256"])
def test_a_thumbprint_is_compared_with_your_own_certificate(
    name: str, named: Issued, given: Issued | None, verdict: Verdict
) -> None:
    text = by_leaf({name: x509.thumbprints(named.der)[name]})
    read = read_keys(Secret(LEAF.pem if given else to_pem(LEAF)))
    seen = inspect(text, read, now=NOW, with_audit=False)
    assert seen.report.verdict is verdict
    status = Status.NOT_CHECKED if given is None else Status.PASSED if verdict is ACCEPTED else Status.FAILED
    assert check(seen.report, "x5t").status is status


def to_pem(one: Issued) -> str:
    public = one.key.public_key()
    return str(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def test_a_thumbprint_is_that_of_the_first_certificate_not_of_its_issuer() -> None:
    issuer = x509.thumbprints(BETWEEN.der)["x5t#S256"]
    text = by_leaf({"x5c": [LEAF.x5c, BETWEEN.x5c], "x5t#S256": issuer})
    assert failures(look(text, policy=TRUSTING)) == {"x5t-mismatch"}


@pytest.mark.parametrize("alg", ["ES256", "RS256", "Ed25519"])
def test_a_key_that_came_along_is_tried_and_never_trusted(alg: str) -> None:
    public = to_jwk(key_for(alg, private=False), private=False)
    seen = look(signed({"alg": alg, "jwk": public}))
    assert seen.report.verdict is UNDECIDED
    assert "verifies with the key it brought along, which proves nothing" in check(seen.report, "signature").reason
    other = to_jwk(key_for(alg, private=False, nth=1), private=False) if alg != "RS256" else {**public, "e": "Aw"}
    wrong = check(look(signed({"alg": alg, "jwk": other})).report, "signature")
    assert (wrong.status, wrong.reason) == (
        Status.NOT_CHECKED,
        "not checked: no key; it does not even verify with the key it brought along",
    )


@pytest.mark.parametrize("jwk", [{}, {"kty": "oct", "k": "AAAA"}, {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}])
def test_a_key_that_came_along_and_is_none_changes_nothing(jwk: Json) -> None:
    seen = look(signed({"alg": "HS256", "jwk": jwk}))
    assert seen.report.verdict is UNDECIDED
    assert "does not fit either" in check(seen.report, "signature").reason


@pytest.mark.parametrize(
    ("typ", "claims", "kind"),
    [
        ("dpop+jwt", {"jti": "j", "htm": "GET", "htu": "https://a", "iat": NOW}, "DPoP proof"),
        ("at+jwt", {"iss": "i"}, "access token"),
        ("application/at+jwt", {"iss": "i"}, "access token"),
        ("logout+jwt", {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}, "logout token"),
        (None, {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}, "logout token"),
        ("secevent+jwt", {"events": {"e": {}}}, "security event"),
        (None, {"events": {"https://schemas/e": {}}}, "security event"),
    ],
)
def test_profiles_are_told_by_their_type(typ: str | None, claims: Json, kind: str) -> None:
    from jwtlens.knowledge.kinds import classify  # noqa: PLC0415 - the rest of this module is not about the audit

    token = look(signed({"alg": "HS256", **({"typ": typ} if typ else {})}, claims), HS).token
    assert classify(token.header.members, token.payload.members).name == kind


def test_a_text_that_was_cut_is_not_accepted() -> None:
    text = json.dumps(FLAT)
    padded = text + " " * (SOURCE_CHARS - len(text))
    assert look(padded, HS).report.verdict is ACCEPTED
    cut = look(padded + "x", HS)
    assert (cut.report.verdict, check(cut.report, "content").code) == (UNDECIDED, "source-cap")
    assert "jwtlens stops there" in headline(cut.report).why
    assert at_another_time(cut, NOW + 1).report.verdict is UNDECIDED


def test_keys_that_could_not_be_read_do_not_verify() -> None:
    empty = Keyring(problems=look("").token.problems)
    assert inspect(hs256(), empty, now=NOW, with_audit=False).report.verdict is UNDECIDED
    assert secret().private


@pytest.mark.parametrize("member", ["payload", "note", "header"])
def test_a_token_somewhere_in_a_signed_object_does_not_stand_for_it(member: str) -> None:
    good = hs256()
    value: object = {"note": good} if member == "header" else good
    text = json.dumps({"payload": "", "protected": HEAD, "signature": "AAAA", member: value})
    seen = look(text, HS)
    assert seen.token.serialization == "JWS JSON flattened"
    assert seen.report.verdict in {REJECTED, MALFORMED}
    assert look(json.dumps({"access_token": good}), HS).report.verdict is ACCEPTED
