import pytest

from jwtlens.editing import edit, editable, shown
from jwtlens.inspection import Inspection
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests import jwe_kit
from tests.core_kit import key_for, look, signed

DIRECT = {"alg": "dir", "enc": "A128GCM"}
JWK = jwe_kit.secret_for("dir", "A128GCM")
RING = jwe_kit.ring(JWK)
TOKEN = jwe_kit.by_joserfc(DIRECT, JWK, b'{"sub":"a"}')


def opened(token: str = TOKEN, ring: Keyring = RING) -> Inspection:
    return look(token, *ring.keys)


@pytest.mark.parametrize(("alg", "kind"), [pair for pair in jwe_kit.ALGS_AND_KINDS if pair[0] != "RSA1_5"])
def test_edited_content_is_encrypted_anew_for_the_same_key(alg: str, kind: str) -> None:
    header, jwk = jwe_kit.header_for(alg, "A128GCM"), jwe_kit.key_for(alg, "A128GCM", kind)
    ring = jwe_kit.ring(jwk)
    before = opened(jwe_kit.by_joserfc(header, jwk, b'{"sub":"a"}'), ring)
    made = edit(before, payload='{"sub":"b"}', resign_with=ring)
    assert (made.signature, made.problem) == ("signed", None)
    assert made.source is not None
    assert jwe_kit.joserfc_opens(made.source, header, jwk) == b'{"sub":"b"}'
    judged = look(made.source, *ring.keys, policy=Policy(decrypt_only=True))
    assert judged.report.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("content", [b'{"sub":"a"}', b"text", b"", b"\xff\0\xfe", signed({"alg": "HS256"}).encode()])
def test_untouched_it_stays_the_same_byte_for_byte(content: bytes) -> None:
    seen = opened(jwe_kit.by_joserfc(DIRECT, JWK, content))
    token = seen.token
    parts = (("header", token.header), ("payload", token.payload))
    texts = [shown(token.segment(name), document).text for name, document in parts]
    for head, body in ((None, None), (texts[0], None), (None, texts[1]), (texts[0], texts[1])):
        made = edit(seen, header=head, payload=body, resign_with=RING)
        assert (made.source, made.signature) == (token.text, "original")


def test_a_changed_header_without_a_key_breaks_the_token() -> None:
    made = edit(opened(), header='{"alg":"dir","enc":"A128GCM","typ":"JWT"}')
    assert made.source is not None
    assert (made.source.split(".")[1:], made.signature) == (TOKEN.split(".")[1:], "kept")
    assert opened(made.source).report.verdict is Verdict.REJECTED


@pytest.mark.parametrize("ring", [None, Keyring(), Keyring((key_for("ES256"),))], ids=["none", "empty", "unfit"])
def test_changed_content_needs_a_key(ring: Keyring | None) -> None:
    made = edit(opened(), payload='{"sub":"b"}', resign_with=ring)
    assert made.source is None
    assert made.problem is not None
    assert (made.problem.code, made.problem.field) == ("no-key", "payload")


@pytest.mark.parametrize(
    "header",
    ["{", "[]", "{}", '{"alg":"RSA1_5","enc":"A128GCM"}', '{"alg":"dir","enc":"A256GCM"}', '{"alg":1,"enc":2}'],
)
def test_a_header_that_cannot_encrypt_never_makes_a_token_that_opens(header: str) -> None:
    made = edit(opened(), header=header, resign_with=RING)
    assert made.signature == "kept"
    assert made.problem or made.note
    if made.source is not None:
        assert opened(made.source).report.verdict is not Verdict.ACCEPTED


def test_the_key_that_opened_it_comes_before_others_that_fit() -> None:
    other = jwe_kit.secret_for("dir", "A128GCM", 9)
    ring = jwe_kit.ring(other, JWK)
    made = edit(opened(ring=ring), payload='{"sub":"b"}', resign_with=ring)
    assert made.source is not None
    assert jwe_kit.joserfc_opens(made.source, DIRECT, JWK) == b'{"sub":"b"}'


def test_the_key_that_the_header_names_comes_before_the_one_that_opened_it() -> None:
    other = {**jwe_kit.secret_for("dir", "A128GCM", 9), "kid": "n"}
    ring = jwe_kit.ring(other, JWK)
    made = edit(opened(ring=ring), header='{"alg":"dir","enc":"A128GCM","kid":"n"}', resign_with=ring)
    assert made.source is not None
    assert jwe_kit.joserfc_opens(made.source, DIRECT, other) == b'{"sub":"a"}'


def test_what_is_not_open_cannot_be_edited() -> None:
    seen = look(TOKEN)
    assert "with the key it can be read and edited" in editable(seen)
    assert edit(seen, payload='{"sub":"b"}', resign_with=RING).source is None
    assert editable(opened()) == ""
