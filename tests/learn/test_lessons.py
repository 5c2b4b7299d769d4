import re

import pytest

from jwtlens.learn import course
from jwtlens.learn.lesson import Lesson
from jwtlens.learn.text import WIDTH, wrapped
from jwtlens.samples.setup import built
from tests.core_kit import NOW
from tests.learn.walking import take

LESSONS = course.lessons()
NAMES = [lesson.name for lesson in LESSONS]
SOURCE = re.compile(r"(RFC \d{4}|OIDC Core|draft-[a-z0-9-]+) §\d+(\.\d+)*|CVE-\d{4}-\d{4,7}|OWASP JWT Cheat Sheet")
GUIDE = set(range(1, 21))
"""The practices of the getting-started guide, by their numbers in the catalogue of rules."""


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_each_task_is_open_at_first_and_done_after_its_solution(lesson: Lesson) -> None:
    for taken in take(lesson):
        assert taken.step.task is None or not taken.first.done, taken.step.title
        assert taken.then.done, (taken.step.title, taken.then.words)
        assert taken.step.task is None or taken.then.words == taken.step.task.done


def test_the_course_is_the_twenty_lessons_and_each_has_something_to_do() -> None:
    assert [lesson.number for lesson in LESSONS] == list(range(1, 21))
    assert len(set(NAMES)) == 20
    for lesson in LESSONS:
        assert any(step.task for step in lesson.steps), lesson.name


def test_every_practice_of_the_guide_has_its_lesson() -> None:
    assert {practice for lesson in LESSONS for practice in lesson.practices} == GUIDE


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_a_page_fits_a_screen_of_80_by_24(lesson: Lesson) -> None:
    for step in lesson.steps:
        lines = wrapped(step.words)
        assert len(lines) <= 12, step.title
        asked = [step.task.words, step.task.hint, step.task.done] if step.task else []
        for words in asked:
            assert len(wrapped(words, WIDTH)) <= 4, words
        assert max(len(line) for text in (step.words, *asked) for line in wrapped(text)) <= WIDTH
        assert len(step.title) <= 40


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_sources_are_citations(lesson: Lesson) -> None:
    for step in lesson.steps:
        assert step.sources, step.title
        assert [source for source in step.sources if not SOURCE.fullmatch(source)] == []


def test_tokens_are_dated_when_a_step_is_opened() -> None:
    step = course.find("time").steps[0]
    assert built(step.plan, NOW).token != built(step.plan, NOW + 60).token


@pytest.mark.parametrize("name", ["9", "09", "pin-the-algorithm", "09-pin-the-algorithm", " Pin-The-Algorithm "])
def test_a_lesson_is_found_by_number_and_name(name: str) -> None:
    assert course.find(name).number == 9


STEP = """
title = "t"
about = "a"
[[steps]]
title = "s"
words = "w"
sources = ["RFC 7519 §1"]
"""
TASK = '[steps.task]\nwords = "w"\nhint = "h"\ndone = "d"\n'
MEANINGLESS = {
    "a member of the lesson": ("level = 1\n" + STEP, "level"),
    "a member of a step": (STEP + 'word = "w"\n', "word"),
    "a member of the token": (STEP + "[steps.token]\nclaim = {}\n", "claim"),
    "an expectation": (STEP + 'expect = { issuer = "x" }\n', "issuer"),
    "an action": (STEP + 'actions = ["steal"]\n', "steal"),
    "a condition": (STEP + TASK + "when = { verdicts = 1 }\nsolution = {}\n", "verdicts"),
    "a solution": (STEP + TASK + "when = {}\nsolution = { clams = {} }\n", "clams"),
}


@pytest.mark.parametrize(("text", "word"), MEANINGLESS.values(), ids=MEANINGLESS)
def test_a_word_that_means_nothing_is_an_error(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=f"{word}.*mean nothing there"):
        course.read("01-x", text)


WRAPPED = {
    "a paragraph is one": ("a\nb", ["a b"]),
    "paragraphs stand apart": ("a\n\nb", ["a", "", "b"]),
    "items have an indent": ("* aaa bbb\n  ccc\n* d", ["* aaa", "  bbb", "  ccc", "* d"]),
    "indented lines stay": ("a:\n  x   y\nb", ["a:", "  x   y", "b"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("words", "lines"), WRAPPED.values(), ids=WRAPPED)
def test_words_are_wrapped(words: str, lines: list[str]) -> None:
    assert wrapped(words, 7) == lines
