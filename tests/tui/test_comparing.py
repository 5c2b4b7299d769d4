from jwtlens.comparison import compare
from jwtlens.inspection import inspect
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.tui.comparison_view import ComparisonScreen, lines
from tests.tui.bench_kit import CLAIMS, NARROW, NOW, SECRET, WIDE, opened, start, token

LATER = token(
    claims={"iss": "https://issuer.example", "aud": ["api", "other"], "iat": NOW, "exp": NOW + 1500, "n/a": 1}
)
EXPECTED = (
    ("~ payload/exp", "1795445600", "1795446500"),
    ("- payload/sub", '"u1"', ""),
    ("~ payload/aud", '"api"', '["api", "other"]'),
    ("+ payload/n~1a", "", "1"),
)


async def test_pin_then_paste_another_compares_them() -> None:
    async with opened(start(token(), SECRET), WIDE) as bench:
        await bench.press("ctrl+d")
        assert bench.told[-1].startswith("No token is pinned.")
        await bench.screen.run_action("pin")
        assert "compares with the pinned one" in bench.title("token")
        await bench.paste_token(LATER)
        assert isinstance(bench.app.screen, ComparisonScreen)
        rows = bench.rows()
        for field, before, after in EXPECTED:
            found = next(row for row in rows if field in row)
            assert found.split(field)[1].replace("│", " ").split("  ")[0] == ""
            assert [cell.strip() for cell in found.strip("│ ").removeprefix(field).split("   ") if cell.strip()] == [
                cell for cell in (before, after) if cell
            ]
        assert "expires 15 min later" in bench.seen()
        assert "both signatures are valid for the secret" in bench.seen()
        await bench.resize(NARROW)
        assert all(field in bench.seen() for field, _, _ in EXPECTED)
        await bench.press("escape")
        assert bench.token == LATER
        await bench.paste_token(token())  # only the next paste is compared by itself
        assert len(bench.app.screen_stack) == 1
        await bench.press("ctrl+d")
        assert "the same token, character for character" in bench.seen()


def test_texts_of_a_token_are_made_displayable_and_cut() -> None:
    nasty = "\x1b[31m[red]" + "x" * 2000
    one, other = (
        inspect(token(claims=claims), read_keys(Secret(SECRET)), now=NOW)
        for claims in (CLAIMS, CLAIMS | {"sub": nasty})
    )
    for width in (20, 76, 200):
        written = "\n".join(line.plain for line in lines(compare(one, other), (one, other), width))
        assert "\x1b" not in written
        assert "[red]" in "".join(written.split())
        assert len(written) < 20_000
        if width > 40:
            assert max(line.cell_length for line in lines(compare(one, other), (one, other), width)) <= width
