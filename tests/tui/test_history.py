import pytest

from jwtlens.tui.history import MOST, History, Visit
from tests.tui.bench_kit import CLAIMS, opened, start, token

A, B, C, D = (Visit(name, name) for name in "ABCD")


def walked(history: History) -> list[str]:
    """Go back as far as it goes, and tell what was seen on the way."""
    found = []
    while visit := history.step(-1):
        found.append(visit.source)
    return found


@pytest.mark.parametrize(
    ("noted", "left"),
    [
        ([A, B, C], ["B", "A"]),
        ([A, A._replace(source="A2"), B], ["A2"]),
        ([A, Visit("", ""), B], ["A"]),
        ([A, Visit("e", "e", typed=True), Visit("ey", "ey", typed=True), B], ["ey", "A"]),
        ([A, *(Visit(name, name, walked=True) for name in "xyz")], ["A"]),
        ([A, Visit("x2", "x", walked=True), Visit("y", "y", walked=True)], ["x2", "A"]),
    ],
)
def test_a_visit_is_a_token_with_its_edits(noted: list[Visit], left: list[str]) -> None:
    history = History()
    for visit in noted:
        history.note(visit)
    assert walked(history) == left


def test_going_back_and_then_elsewhere_loses_nothing() -> None:
    history = History()
    for visit in (A, B, C):
        history.note(visit)
    assert (history.step(-1), history.step(-1), history.step(-1)) == (B, A, None)
    history.note(D)
    assert history.step(1) is None
    assert walked(history) == ["A", "C", "B"]


def test_the_number_of_visits_is_bounded() -> None:
    history = History()
    for number in range(MOST + 50):
        history.note(Visit(str(number), str(number)))
    assert history.position == (MOST, MOST)


async def test_back_and_forward_bring_tokens_with_their_edits_and_the_sample_with_its_key() -> None:
    other = token(claims=CLAIMS | {"sub": "other"})
    async with opened() as bench:
        sample = bench.token
        await bench.press("alt+up")
        assert bench.told[-1] == "There is no token before this one."
        await bench.paste_token(token())
        assert bench.verdict == "not verified"
        await bench.replace("payload", "u1", "u2")
        edited = bench.token
        assert edited != token()
        await bench.paste_token(other)
        await bench.go("payload")
        await bench.press("alt+up")
        assert (bench.token, bench.claims["sub"], bench.title("token").count("modified")) == (edited, "u2", 1)
        await bench.press("alt+up")
        assert (bench.token, bench.verdict) == (sample, "accepted")
        await bench.press("alt+down", "alt+down")
        assert (bench.token, bench.verdict) == (other, "not verified")
        await bench.press("alt+down")
        assert bench.told[-1] == "There is no token after this one."


async def test_what_was_typed_key_by_key_is_one_visit() -> None:
    async with opened(start(token())) as bench:
        bench.screen.token_pane.action_select_all()
        await bench.type("eyJ.x")
        await bench.press("alt+up")
        assert bench.token == token()
        await bench.press("alt+down")
        assert bench.token == "eyJ.x"
