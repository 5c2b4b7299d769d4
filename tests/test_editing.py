import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jwtlens.editing import edit, shown, sign
from jwtlens.inspection import Inspection
from jwtlens.jose import json_layout, jws
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.problem import Span
from jwtlens.verify.report import Verdict
from tests.core_kit import (
    ALGORITHMS,
    b64,
    compact,
    hs256,
    judge,
    key_for,
    look,
    pair,
    secret,
    signed,
    unb64,
)
from tests.jose.test_json_layout import DISPLAYED, TEXTS
from tests.verify.test_rfc_examples import ES256 as ECDSA_RFC

CLAIMS = {"sub": "a", "n": 1}
HS256 = b64('{"alg":"HS256"}')


def _texts(seen: Inspection) -> tuple[str, str]:
    token = seen.token
    return shown(token.segment("header"), token.header).text, shown(token.segment("payload"), token.payload).text


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_an_edit_is_signed_anew_with_a_key_that_can(alg: str) -> None:
    key = key_for(alg)
    seen = look(signed({"alg": alg}, CLAIMS), key)
    made = edit(seen, payload='{\n  "sub": "b",\n  "n": 1\n}', resign_with=Keyring((key,)))
    assert (made.signature, made.note, made.problem) == ("signed", "", None)
    assert made.source
    assert unb64(made.source.split(".")[1]) == b'{"sub":"b","n":1}'
    assert judge(made.source, key).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_an_edit_without_a_key_keeps_the_signature_and_so_breaks_it(alg: str) -> None:
    token = signed({"alg": alg}, CLAIMS)
    made = edit(look(token), payload='{"sub":"b"}')
    assert made.signature == "kept"
    assert made.source
    assert made.source.split(".")[::2] == token.split(".")[::2]
    assert [one.code for one in judge(made.source, key_for(alg)).failed] == ["signature-invalid"]


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_an_edit_that_is_taken_back_restores_the_token_exactly(alg: str) -> None:
    token = signed({"alg": alg}, CLAIMS)
    seen = look(token, key_for(alg))
    header, payload = _texts(seen)
    for made in (
        edit(seen, header=header, payload=payload, resign_with=Keyring((key_for(alg),))),
        edit(seen, resign_with=Keyring((key_for(alg),))),
        edit(seen, payload=payload.replace("\n", "\n\n   "), resign_with=Keyring((key_for(alg),))),
    ):
        assert (made.source, made.signature) == (token, "original")


@given(DISPLAYED, DISPLAYED)
def test_a_part_that_is_not_touched_keeps_its_bytes(header: str, payload: str) -> None:
    head = b64(" " + header + "\r\n")
    token = f"{head}.{b64(payload)}.AAAA"
    made = edit(look(token), payload='{"new":1}')
    assert made.source
    assert made.source.split(".")[0] == head
    made = edit(look(token), header='{"alg":"HS256"}')
    assert made.source == f"{HS256}.{b64(payload)}.AAAA"


@given(st.lists(st.tuples(st.text(max_size=4), TEXTS), min_size=1, max_size=4), st.sampled_from(["compact", "spaced"]))
def test_an_edit_of_one_claim_leaves_the_text_of_the_others_alone(pairs: list[tuple[str, str]], style: str) -> None:
    text = "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in pairs) + ',"last":1}'
    text = json_layout.pack(json_layout.pack(text, "compact"), style)  # type: ignore[arg-type]
    assume(json_layout.lay_out(text).replace("\n", "").isprintable())
    assume(json_layout.pack(json_layout.lay_out(text), style) == text)  # type: ignore[arg-type]
    seen = look(compact({"alg": "HS256"}, text.encode()))
    before = _texts(seen)[1]
    made = edit(seen, payload=before.removesuffix("1\n}") + "2\n}")
    assert made.source
    assert unb64(made.source.split(".")[1]).decode() == text.removesuffix("1}") + "2}"


@given(TEXTS, TEXTS)
def test_whatever_the_json_an_edit_taken_back_is_the_original(header: str, payload: str) -> None:
    token = f"{b64(header)}.{b64(payload)}.AAAA"
    seen = look(token)
    head, body = _texts(seen)
    assert edit(seen, header=head, payload=body, resign_with=Keyring((secret(),))).source == token


