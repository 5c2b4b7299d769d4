from jwtlens.tui.workspace import SMALL
from tests.tui.bench_kit import (
    CLAIMS,
    EC_KEY,
    NARROW,
    RSA_KEY,
    SECRET,
    WIDE,
    Bench,
    large_token,
    opened,
    pem,
    public_pem,
    row,
    start,
    token,
)

KINDS = [("HS256", SECRET, SECRET), ("ES256", EC_KEY, pem(EC_KEY)), ("RS256", RSA_KEY, pem(RSA_KEY))]


async def test_an_edit_is_signed_again_and_taking_it_back_restores_the_token() -> None:
    async with opened(start("")) as bench:
        for alg, signs, key in KINDS:
            with row(alg):
                original = token(signs, alg)
                await bench.paste_token(original)
                await bench.set_key(key)
                assert bench.verdict == "accepted"
                await bench.replace("payload", "u1", "u2")
                assert (bench.verdict, bench.claims["sub"]) == ("accepted", "u2")
                assert bench.token.split(".")[0] == original.split(".")[0]
                assert bench.token.split(".")[2] != original.split(".")[2]
                await bench.press("f8")
                assert bench.status("signature") == "failed"
                await bench.press("f8")
                assert bench.verdict == "accepted"
                await bench.replace("payload", "u2", "u1")
                assert bench.token == original
                assert bench.title("token") == "1 Token"


async def test_an_untouched_segment_keeps_its_bytes() -> None:
    odd = token().split(".")
    odd[0] = "eyAiYWxnIiA6ICJIUzI1NiIgfQ"  # blanks around everything
    async with opened(start(".".join(odd), SECRET)) as bench:
        await bench.replace("payload", "u1", "u2")
        assert bench.token.split(".")[0] == odd[0]


async def test_without_re_signing_the_old_signature_stays_and_breaks() -> None:
    async with opened() as bench:
        before = bench.token.split(".")[2]
        await bench.press("f8")
        assert "editing keeps the signature" in bench.subtitle("payload")
        assert bench.told == []
        await bench.replace("payload", "admin", "root")
        assert bench.token.split(".")[2] == before
        assert bench.verdict == "rejected"


async def test_where_the_payload_is_not_seen_a_message_says_what_f8_did() -> None:
    async with opened(size=NARROW) as bench:
        await bench.go("keys")
        await bench.press("f8")
        assert bench.told == ["Edits keep the old signature."]


async def test_a_public_key_cannot_sign_and_the_border_says_so() -> None:
    async with opened(start(token(EC_KEY, "ES256"), public_pem(EC_KEY))) as bench:
        assert "no key to sign with" in bench.subtitle("payload")
        await bench.replace("payload", "u1", "u2")
        assert bench.verdict == "rejected"


async def test_a_header_edit_that_the_key_cannot_sign_is_noted() -> None:
    async with opened() as bench:
        await bench.replace("header", "HS256", "ES256")
        assert bench.verdict == "rejected"
        assert "ES256 needs an EC P-256 key" in bench.subtitle("header")
        await bench.replace("header", "ES256", "HS512")
        assert bench.verdict == "accepted"
        assert "HMAC with SHA-512" in bench.seen()


async def break_payload(bench: Bench) -> None:
    await bench.go("payload")
    await bench.press("ctrl+home", "down", "down", "end", "x")


async def test_broken_json_is_kept_marked_and_said_and_the_last_good_token_stays() -> None:
    async with opened() as bench:
        for size in (WIDE, NARROW):
            with row(size):
                await bench.resize(size)
                before = bench.token
                await break_payload(bench)
                pane = bench.screen.payload_pane
                assert pane.text.splitlines()[2].endswith(",x")
                assert (pane.cursor_row, pane.cursor_column) == (2, len(pane.text.splitlines()[2]))
                assert "(line 3, column 21)" in bench.seen()
                assert pane.has_class("-broken")
                assert bench.token == before
                assert "last good one" in bench.title("token")
                assert "the last good token" in bench.seen()
                await bench.press("backspace")
                assert not pane.has_class("-broken")
                assert "last good" not in bench.seen()
                assert (bench.token, bench.verdict) == (before, "accepted")


