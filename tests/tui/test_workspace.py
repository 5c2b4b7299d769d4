import pytest

from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.tui.workspace import SMALL, Texts, Workspace
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests.tui.bench_kit import EC_KEY, NOW, SECRET, Clock, large_token, pem, token

UNTOUCHED = Texts(None, None)


def bench(source: str, key: str = SECRET, clock: Clock | None = None) -> Workspace:
    keyring = read_keys(Secret(key)) if key else Keyring()
    workspace = Workspace(source, keyring, Policy(), clock or Clock(), None)
    workspace.accept(workspace.judge(UNTOUCHED))
    return workspace


def payload(workspace: Workspace) -> str:
    return workspace.judge(UNTOUCHED).inspection.token.payload.text


def test_judging_changes_nothing_until_it_is_accepted() -> None:
    workspace = bench(token())
    judged = workspace.judge(Texts(None, payload(workspace).replace("u1", "u2")))
    assert (judged.inspection.report.verdict, workspace.modified) == (Verdict.ACCEPTED, False)
    workspace.accept(judged)
    assert workspace.modified
    assert workspace.source == judged.source


def test_the_same_texts_are_signed_once() -> None:
    workspace = bench(token(EC_KEY, "ES256"), pem(EC_KEY))
    texts = Texts(None, payload(workspace).replace("u1", "u2"))
    assert workspace.judge(texts).source == workspace.judge(texts).source


def test_an_edit_taken_back_restores_the_source_with_all_that_surrounds_it() -> None:
    workspace = bench(f"Bearer {token()}")
    before = payload(workspace)
    workspace.accept(workspace.judge(Texts(None, before.replace("u1", "u2"))))
    workspace.accept(workspace.judge(Texts(None, before)))
    assert workspace.source == f"Bearer {token()}"
    assert not workspace.modified


def test_a_text_that_cannot_be_encoded_leaves_the_last_token() -> None:
    workspace = bench(token())
    judged = workspace.judge(Texts(None, "{"))
    assert judged.edited is not None
    assert judged.edited.problem is not None
    assert judged.source == token()


def test_what_was_typed_counts_before_the_texts_of_the_token_before_it() -> None:
    workspace = bench(token())
    workspace.type(large_token(2000))
    judged = workspace.judge(Texts("{}", "{}"))
    assert (judged.source, judged.edited) == (large_token(2000), None)


@pytest.mark.parametrize("before", ["", token()], ids=["nothing", "everything"])
def test_a_token_typed_into_nothing_or_over_everything_is_the_one_that_was_opened(before: str) -> None:
    workspace = bench(before)
    begins = [workspace.type(token()[:end]) for end in range(1, len(token()) + 1)]
    assert begins == [True] + [False] * (len(token()) - 1)
    assert (workspace.opened, workspace.modified) == (token(), False)


def test_emptying_the_pane_forgets_nothing() -> None:
    workspace = bench(token())
    workspace.type("")
    workspace.revert()
    assert workspace.source == token()


def test_the_time_is_the_clocks_or_the_one_that_was_set() -> None:
    workspace = bench(token())
    assert workspace.now == NOW
    workspace.at = 5.0
    assert workspace.now == 5


@pytest.mark.parametrize("size", [0, 2 * SMALL])
def test_moving_the_clock_judges_again(size: int) -> None:
    clock = Clock()
    workspace = bench(large_token(size), clock=clock)
    workspace.with_audit = True
    inspection = workspace.judge(UNTOUCHED).inspection
    clock.now += 3600
    moved = workspace.moved(inspection)
    assert moved.report.verdict is Verdict.REJECTED
    assert (moved.findings is inspection.findings) is (size > 0)


def test_signing_a_token_as_it_is() -> None:
    workspace = bench(token("the wrong secret for this token, surely"))
    workspace.take_signed(workspace.signed())
    workspace.accept(workspace.judge(UNTOUCHED))
    assert workspace.judge(UNTOUCHED).inspection.report.verdict is Verdict.ACCEPTED
    assert workspace.modified