@given(st.text(max_size=40), st.text(max_size=25), st.text(max_size=25))
def test_no_text_makes_an_edit_raise(token: str, header: str, payload: str) -> None:
    ring = Keyring((secret(), pair("P-256")))
    for source in (token, f"{token}.{token}.{token}", hs256()):
        for made in (
            edit(look(source), header=header, payload=payload, resign_with=ring),
            edit(look(source), payload='{"a":1}', resign_with=ring),
            edit(look(source), header='{"alg":"HS256"}', resign_with=ring),
        ):
            assert (made.source is None) == (made.problem is not None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a":1,"b":2}', '{"a":1,"b":3}'),
        ('{"a": 1, "b": 2}', '{"a": 1, "b": 3}'),
        ('{"a":1,\r\n "b":2}', '{"a":1,\r\n "b":3}'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1,\n  "b": 3\n}\n'),
    ],
)
def test_the_layout_of_the_text_is_kept(before: str, after: str) -> None:
    seen = look(compact({"alg": "HS256"}, before.encode()))
    made = edit(seen, payload=_texts(seen)[1].replace("2", "3"))
    assert made.source
    assert unb64(made.source.split(".")[1]).decode() == after


def test_the_example_of_rfc_7519_keeps_its_line_breaks() -> None:
    seen = look(ECDSA_RFC)
    header, payload = _texts(seen)
    assert payload == '{"iss":"joe",\n "exp":1300819380,\n "http://example.com/is_root":true}'
    made = edit(seen, header=header, payload=payload.replace("joe", "eve"))
    assert made.source
    assert made.source.split(".")[::2] == ECDSA_RFC.split(".")[::2]
    assert unb64(made.source.split(".")[1]) == (
        b'{"iss":"eve",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    )


def test_a_text_with_a_byte_order_mark_or_a_bare_carriage_return_can_be_edited() -> None:
    for data in (b'\xef\xbb\xbf{"a":1}', b'{"a":1,\n"b":2,\r"c":3}'):
        seen = look(compact({"alg": "HS256"}, data))
        made = edit(seen, payload=_texts(seen)[1].replace("1", "2"))
        assert made.source
        assert jws.parse(made.source).payload.members["a"] == 2


@pytest.mark.parametrize("part", ["header", "payload"])
@pytest.mark.parametrize(
    ("text", "start"), [("", 0), ("{", 1), ('{"a":1,,}', 7), ('{"a":"\x1b"}', 6), ("nope", 0), ('{"a":1} x', 8)]
)
def test_what_is_no_json_is_a_problem_with_its_place_and_nothing_is_built(part: str, text: str, start: int) -> None:
    made = edit(look(hs256(CLAIMS)), **{part: text})  # type: ignore[arg-type]
    assert made.source is None
    assert made.problem
    assert (made.problem.code, made.problem.field) == ("json-syntax", part)
    assert made.problem.span
    assert made.problem.span.start == start


def test_duplicates_and_constants_may_be_written_to_see_what_happens() -> None:
    made = edit(look(hs256(CLAIMS)), payload='{"a":1,"a":NaN}')
    assert made.source
    assert unb64(made.source.split(".")[1]) == b'{"a":1,"a":NaN}'


@pytest.mark.parametrize("alg", ["none", "None", "NONE"])
def test_a_token_edited_to_alg_none_loses_its_signature(alg: str) -> None:
    made = edit(look(hs256(CLAIMS)), header=f'{{"alg":"{alg}"}}', resign_with=Keyring((secret(),)))
    assert made.source
    assert made.source.endswith(".")
    assert made.signature == "signed"
    assert judge(made.source, secret()).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    ("header", "keys", "note"),
    [
        ('{"alg":"RS256"}', (secret(b"x" * 32),), "RS256 needs an RSA key; this one is secret, 256 bits"),
        ('{"alg":"RS256"}', (secret(), pair("P-256")), "no key here can sign RS256"),
        ('{"alg":"RS256"}', (pair("RSA", private=False),), "no key here can sign RS256"),
        ('{"alg":"XX"}', (secret(),), "no key here can sign XX"),
        ('{"alg":"\\u001b[2J"}', (secret(),), "no key here can sign \\u001b[2J"),
        ('{"alg":7}', (secret(),), "the header names no algorithm to sign with"),
        ("[]", (secret(),), "the header names no algorithm to sign with"),
        ('{"alg":"HS256","x":1}', (), "no key here can sign HS256"),
        ('{"alg":"HS256","x":1}', (secret(use="enc"),), "no key here can sign HS256"),
    ],
)
def test_a_header_that_no_key_can_serve_keeps_the_signature_and_says_why(
    header: str, keys: tuple[Key, ...], note: str
) -> None:
    token = hs256(CLAIMS)
    made = edit(look(token), header=header, resign_with=Keyring(keys))
    assert made.source
    assert (made.signature, made.note) == ("kept", note)
    assert made.source.split(".")[1:] == token.split(".")[1:]


def test_a_key_too_small_for_the_hash_is_a_note_and_no_crash() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    small = rsa.generate_private_key(65537, 1024)  # noqa: S505 - the point of this test
    key = Key("RSA", Secret(small), private=True, bits=1024, words="RSA 1024")
    made = edit(look(hs256(CLAIMS)), header='{"alg":"PS512"}', resign_with=Keyring((key,)))
    assert (made.signature, made.note) == ("kept", "PS512 needs an RSA key of 1,034 bits or more; this one has 1,024")


