"""The answer to "why does it not verify?", and the key that repairs it."""

import base64

from tests.tui.bench_kit import CLAIMS, EC_KEY, RSA_KEY, opened, pem, public_pem, token

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


async def test_what_verifies_is_not_explained_and_there_is_nothing_to_repair() -> None:
    async with opened() as one:
        await one.paste_token(token(pem(EC_KEY), "ES256", CLAIMS))
        await one.set_key(public_pem(EC_KEY))
        await one.settle()
        assert one.screen.explanation is None
        await one.press("ctrl+t")
        assert one.told == ["There is nothing to repair."]
