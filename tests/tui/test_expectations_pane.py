from jwtlens.verify.policy import Policy
from tests.tui.bench_kit import CLAIMS, NOW, SECRET, Bench, opened, row, start, token


async def expectations(bench: Bench, field: str, text: str) -> str:
    await bench.expect(field, text)
    return bench.verdict


EXPECTED = (
    ("issuer", "https://issuer.example", "https://other.example", "iss"),
    ("issuer", "one, https://issuer.example", "one two", "iss"),
    ("audience", "api", "web", "aud"),
    ("typ", "JWT", "at+jwt", "typ"),
    ("required", "sub exp", "sub jti", "required"),
)


async def test_an_expectation_counts_while_it_is_typed() -> None:
    async with opened(start(token(), SECRET)) as bench:
        for field, right, wrong, check in EXPECTED:
            with row(field, right):
                assert await expectations(bench, field, wrong) == "rejected"
                assert bench.status(check) == "failed"
                assert await expectations(bench, field, right) == "accepted"
                assert bench.status(check) == "passed"
                await bench.press("ctrl+a", "delete")
                assert bench.status(check) != "passed"


async def test_leeway_and_clock() -> None:
    async with opened(start(token(claims=CLAIMS | {"iat": NOW - 600, "exp": NOW - 30}), SECRET)) as bench:
        assert bench.verdict == "rejected"
        assert await expectations(bench, "leeway", "60") == "accepted"
        assert await expectations(bench, "leeway", "10") == "rejected"
        assert await expectations(bench, "clock", str(NOW - 40)) == "accepted"
        await bench.tick(3600)
        assert bench.verdict == "accepted"
        assert await expectations(bench, "clock", "2099-01-01") == "rejected"
        assert await expectations(bench, "clock", "now") == "rejected"


async def test_what_cannot_be_read_is_marked_said_and_the_last_value_stays() -> None:
    async with opened(start(token(), SECRET)) as bench:
        for field, good, bad in (("leeway", "60", "sixty"), ("clock", str(NOW), "yesterday")):
            with row(field):
                await bench.expect(field, good)
                before = bench.inspection.policy, bench.screen.workspace.at
                await bench.expect(field, bad)
                assert bench.widget(f"#field-{field}").has_class("-wrong")
                assert "such as" in bench.subtitle("expectations")
                assert (bench.inspection.policy, bench.screen.workspace.at) == before
                await bench.press("ctrl+z")
                assert not bench.widget(f"#field-{field}").has_class("-wrong")
                assert bench.subtitle("expectations") == ""


async def test_expectations_of_the_command_line_stand_in_the_fields() -> None:
    policy = Policy(issuers=("a", "b"), audiences=("c",), typ="JWT", required=("sub",), leeway=5)
    async with opened(start(token(), SECRET, policy=policy, at=float(NOW))) as bench:
        assert bench.inspection.policy == policy
        texts = [bench.screen.expectations_pane.query_one(f"#{name}").text for name in ("issuer", "audience", "leeway")]  # type: ignore[attr-defined]
        assert texts == ["a b", "c", "5"]
        await bench.expect("issuer", "https://issuer.example")
        assert bench.inspection.policy == policy._replace(issuers=("https://issuer.example",))
        assert bench.inspection.now == NOW
