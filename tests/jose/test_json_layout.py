import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.displayable import displayable
from jwtlens.jose import json_layout
from jwtlens.jose.json_pointer import pointer, split
from jwtlens.problem import Span

_CHARS = st.text(st.characters(codec="utf-8"), max_size=5)


def _string(text: str, ascii_only: bool) -> str:
    return json.dumps(text, ensure_ascii=ascii_only).replace("/", "\\/" if ascii_only else "/")


STRINGS = st.builds(_string, _CHARS, st.booleans())
NUMBERS = st.sampled_from(["0", "-0", "1.50", "1E5", "1e400", "-12.0e-3", "7" * 40])
TEXTS = st.recursive(
    STRINGS | NUMBERS | st.sampled_from(["true", "false", "null"]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(STRINGS, inner), max_size=4).map(
            lambda pairs: "{" + ",".join(f"{name}:{value}" for name, value in pairs) + "}"
        )
    ),
    max_leaves=14,
)
DISPLAYED = TEXTS.map(displayable)
"""Compact texts, with whatever literals, escapes, order and duplicates, but nothing that the layout has to escape."""


@given(DISPLAYED)
def test_packing_what_was_laid_out_restores_a_compact_text_to_the_character(text: str) -> None:
    assert json_layout.style_of(text) == "compact"
    assert json_layout.pack(json_layout.lay_out(text), "compact") == text


@given(DISPLAYED)
def test_packing_what_was_laid_out_restores_a_spaced_text_to_the_character(text: str) -> None:
    spaced = json_layout.pack(text, "spaced")
    style = json_layout.style_of(spaced)
    assert json_layout.pack(json_layout.lay_out(spaced), style) == spaced


@given(TEXTS)
def test_laying_out_and_packing_leave_the_value_alone(text: str) -> None:
    def read(given_text: str) -> object:
        return json.loads(given_text, object_pairs_hook=list, parse_float=str)

    laid = json_layout.lay_out(text)
    assert read(laid) == read(json_layout.pack(laid, "compact")) == read(text)
    assert displayable(laid.replace("\n", "")) == laid.replace("\n", "")


@given(TEXTS, st.sampled_from(["compact", "spaced", "laid out"]))
def test_the_span_of_every_member_decodes_to_its_value(text: str, style: str) -> None:
    text = json_layout.lay_out(text) if style == "laid out" else json_layout.pack(text, style)  # type: ignore[arg-type]
    document = json.loads(text, object_pairs_hook=dict)
    last = {member.pointer: member for member in json_layout.members(text)}
    for member in last.values():
        value = document
        try:
            for step in split(member.pointer):
                value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, ValueError, TypeError):
            continue  # it stands in an object that a later duplicate replaced
        shadowed = sum(one.pointer == member.pointer for one in json_layout.members(text)) > 1
        if not shadowed and not any(_under(member.pointer, one) for one in _repeated(text)):
            assert json.loads(text[member.value.start : member.value.end], object_pairs_hook=dict) == value
            name = text[member.name.start : member.name.end]
            assert not name or json.loads(name) == split(member.pointer)[-1]


def _repeated(text: str) -> list[str]:
    return [member.pointer for member in json_layout.duplicates(text, 99)]


def _under(path: str, above: str) -> bool:
    return path == above or path.startswith(above + "/")


@given(TEXTS)
def test_there_is_one_member_for_each_name_and_each_element(text: str) -> None:
    count = 0

    def pairs(found: list[tuple[str, object]]) -> list[object]:
        nonlocal count
        count += len(found)
        return []

    json.loads(text, object_pairs_hook=pairs)
    named = [member for member in json_layout.members(text) if member.name.start != member.name.end]
    assert len(named) == count


@given(st.text(st.sampled_from('{}[],:"\\a1 \n'), max_size=30) | st.text(max_size=20))
def test_a_text_that_is_no_json_makes_nothing_raise(text: str) -> None:
    json_layout.members(text)
    json_layout.duplicates(text, 5)
    json_layout.lay_out(text)
    json_layout.style_of(text)


def test_members_come_outermost_first_in_the_order_of_the_text() -> None:
    text = '{"b":{"x/y":[10,{"~":null}]},"a":""}'
    found = [(member.pointer, text[slice(*member.value)]) for member in json_layout.members(text)]
    assert found == [
        ("/b", '{"x/y":[10,{"~":null}]}'),
        ("/b/x~1y", '[10,{"~":null}]'),
        ("/b/x~1y/0", "10"),
        ("/b/x~1y/1", '{"~":null}'),
        ("/b/x~1y/1/~0", "null"),
        ("/a", '""'),
    ]


def test_an_array_element_has_an_empty_name_where_it_begins() -> None:
    assert json_layout.members("[7]") == [json_layout.Member("/0", Span(1, 1), Span(1, 2))]


@pytest.mark.parametrize(
    ("text", "laid"),
    [
        ("{}", "{}"),
        ("[]", "[]"),
        ('"x"', '"x"'),
        ("[[],{}]", "[\n  [],\n  {}\n]"),
        ('{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'),
        ('{"a" : 1 }', '{\n  "a": 1\n}'),
        ('{"joe":1,\r\n "exp":2}', '{"joe":1,\n "exp":2}'),
        ('{\n\t"a":1}', '{\n    "a":1}'),
        ('{"a":1,\n"b":2,\r"c":3}', '{"a":1,\n"b":2,\n"c":3}'),
        ('\ufeff{"a":1}', '{\n  "a": 1\n}'),
        ('{"a":"\x7f\u202e"}', '{\n  "a": "\\u007f\\u202e"\n}'),
    ],
)
def test_the_layout_has_one_member_a_line_and_is_valid_json(text: str, laid: str) -> None:
    assert json_layout.lay_out(text) == laid
    json.loads(laid)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ('{"a":1,"b":2}', "compact"),
        ('{"a": 1, "b": 2}', "spaced"),
        ('{ "a": 1 }', "as-is"),
        ('{"a":1, "b":2}', "as-is"),
    ],
)
def test_the_style_of_a_text_is_recognised(text: str, style: str) -> None:
    assert json_layout.style_of(text) == style


def test_pointers_under_a_long_name_do_not_fill_the_memory() -> None:
    text = '{"' + "k" * 300_000 + '":{' + ",".join(f'"{nth}":{{}}' for nth in range(60_000)) + '},"last":1}'
    found = json_layout.members(text)
    assert sum(len(member.pointer) for member in found) < 40_000_000
    assert found[-1].pointer == "/last"


@given(st.lists(st.text(max_size=5) | st.integers(0, 99), max_size=5))
def test_a_pointer_splits_into_the_names_that_it_was_made_of(names: list[str | int]) -> None:
    made = pointer(*names)
    assert split(made) == [str(name) for name in names]
    assert not re.search("~(?![01])", made)
