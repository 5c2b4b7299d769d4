"""F5: every lesson is walked to its end on the real bench, and nothing is written that nobody agreed to."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jwtlens.learn import course
from jwtlens.learn.checking import Outcome
from jwtlens.learn.lesson import Lesson
from jwtlens.samples import gallery
from jwtlens.tui.choice import ChoiceScreen
from jwtlens.tui.lessons_page import folded_height, height, step_blocks, task_blocks
from jwtlens.tui.lines import LineList
from tests.learn.walking import take
from tests.tui.bench_kit import HUGE, NARROW, SECRET, WIDE, Bench, opened, row, start, token
from tests.tui.lesson_kit import ask_server, choose, do, open_lesson, panel, to_do

ROOM = 17
"""Rows between border and buttons of the panel at 80x24."""


@pytest.mark.parametrize("lesson", course.lessons(), ids=[lesson.name for lesson in course.lessons()])
def test_words_task_hint_and_server_fit_80_by_24(lesson: Lesson) -> None:
    for step in lesson.steps:
        hinted = height(task_blocks(step, Outcome(False, "the value of the claim role should be admin"), 1), 76)
        server = 1 + len(step.actions) if step.actions else 0
        assert height(step_blocks(step), 76) + 1 + hinted + server <= ROOM, step.title
        assert folded_height(step, 76) <= 4, step.title


@pytest.mark.parametrize("lesson", course.lessons(), ids=[lesson.name for lesson in course.lessons()])
def test_folded_a_task_and_what_is_missing_are_seen_whole(lesson: Lesson) -> None:
    for taken in take(lesson):
        for width in (76, 58):
            open_, done = (task_blocks(taken.step, outcome, 0) for outcome in (taken.first, taken.then))
            assert height(open_, width) <= min(5, folded_height(taken.step, width)), (taken.step.title, width)
            assert height(done[:1], width) <= min(5, folded_height(taken.step, width)), (taken.step.title, width)


async def test_beside_a_lesson_the_keys_and_what_they_can_do_are_seen_at_80_by_24() -> None:
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await open_lesson(bench, course.find("key-rotation"))
        await bench.go("keys")
        for words in ("read as", "✓ can verify", "generate…"):
            assert words in bench.seen()
        await bench.press("alt+n")
        await bench.go("keys")
        for words in ("▸ ✓ 2026-12", "    2026-11", "generate…", "audience"):
            assert words in bench.seen()


def _menu(bench: Bench) -> list[str]:
    assert isinstance(bench.app.screen, ChoiceScreen)
    return [line.body for line in bench.app.screen.query_one(LineList).lines]


def _remembered(file: Path) -> list[str] | None:
    """The lessons that the file says are done; None where there is no file."""
    if not file.exists():
        return None
    assert file.stat().st_mode & 0o777 == 0o600
    done: list[str] = json.loads(file.read_text())["done"]
    return done


def _halves() -> Iterator[tuple[tuple[int, int], slice]]:
    yield WIDE, slice(None, None, 2)
    yield NARROW, slice(1, None, 2)


@pytest.mark.parametrize(("size", "lessons"), _halves(), ids=("wide", "narrow"))
async def test_each_lesson_is_walked_to_its_end(size: tuple[int, int], lessons: slice, progress_file: Path) -> None:
    async with opened(start(token(), SECRET), size=size) as bench:
        own = bench.token
        chosen = course.lessons()[lessons]
        for lesson in chosen:
            await open_lesson(bench, lesson)
            for at, step in enumerate(lesson.steps, 1):
                with row(lesson.name, step.title):
                    assert (
                        panel(bench).border_title == f"Lesson {lesson.number} · {at}/{len(lesson.steps)} · {step.title}"
                    )
                    if size == NARROW:
                        assert bench.widget("#lesson-words").max_scroll_y == 0
                        assert bench.widget("#lesson-task").max_scroll_y == 0
                        assert panel(bench).bar.region.y == panel(bench).region.bottom - 2
                    if step.task is not None:
                        assert to_do(bench).startswith(f"· to do  {step.task.words}")
                        await do(bench, step.task)
                        asked = "" if panel(bench).folded else f"\nasked    {step.task.words}"  # or half of it is seen
                        assert to_do(bench) == f"✓ done   {step.task.done}{asked}"
                    await bench.press("alt+n")
            if lesson is chosen[0]:
                assert "Remember" in str(bench.app.screen.query_one("Vertical").border_title)
                await choose(bench, 1)
            assert f"Lesson {lesson.number} is ✓ done" in str(bench.app.screen.query_one("Vertical").border_title)
            await bench.press("escape")
        await bench.screen.run_action("lesson_list")
        await bench.settle()
        done = [line for line in _menu(bench) if line.startswith("✓")]
        assert len(done) == len(chosen)
        await bench.press("escape")
        await bench.screen.run_action("lesson_close")
        await bench.settle()
        assert (bench.token, bench.verdict, bench.screen.keys_pane.field.text) == (own, "accepted", SECRET)
        assert _remembered(progress_file) is None


def _names(bench: Bench) -> list[str]:
    return [button.name for button in panel(bench).bar.buttons]


async def _press_button(bench: Bench, name: str) -> None:
    bar = panel(bench).bar
    bench.screen.set_focus(bar)
    bar.current = _names(bench).index(name)
    await bench.press("enter")


async def test_steps_are_left_and_found_again_and_help_is_given_when_asked_for(progress_file: Path) -> None:
    lesson = course.find("signature")
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        await bench.press("alt+n")
        assert "F5 lists them" in bench.told[-1]
        own = bench.token
        await bench.press("f5")
        assert _menu(bench)[lesson.number - 1].startswith("·  4  The signature")
        await choose(bench, lesson.number - 1)
        first = bench.token
        assert first != own
        await bench.replace("payload", "viewer", "editor")
        assert to_do(bench).endswith("the value of the claim role should be admin")
        edited = bench.token
        await bench.press("alt+n")
        assert bench.claims["role"] == "viewer"
        await _press_button(bench, "back")
        assert (bench.token, bench.claims["role"]) == (edited, "editor")
        await _press_button(bench, "again")
        assert bench.claims["role"] == "viewer"
        assert lesson.steps[0].task is not None
        assert lesson.steps[0].task.hint not in to_do(bench)
        await _press_button(bench, "hint")
        assert lesson.steps[0].task.hint in to_do(bench)
        await _press_button(bench, "hint")
        assert to_do(bench).startswith("✓ done")
        assert "hint" not in _names(bench)
        await bench.press("alt+n", "alt+n")
        assert _menu(bench)[0] == "Go to step 2, which is still to do: Forge it"
        await choose(bench, 0)
        assert panel(bench).border_title == "Lesson 4 · 2/2 · Forge it"
        await bench.go("token")
        await bench.press("ctrl+a", "ctrl+z")
        await _press_button(bench, "close")
        assert (bench.token, bench.verdict, bench.screen.lesson_panel) == (own, "accepted", None)
        await bench.press("f5")
        assert _menu(bench)[3].endswith("at step 2 of 2")
        await choose(bench, 3)
        assert panel(bench).border_title == "Lesson 4 · 2/2 · Forge it"
        assert bench.claims["role"] == "viewer"
        assert _remembered(progress_file) is None


async def test_the_panel_leaves_room_for_the_pane_that_has_the_focus() -> None:
    panes = ("token", "header", "payload", "keys", "expectations", "verification", "audit")
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        await open_lesson(bench, course.find("login"))
        for size in (WIDE, HUGE, (100, 28), NARROW):
            await bench.resize(size)
            for button in ("again", "hint", "close"):
                assert button in bench.seen()
            for pane in panes:
                with row(size, pane):
                    await bench.go(pane)
                    shown = bench.widget(f"#{pane}").region
                    assert shown.height >= 4
                    assert not panel(bench).region.overlaps(shown)
        assert panel(bench).folded
        assert panel(bench).region.height == 6
        await bench.resize(WIDE)
        assert panel(bench).region.bottom == bench.widget("#audit").region.bottom
        await bench.resize(NARROW)
        await bench.press("f5")
        assert not panel(bench).folded
        assert panel(bench).region.height == 20
        assert bench.focus == "lesson-words"
        assert "A server runs inside this lesson" in bench.seen()
        assert "Log in with a wrong password" in bench.seen()
        await bench.press("tab", "enter")
        assert "200 POST /login" in panel(bench).server_log.text
        assert "HttpOnly" in panel(bench).server_log.text
        assert bench.claims["jti"] != "c0ffee0ddba11ad5"
        await bench.press("f5")
        assert "to do" in bench.seen()
        await bench.press("alt+3")
        assert bench.focus == "payload"


async def test_reading_on_does_no_task_and_what_was_asked_elsewhere_does_not_count() -> None:
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        for name in ("symmetric-or-asymmetric", "key-rotation", "login"):  # what a later step brings would do a task
            lesson = course.find(name)
            await open_lesson(bench, lesson)
            await bench.press(*["alt+n"] * (len(lesson.steps) - 1))
            assert bench.screen.taken is not None
            assert bench.screen.taken.done == set()
            assert to_do(bench).startswith("· to do")
        assert panel(bench).border_title == "Lesson 6 · 6/6 · Logging out"
        await ask_server(bench, "login")
        await ask_server(bench, "profile")
        await bench.press("alt+p")
        assert panel(bench).server_log.text == ""
        assert to_do(bench).endswith("no 401 yet: Call /profile with the token on the bench (bearer)")
        await ask_server(bench, "profile")
        assert to_do(bench).startswith("✓ done")
        await bench.press("alt+n")
        assert panel(bench).server_log.text.count("\n200 ") == 1
        assert "exp: expired" not in panel(bench).server_log.text


async def test_help_is_within_reach_of_the_keyboard() -> None:
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        await open_lesson(bench, course.find("decoding-is-not-verifying"))
        await bench.go("payload")
        await bench.press("f5")
        assert (bench.focus, panel(bench).folded) == ("lesson-words", False)
        await bench.press("f5")
        assert (bench.focus, panel(bench).folded) == ("payload", True)
        await bench.press("f5")
        assert (bench.focus, panel(bench).folded) == ("lesson-words", False)
        await bench.go("keys")
        await bench.paste_over(bench.screen.keys_pane.field, SECRET)
        assert (bench.verdict, to_do(bench)[-34:]) == ("rejected", "still    the key is another one than this"[-34:])
        await _press_button(bench, "copy")
        assert bench.app.clipboard == "7oZk1vQy5mX2cR9eTnB4sHf0JwUa3LdGiPqK6xVtYrM"
        await bench.go("keys")
        await bench.press("ctrl+a", "ctrl+v")
        assert to_do(bench).startswith("✓ done")
        assert "copy" not in _names(bench)
        await open_lesson(bench, course.find("time"))
        await _press_button(bench, "hint")
        await _press_button(bench, "hint")
        assert to_do(bench).startswith("✓ done")


async def test_progress_is_remembered_by_those_who_agree(progress_file: Path) -> None:
    lesson = course.find("what-a-jwt-is")
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await open_lesson(bench, lesson)
        await bench.press("alt+n", "f5")
        assert lesson.steps[1].task is not None
        await do(bench, lesson.steps[1].task)
        await bench.press("alt+n")
        assert _menu(bench)[0] == f"Yes, in {progress_file}"
        assert _remembered(progress_file) is None
        await choose(bench, 0)
        assert _remembered(progress_file) == [lesson.name]
        assert _menu(bench)[0].startswith("Next: lesson 2")
        await choose(bench, 0)
        await bench.press("alt+n")
    async with opened(start(token(), SECRET), size=NARROW) as bench:
        await bench.press("f5")
        assert _menu(bench)[0].startswith("✓  1  What a JWT is")
        await bench.press("escape")
        await bench.screen.run_action("lesson_forget")
        await bench.settle()
        assert _remembered(progress_file) is None
        await bench.press("f5")
        assert _menu(bench)[0].startswith("·  1  What a JWT is")


async def test_a_sample_comes_with_its_key_and_expectations_and_goes_again() -> None:
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        own = bench.token
        groups = list(dict.fromkeys(sample.group for sample in gallery.samples()))
        for sample in {sample.group: sample for sample in gallery.samples()}.values():  # the last of each group
            with row(sample.name):
                await bench.screen.run_action("samples")
                await bench.settle()
                await choose(bench, groups.index(sample.group))
                titles = _menu(bench)
                await choose(bench, titles.index(sample.title))
                assert bench.verdict == sample.verdict
                assert bench.screen.token_pane.text == bench.inspection.token.text != own
        await bench.screen.run_action("bring_back")
        await bench.settle()
        assert (bench.token, bench.verdict, bench.screen.keys_pane.field.text) == (own, "accepted", SECRET)
        await bench.screen.run_action("bring_back")
        await bench.settle()
        assert "No sample" in bench.told[-1]


async def test_another_token_takes_the_key_and_the_expectations_of_a_sample_away() -> None:
    expecting = next(sample for sample in gallery.samples() if (sample.plan.expect or {}).get("aud"))
    async with opened(start(token(), SECRET), size=WIDE) as bench:
        for kept in ("", "typed by the user and long enough"):
            await bench.screen._open(expecting)
            await bench.settle()
            assert bench.inspection.keyring.keys
            assert bench.inspection.policy.audiences
            if kept:
                await bench.set_key(kept)
                await bench.expect("audience", "mine")
            await bench.paste_token(token(SECRET))
            assert bench.screen.keys_pane.field.text == kept
            assert bench.inspection.policy.audiences == (("mine",) if kept else ())
            assert bench.verdict == ("rejected" if kept else "not verified")
            said = any("its key and expectations with it" in words for words in bench.told[-2:])
            assert said is not bool(kept)
            bench.app.clear_notifications()
        await bench.screen.run_action("bring_back")
        await bench.settle()
        assert bench.screen.keys_pane.field.text == SECRET