async def test_while_one_text_is_broken_other_panes_still_work() -> None:
    async with opened() as bench:
        await break_payload(bench)
        await bench.expect("audience", "other")
        assert bench.verdict == "rejected"
        assert bench.screen.payload_pane.text.splitlines()[2].endswith(",x")
        await bench.tick(3600)
        assert bench.status("exp") == "failed"
        await bench.press("ctrl+r")
        assert "last good" not in bench.seen()
        assert not bench.screen.payload_pane.has_class("-broken")


async def test_undo_and_redo_in_the_payload_bring_back_each_token() -> None:
    async with opened() as bench:
        first = bench.token
        await bench.replace("payload", "admin", "root")
        second = bench.token
        await bench.press("ctrl+z")
        assert bench.token == first
        await bench.press("ctrl+y")
        assert bench.token == second


async def test_undo_in_the_token_takes_a_payload_edit_back_and_the_panes_follow() -> None:
    async with opened() as bench:
        first = bench.token
        await bench.replace("payload", "admin", "root")
        second = bench.token
        await bench.go("token")
        await bench.press("ctrl+z")
        assert (bench.token, bench.claims["role"]) == (first, "admin")
        assert bench.title("token").startswith("1 Token · built-in")
        await bench.press("ctrl+y")
        assert (bench.token, bench.claims["role"]) == (second, "root")


async def test_revert_throws_edits_of_every_pane_away_and_undo_brings_them_back() -> None:
    async with opened() as bench:
        first = bench.token
        await bench.replace("payload", "admin", "root")
        await bench.replace("header", "JWT", "at+jwt")
        await bench.press("ctrl+r")
        assert (bench.token, bench.claims["role"]) == (first, "admin")
        assert '"JWT"' in bench.header
        await bench.go("payload")
        await bench.press("ctrl+z")
        assert bench.claims["role"] == "root"


async def test_changing_an_expectation_does_not_sign_an_edited_token_again() -> None:
    async with opened(start(token(EC_KEY, "ES256"), pem(EC_KEY))) as bench:
        await bench.replace("payload", "u1", "u2")
        edited = bench.token
        await bench.expect("issuer", "https://issuer.example")
        assert (bench.token, bench.verdict) == (edited, "accepted")


async def test_another_key_signs_an_edited_token_again() -> None:
    async with opened(start(token(), SECRET)) as bench:
        await bench.replace("payload", "u1", "u2")
        edited = bench.token
        await bench.set_key("a quite different secret of enough bytes")
        assert bench.token != edited
        assert bench.verdict == "accepted"


async def test_sign_now_replaces_a_signature_and_revert_brings_the_old_one_back() -> None:
    async with opened(start(token("some other secret that made this token"), SECRET)) as bench:
        before = bench.token
        assert bench.verdict == "rejected"
        bench.screen.action_sign_now()
        await bench.settle()
        assert bench.verdict == "accepted"
        assert bench.claims == CLAIMS
        await bench.expect("leeway", "60")
        assert bench.verdict == "accepted"
        await bench.press("ctrl+r")
        assert bench.token == before


async def test_what_cannot_be_signed_is_said() -> None:
    async with opened(start(token())) as bench:
        bench.screen.action_sign_now()
        await bench.settle()
        assert len(bench.told) == 1
        assert bench.token == token()


async def test_bytes_that_are_no_text_are_shown_and_not_edited() -> None:
    async with opened(start("eyJhbGciOiJIUzI1NiJ9.gIGC_w.AAAA")) as bench:
        await bench.go("payload")
        assert bench.payload.startswith("000000  80 81 82 ff")
        await bench.press("x", "backspace")
        assert bench.payload.startswith("000000")
        assert bench.told == ["This text is read-only."]


async def test_notes_say_what_a_claim_means_and_what_fails() -> None:
    async with opened() as bench:
        assert "HMAC with SHA-256" in bench.seen()
        assert "in 15 min" in bench.seen()
        await bench.expect("issuer", "nobody")
        row = next(row for row in bench.rows() if '"iss":' in row)
        assert "✗" in row


async def test_a_large_payload_is_edited_in_the_background() -> None:
    async with opened(start(large_token(2 * SMALL), SECRET)) as bench:
        await bench.replace("payload", "u1", "u2")
        assert (bench.verdict, bench.claims["sub"]) == ("accepted", "u2")
        await bench.replace("payload", "u2", "u1")
        assert bench.token == large_token(2 * SMALL)
