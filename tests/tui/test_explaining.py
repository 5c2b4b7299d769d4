"""The answer to "why does it not verify?", and the key that repairs it."""

import base64

import jwt

from tests.tui.bench_kit import CLAIMS, EC_KEY, NOW, RSA_KEY, Bench, opened, pem, public_pem, row, token

RAW = b"thirty-two bytes of a raw secret"
WRITTEN = base64.b64encode(RAW).decode()


async def test_a_secret_in_base64_ends_in_accepted_with_one_key() -> None:
    async with opened() as one:
        await one.paste_token(token(RAW))
        await one.set_key(WRITTEN)
        assert one.verdict == "rejected"
        await one.settle()
        assert "ctrl+t: read the secret as base64" in " ".join(line.body for line in one.verification.lines)
        await one.press("ctrl+t")
        assert one.verdict == "accepted"
        assert all("why:" not in line.body for line in one.verification.lines)


async def test_the_line_itself_repairs_it_too() -> None:
    async with opened() as one:
        await one.paste_token(token(RAW))
        await one.set_key(WRITTEN)
        await one.settle()
        await one.go("verification")
        await one.press("home", "enter")
        assert one.verdict == "accepted"


async def test_a_signature_under_another_algorithm_is_signed_anew() -> None:
    async with opened() as one:
        signed = token(pem(RSA_KEY), "PS256").split(".")
        header = token(pem(RSA_KEY), "RS256").split(".")[0]
        await one.paste_token(".".join([header, *signed[1:]]))
        await one.set_key(public_pem(RSA_KEY))
        await one.settle()
        assert one.verdict == "rejected"
        assert one.screen.explanation is not None
        assert one.screen.explanation.second_opinion is not None
        assert "InvalidSignatureError" in one.seen()


def said(one: Bench) -> str:
    """What PyJWT would do, which stands between the checks that apply and those that do not."""
    at = one.line_of("crit") - 1
    return one.verification.lines[at].body


async def test_what_verifies_gets_a_second_opinion() -> None:
    version = f"PyJWT {jwt.__version__}"
    async with opened() as one:
        await one.paste_token(token(pem(EC_KEY), "ES256", {"sub": "a", "exp": NOW + 600}))
        await one.set_key(public_pem(EC_KEY))
        with row("agreed"):
            assert one.verdict == "accepted"
            assert said(one) == f"{version} accepts it too"
            await one.press("ctrl+t")
            assert one.told == ["There is nothing to repair."]
        with row("stricter"):
            await one.paste_token(token(pem(EC_KEY), "ES256", CLAIMS))
            assert said(one).startswith(f"{version} raises InvalidAudienceError, unlike jwtlens")
        with row("the clock"):
            await one.tick(601)
            assert one.verdict == "rejected"
            assert said(one) == f"{version} raises ExpiredSignatureError"
        with row("laxer"):
            await one.paste_token(f"{token(pem(EC_KEY), 'ES256', {'sub': 'a'})}==")
            assert one.verdict == "malformed"
            why, opinion = (line.body for line in one.verification.lines[:2])
            assert "it is written in base64 with padding" in why
            assert opinion.startswith(f"{version} accepts it, unlike jwtlens: it accepts padding")
            await one.go("verification")
            await one.press("home", "down", "enter")
            assert one.verdict == "malformed"
            await one.press("up", "enter")
            assert one.verdict == "accepted"
        with row("nothing to verify with"):
            await one.set_key("")
            assert one.screen.explanation is None