def test_the_key_that_kid_names_signs() -> None:
    ring = Keyring((pair("P-256", nth=1, kid="a"), pair("P-256", nth=2, kid="b")), is_set=True)
    made = edit(look(hs256(CLAIMS)), header='{"alg":"ES256","kid":"b"}', resign_with=ring)
    assert made.source
    assert judge(made.source, ring.keys[1]).verdict is Verdict.ACCEPTED


def test_a_payload_of_plain_text_is_edited_as_text() -> None:
    seen = look(compact({"alg": "HS256"}, "plain text, ä\nin two lines".encode()))
    assert shown(seen.token.segment("payload"), seen.token.payload).mode == "text"
    made = edit(seen, payload="other text", resign_with=Keyring((secret(),)))
    assert made.source
    assert unb64(made.source.split(".")[1]) == b"other text"


def test_a_binary_payload_is_shown_in_hexadecimal_and_cannot_be_edited() -> None:
    seen = look(compact({"alg": "HS256"}, b"\xff\x00AB" + bytes(20)))
    view = shown(seen.token.segment("payload"), seen.token.payload)
    assert (view.mode, view.editable) == ("hex", False)
    first = view.text.split("\n")[0]
    assert first.startswith("000000  ff 00 41 42 00")
    assert first.endswith("..AB............")
    assert edit(seen, payload=view.text).signature == "original"


@pytest.mark.parametrize("data", [b"text\x1b[2J", b"a\tb", "a\u202eb".encode(), b"\xed\xa0\x80", "\ufffd".encode()])
def test_text_that_would_not_survive_being_shown_is_shown_as_bytes(data: bytes) -> None:
    seen = look(compact({"alg": "HS256"}, data))
    assert shown(seen.token.segment("payload"), seen.token.payload).mode == "hex"


def test_an_empty_payload_is_empty_and_can_be_filled() -> None:
    seen = look(compact({"alg": "HS256"}, b""))
    found = shown(seen.token.segment("payload"), seen.token.payload)
    assert (found.text, found.mode) == ("", "empty")
    made = edit(seen, payload='{ "a" : 1 }')
    assert made.source
    assert unb64(made.source.split(".")[1]) == b'{"a":1}'


def test_what_stands_behind_the_payload_is_kept_when_nothing_is_signed() -> None:
    encrypted = compact({"alg": "dir", "enc": "A128GCM"}, b"\xff", "AA") + ".BB.CC"
    made = edit(look(encrypted), header='{"alg":"dir"}')
    assert made.source == b64('{"alg":"dir"}') + "." + encrypted.partition(".")[2]
    two = compact({"alg": "HS256"}, CLAIMS, "").removesuffix(".")
    made = edit(look(two), payload="{}")
    assert made.source == f"{two.partition('.')[0]}.e30"


def test_a_segment_whose_bytes_are_what_they_were_keeps_its_spelling() -> None:
    padded = f"{HS256}.eyJhIjoxfQ==.AAAA"
    made = edit(look(padded), payload='{ "a": 1 }')
    assert (made.source, made.signature) == (padded, "original")


def test_an_unencoded_payload_stays_unencoded_and_a_dot_in_it_is_refused() -> None:
    head = b64('{"alg":"HS256","b64":false,"crit":["b64"]}')
    seen = look(f'{head}.{{"a":1}}.AAAA')
    made = edit(seen, payload='{"a":2}', resign_with=Keyring((secret(),)))
    assert made.source
    assert made.source.startswith(f'{head}.{{"a":2}}.')
    refused = edit(seen, payload='{"a":"x.y"}')
    assert refused.source is None
    assert refused.problem
    assert (refused.problem.code, refused.problem.span) == ("b64-dot", Span(7, 8))


def test_a_token_found_in_a_text_is_edited_without_the_text() -> None:
    token = hs256(CLAIMS)
    seen = look(f"Authorization: Bearer {token}")
    assert edit(seen, header=_texts(seen)[0]).source == token


def test_foreign_characters_in_a_part_that_is_kept_do_not_stop_signing() -> None:
    token = hs256(CLAIMS)
    broken = token.replace(".", "\ud800.", 1)
    made = edit(look(broken), payload="{}", resign_with=Keyring((secret(),)))
    assert made.signature == "signed"


def test_two_encoded_parts_are_signed() -> None:
    made = sign(b64('{"alg":"HS256"}'), b64("{}"), Keyring((secret(),)))
    assert made.source
    assert judge(made.source, secret()).verdict is Verdict.ACCEPTED
    assert sign(b64('{"alg":"HS256"}'), b64("{}"), Keyring()).source == f"{HS256}.e30."
