import re
from collections.abc import Iterator

import pytest

from jwtlens.audit import RULES
from jwtlens.learn import course
from jwtlens.learn.lesson import Lesson
from jwtlens.learn.text import WIDTH, wrapped
from jwtlens.samples.setup import built
from tests.core_kit import NOW
from tests.learn.walking import take

LESSONS = course.lessons()
NAMES = [lesson.name for lesson in LESSONS]
SOURCE = re.compile(r"(RFC \d{4}|OIDC Core|draft-[a-z0-9-]+) §\d+(\.\d+)*|CVE-\d{4}-\d{4,7}|OWASP JWT Cheat Sheet")
GUIDE = {
    1: "nothing sensitive in the payload",
    2: "short lifetimes",
    3: "always https, no token in a query",
    4: "HttpOnly, Secure, SameSite cookies",
    5: "exp, nbf, iss and aud are validated too",
    6: "the algorithm is pinned",
    7: "keys are rotated, and named by kid",
    8: "no secret in the code, no fallback",
    9: "a strong secret",
    10: "decode() is not verify()",
    11: "key pairs for several services",
    12: "refresh tokens are kept carefully",
    13: "logout clears the cookie only",
    14: "not for long sessions or large data",
    15: "only id, role and harmless claims",
    16: "alg and typ",
    17: "the registered claims",
    18: "JWE for what is confidential",
    19: "the signature shows tampering",
    20: "single sign-on and trusted issuers",
}
"""The practices of the getting-started guide, by their numbers in the catalogue of rules."""

READ = {
    "RFC 6265 §3.1": "Examples: a cookie is removed by an expiry in the past",
    "draft-ietf-httpbis-rfc6265bis §4.1.2": "Set-Cookie, semantics: Secure, HttpOnly, SameSite",
    "RFC 6749 §1.5": "Refresh Token",
    "RFC 6749 §6": "Refreshing an Access Token",
    "RFC 6749 §10.4": "Refresh Tokens: rotation shows that one was stolen",
    "RFC 6750 §2.3": "URI Query Parameter: in logs with high likelihood",
    "RFC 6750 §3.1": "Error Codes: 401 invalid_token, 403 insufficient_scope, none where there was no token",
    "RFC 7009 §1": "Token Revocation, introduction: logging out",
    "RFC 7009 §2": "Token Revocation",
    "RFC 7515 §3": "JSON Web Signature (JWS) Overview",
    "RFC 7515 §5.1": "Message Signature or MAC Computation",
    "RFC 7516 §3": "JSON Web Encryption (JWE) Overview",
    "RFC 7517 §4": "JSON Web Key (JWK) Format",
    "RFC 7517 §5": "JWK Set Format",
    "RFC 7519 §3": "JSON Web Token (JWT) Overview",
    "RFC 7518 §4.5": "Direct Encryption with a Shared Symmetric Key",
    "RFC 7519 §4.1": "Registered Claim Names: none mandatory",
    "RFC 7519 §4.2": "Public Claim Names",
    "RFC 7519 §4.3": "Private Claim Names",
    "RFC 7519 §6": "Unsecured JWTs",
    "RFC 7662 §1": "OAuth 2.0 Token Introspection, introduction",
    "RFC 8725 §3": "Best Practices",
    "RFC 9068 §2.1": "Header: at+jwt",
    "RFC 9068 §2.2.3": "Authorization Claims: scope",
    "RFC 9068 §2.2.3.1": "Claims for Authorization Outside of Delegation Scenarios: roles",
    "RFC 9700 §4.14.2": "Refresh Token Protection, recommendations: rotation and reuse",
}
"""What the lessons cite and no rule of the audit does, each with what was found there when it was read."""


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_each_task_is_open_at_first_and_done_after_its_solution(lesson: Lesson) -> None:
    for taken in take(lesson):
        assert taken.step.task is None or not taken.first.done, taken.step.title
        assert taken.then.done, (taken.step.title, taken.then.words)
        assert taken.step.task is None or taken.then.words == taken.step.task.done


def test_an_access_token_lacks_a_claim_only_where_the_lesson_is_about_that() -> None:
    lacking = [
        taken.step.title
        for lesson in LESSONS
        for taken in take(lesson)
        if any(finding.slug == "profile-missing-claim" for finding in taken.before.findings or ())
    ]
    assert lacking == ["Without a number"]


def test_the_course_is_the_twenty_lessons_and_each_has_something_to_do() -> None:
    assert [lesson.number for lesson in LESSONS] == list(range(1, 21))
    assert len(set(NAMES)) == 20
    for lesson in LESSONS:
        assert any(step.task for step in lesson.steps), lesson.name


def test_every_practice_of_the_guide_has_its_lesson() -> None:
    taught = {practice for lesson in LESSONS for practice in lesson.practices}
    assert {number: words for number, words in GUIDE.items() if number not in taught} == {}
    assert taught <= GUIDE.keys()


def test_what_a_lesson_cites_was_read_twice_or_is_in_the_catalogue_of_rules() -> None:
    catalogue = {citation for rule in RULES for citation in _cited(rule.source)}
    cited = {
        citation
        for lesson in LESSONS
        for step in lesson.steps
        for source in step.sources
        for citation in _cited(source)
    }
    assert sorted(cited - catalogue - READ.keys()) == []
    assert sorted(READ.keys() - cited) == []
    assert sorted(READ.keys() & catalogue) == []


def _cited(source: str) -> Iterator[str]:
    """Split "RFC 7519 §4.1, §7.2; RFC 8725 §3.1" into its sections, each with its document."""
    document = ""
    for found in re.finditer(r"(RFC \d+|OIDC Core|draft-[a-z0-9-]+|CVE-\d+-\d+|OWASP JWT)|§(\d+(?:\.\d+)*)", source):
        document = found[1] or document
        if found[2]:
            yield f"{document} §{found[2]}"
        elif not document.startswith(("RFC", "OIDC", "draft")):
            yield document


def test_the_findings_that_tasks_ask_for_are_those_of_rules() -> None:
    slugs = {rule.slug for rule in RULES}
    for lesson in LESSONS:
        for step in lesson.steps:
            when = step.task.when if step.task else {}
            assert {*when.get("finding", ()), *when.get("no_finding", ())} <= slugs, step.title


def test_what_can_be_copied_stands_in_the_words_of_its_task() -> None:
    tasks = [step.task for lesson in LESSONS for step in lesson.steps if step.task and step.task.value]
    assert len(tasks) == 4
    for task in tasks:
        assert f"\n  {task.value}" in task.words
        assert '"copy"' in task.hint or "ctrl+v" in task.hint


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
