"""What holds of a judgement, and of everything that is made of one."""

import json
from typing import get_args

from jwtlens import answers, comparison, lens, notes, parts, reports, styled, token_lines
from jwtlens.anatomy import segments, shared_bits, take_apart
from jwtlens.cli import render_text
from jwtlens.displayable import displayable
from jwtlens.editing import edit, shown_part
from jwtlens.explanation import explain
from jwtlens.inspection import Inspection, at_another_time
from jwtlens.jose import json_pointer
from jwtlens.keys.secret import Secret
from jwtlens.learn import checking, course
from jwtlens.meaning.explain import Where, explain_term
from jwtlens.problem import Span
from jwtlens.programs import PROGRAMS, program
from jwtlens.search.bundled import outcome_of_bundled
from jwtlens.search.target import hashcat
from jwtlens.signing_steps import signing_steps
from jwtlens.verify.headline import headline
from tests.core_kit import SECRET
from tests.fuzz import promises
from tests.fuzz.asked import RING, Asked, inspected
from tests.fuzz.tokens import CLAIM_NAMES, HEADER_NAMES


def inspection_holds(given: Asked) -> None:
    found = inspected(given, with_audit=False)
    promises.is_told(found)
    promises.sentence(headline(found.report).why, "headline")


def audit_holds(given: Asked) -> None:
    found = inspected(given)
    promises.is_told(found)
    promises.no_laxer_than_others(found)
    answer = promises.answered(found)
    assert promises.answered(inspected(given)) == answer, "judged twice, two answers"
    assert promises.answered(at_another_time(found, given.now)) == answer, "the same instant, another answer"


def time_holds(given: tuple[Asked, float]) -> None:
    """Moving the clock is the same as asking at that time."""
    one, later = given
    moved, made = at_another_time(inspected(one), later), inspected(one._replace(now=later))
    assert promises.answered(moved) == promises.answered(made)


def edit_holds(given: tuple[Asked, str | None, str | None, bool]) -> None:
    one, header_text, payload_text, signs = given
    before = inspected(one, with_audit=False)
    for part in ("header", "payload"):
        shown = shown_part(before, part)
        text_ = shown.text if shown.mode == "json" else None
        same = edit(before, header=text_) if part == "header" else edit(before, payload=text_)
        assert same.source == before.token.text or same.problem is not None or before.token.encrypted, part
    made = edit(before, header=header_text, payload=payload_text, resign_with=RING if signs else None)
    assert (made.source is None) == (made.problem is not None), made
    promises.sentence(made.note, "note")
    if made.problem:
        promises.problems_are_told([made.problem])
    else:
        promises.is_told(inspected(one._replace(source=made.source or ""), with_audit=False))


def explanations_hold(given: Asked) -> None:
    found = inspected(given)
    for part, names in (("header", HEADER_NAMES), ("payload", CLAIM_NAMES)):
        members = found.token.header.members if part == "header" else found.claims
        for note in notes.notes(found, part).values():
            promises.sentence(displayable(note.text), "note")
        for name in (*list(members)[:8], names[len(members) % len(names)]):
            _explained(found, part, json_pointer.pointer(name))  # type: ignore[arg-type]
    for check in found.report.checks:
        _explained(found, "check", check.name)
    for finding in found.findings or ():
        _explained(found, "finding", f"{finding.slug} {finding.field}")
    _explained(found, "key", "")
    for segment in ("token", "signature", "payload"):
        _explained(found, "part", segment)


def _explained(found: Inspection, where: Where, what: str) -> None:
    assert where in get_args(Where)
    meaning = explain_term(found, where, what)
    for words in (meaning.name, meaning.title, meaning.text, *meaning.here):
        promises.sentence(words, f"{where} {what!a}")


def reasons_hold(given: Asked) -> None:
    found = inspected(given, with_audit=False)
    answer = explain(found, Secret(SECRET.decode()))
    promises.sentence(answer.opinion, "opinion")
    for step in signing_steps(found):
        promises.sentence(step.words, f"step {step.name}")


def views_hold(given: tuple[Asked, int, int]) -> None:
    """Lens, anatomy and parts point at what there is."""
    one, first, second = given
    found = inspected(one, with_audit=False)
    token_, size = found.token, len(found.token.text)
    for part in ("header", "payload"):
        text_ = (token_.header if part == "header" else token_.payload).text
        at = first % (len(text_) + 1)
        lit = lens.in_token(token_, part, Span(at, min(at + second, len(text_))))
        if lit is not None:
            promises.within(lit.span, size, part)
        at = first % (size + 1)
        there = lens.in_json(token_, part, Span(at, min(at + second, size)))
        if there is not None:
            promises.within(there, len(text_), part)
        lens.is_exact(token_, part)
    for name in segments(found):
        anatomy = take_apart(found, name)
        for index in {0, anatomy.group_count - 1} if anatomy.group_count else ():
            group = anatomy.group(index)
            assert all(len(bits) == 6 for bits in group.char_bits)
            for said in shared_bits(group):
                promises.sentence(said, "bits")
        for position in {0, len(anatomy.data) // 2, len(anatomy.data) - 1} if anatomy.data else ():
            anatomy.letter(position)
            anatomy.run_at(position)
    for part_ in parts.parts(found):
        promises.harmless(displayable(part_.words))


def comparison_holds(given: tuple[Asked, str]) -> None:
    one, other = given
    first, second = inspected(one, with_audit=False), inspected(one._replace(source=other), with_audit=False)
    found = comparison.compare(first, second)
    assert comparison.compare(first, first).changes == ()
    assert found.identical == (first.token.text == second.token.text)
    for words in (found.key.words, found.signature.words, *(change.words for change in found.changes)):
        promises.sentence(words, "comparison")


def reports_hold(given: tuple[Asked, str]) -> None:
    one, origin = given
    found = inspected(one)
    subject = reports.Subject(found, origin, "a.txt", one.source, Span(0, min(5, len(one.source))))
    for format_ in reports.FORMATS:
        written_ = reports.write(format_, (subject, subject))
        promises.harmless(written_, format_)
        assert written_.endswith("\n")
        if format_ in {"json", "sarif"}:
            json.loads(written_, parse_constant=_refused)
    promises.sentence(reports.summary((subject,)), "summary")


def answers_hold(given: Asked) -> None:
    found = inspected(given)
    for dumped in (answers.dump(answers.answer(found)), f"{{{token_lines.members('x', found)}}}"):
        json.loads(dumped, parse_constant=_refused)
        promises.harmless(dumped, "JSON")
    for lines in (render_text.decoded(found), render_text.verified(found)):
        promises.harmless(styled.render(lines, colour=False), "text")


def _refused(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def search_holds(given: Asked) -> None:
    found = inspected(given, with_audit=False)
    try:
        outcome_of_bundled(found.token, budget=100_000)
        line = hashcat(found.token).line
    except ValueError as error:
        promises.sentence(str(error), "refusal")
    else:
        promises.sentence(line[:100], "hashcat")


def programs_hold(given: Asked) -> None:
    found = inspected(given, with_audit=False)
    for name in PROGRAMS:
        try:
            promises.harmless(program(found, name).replace("\t", ""), name)
        except ValueError as error:
            promises.sentence(str(error), name)


def lessons_hold(given: tuple[Asked, str]) -> None:
    one, other = given
    before, now = inspected(one), inspected(one._replace(source=other))
    for lesson in course.lessons():
        for step in lesson.steps:
            promises.harmless(checking.check(step, before, now).words, step.title)
