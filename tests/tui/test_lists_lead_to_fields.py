from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import CLAIMS, NARROW, NOW, SECRET, WIDE, opened, row, start, token


async def test_a_failed_check_leads_to_its_claim() -> None:
    expired = token(claims=CLAIMS | {"exp": NOW - 1})
    async with opened(start(expired, SECRET)) as bench:
        for size in (WIDE, NARROW):
            with row(size):
                await bench.resize(size)
                await bench.go("verification")
                bench.screen.payload_pane.select_range(0, 0)
                await bench.press("home", "enter")
                assert bench.focus == "payload"
                assert bench.screen.payload_pane.buffer.selected_text == f'"exp": {NOW - 1}'
                assert str(NOW - 1) in bench.seen()


async def test_a_broken_signature_leads_to_the_signature() -> None:
    async with opened(start(token("the secret of somebody else, who is not here"), SECRET)) as bench:
        bench.verification.cursor = bench.line_of("signature")
        await bench.go("verification")
        await bench.press("enter")
        assert bench.focus == "token"
        assert bench.screen.token_pane.buffer.selected_text == bench.token.split(".")[2]


async def test_every_check_leads_somewhere_by_key_and_by_mouse() -> None:
    async with opened(start(token(), SECRET, policy=Policy(typ="at+jwt", audiences=("other",)))) as bench:
        for check, pane in (("algorithm", "header"), ("aud", "payload"), ("format", "token"), ("typ", "header")):
            with row(check):
                bench.verification.cursor = bench.line_of(check)
                bench.verification.action_choose()
                await bench.settle()
                assert bench.focus == pane
        at = next(index for index, text in enumerate(bench.rows()) if "expected other" in text)
        await bench.pilot.click("#verification", offset=(6, at - bench.verification.region.y))
        await bench.settle()
        assert bench.focus == "payload"
        assert '"aud"' in bench.screen.payload_pane.buffer.selected_text


async def test_an_audit_line_leads_to_its_field() -> None:
    async with opened() as bench:
        await bench.go("audit")
        bench.audit.cursor = next(i for i, line in enumerate(bench.audit.lines) if "privilege-broad" in line.body)
        await bench.press("enter")
        assert bench.focus == "payload"
        assert '"role"' in bench.screen.payload_pane.buffer.selected_text


async def test_a_finding_about_the_expectations_leads_to_them() -> None:
    async with opened(start(token(), SECRET, policy=Policy(audiences=("api",)))) as bench:
        await bench.go("audit")
        bench.audit.cursor = next(i for i, line in enumerate(bench.audit.lines) if "policy-no-iss" in line.body)
        await bench.press("enter")
        assert bench.focus == "issuer"
