"""``jwtlens learn``, ``--sample`` and ``--list-samples``; and that their files are in what is installed."""

import json
import shlex
import time

import pytest

from jwtlens.knowledge.sample import SECRET
from jwtlens.learn import course
from jwtlens.learn.lesson import Lesson
from jwtlens.samples import gallery
from jwtlens.samples.setup import built
from tests.cli.conftest import Call


def test_the_list_has_a_lesson_a_line(jwtlens: Call) -> None:
    done = jwtlens("learn", "--list")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[:2] for line in lines] == [[str(one.number), one.name] for one in course.lessons()]
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize("lesson", course.lessons(), ids=lambda lesson: lesson.name)
def test_a_printed_lesson_has_all_its_words(jwtlens: Call, lesson: Lesson) -> None:
    done = jwtlens("learn", str(lesson.number), "--print")
    assert (done.code, done.err) == (0, "")
    printed = " ".join(done.out.split())
    for step in lesson.steps:
        for text in (step.title, step.words, *((step.task.words, step.task.hint, step.task.done) if step.task else ())):
            assert " ".join(text.split()) in printed
        assert all(command in done.out for command in step.shell)


@pytest.mark.parametrize("lesson", course.lessons(), ids=lambda lesson: lesson.name)
def test_the_commands_of_a_lesson_run(jwtlens: Call, lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEY", raising=False)
    for step in lesson.steps:
        made = built(step.plan, time.time())
        if made.token is not None:
            monkeypatch.setenv("TOKEN", made.token)
        if made.key_text is not None and made.key_text.reveal():
            monkeypatch.setenv("KEY", made.key_text.reveal())
        for command in step.shell:
            program, *words = shlex.split(command)
            done = jwtlens(*words)
            assert program == "jwtlens"
            assert done.code in {0, 1}, (command, done.err)
            assert done.out, command


def test_printed_tokens_and_keys_can_be_used(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    done = jwtlens("learn", "final-audit", "--print")
    for line in done.out.splitlines():
        if line.strip().startswith("export "):
            name, _, value = line.strip().removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value)
    assert jwtlens("verify", "--key", "env:KEY", "env:TOKEN").code == 0


def test_what_the_server_answers_is_printed(jwtlens: Call) -> None:
    out = jwtlens("learn", "login", "--print").out
    assert "GET /profile  401" in out
    assert "SameSite=Strict" in out
    assert 'error_description="The token expired"' in out


def test_without_a_lesson_all_are_printed(jwtlens: Call) -> None:
    out = jwtlens("learn", "--print").out
    assert all(f"Lesson {lesson.number}: {lesson.title}" in out for lesson in course.lessons())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("learn",), "which lesson?"),
        (("learn", "21"), "there is no lesson 21"),
        (("learn", "time", "--list"), "it takes none"),
        (("learn", "--list", "--print"), "not allowed with"),
        (("--sample", "nothing-like-it"), "there is no sample nothing-like-it"),
        (("--sample", "hs256", "token"), "not allowed with"),
    ],
)
def test_a_refusal_says_why(jwtlens: Call, words: tuple[str, ...], reason: str) -> None:
    done = jwtlens(*words)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err


def test_the_list_of_samples_names_them_all(jwtlens: Call) -> None:
    done = jwtlens("--list-samples")
    assert (done.code, done.err) == (0, "")
    names = [line.split()[0] for line in done.out.splitlines() if line.startswith("  ")]
    assert names == [sample.name for sample in gallery.samples()]


@pytest.mark.parametrize(("name", "code"), [("es256", 0), ("expired", 1), ("jwe-nested", 0), ("confusion", 1)])
def test_a_sample_is_reported_with_its_own_key(jwtlens: Call, name: str, code: int) -> None:
    sample = gallery.find(name)
    text = jwtlens("--sample", name)
    assert (text.code, text.err) == (code, "")
    assert sample.verdict.value.upper() in text.out.splitlines()[0]
    found = json.loads(jwtlens("--sample", name, "--json").out)
    assert found["verdict"] == sample.verdict


def test_expectations_key_and_clock_of_the_call_come_first(jwtlens: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", SECRET)
    assert jwtlens("--sample", "hs256", "--aud", "https://elsewhere.example").code == 1
    assert "the signature is wrong" in jwtlens("--sample", "hs256", "--key", "env:KEY").out
    assert "as of 2031-01-01" in jwtlens("--sample", "hs256", "--at", "2031-01-01").out.splitlines()[0]


def test_the_builtin_sample_is_reported_as_json_too(jwtlens: Call) -> None:
    assert json.loads(jwtlens("--json").out)["verdict"] == "accepted"
