import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose import strict_json
from jwtlens.limits import HEADER_CHARS, JSON_DEPTH
from jwtlens.problem import Span
from tests.core_kit import codes

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_what_the_standard_library_writes_reads_back_without_a_problem(value: object, ascii_only: bool) -> None:
    document = strict_json.parse(json.dumps(value, ensure_ascii=ascii_only).encode(), "payload")
    assert (document.value, document.readable, document.problems) == (value, True, ())


ODD = st.sampled_from(
    [
        *(
            "NaN",
            "-Infinity",
            "1e999",
            "-0",
            "01",
            "1.0",
            "9" * 5000,
            '"\\ud800"',
            '"\ud800"',
            '"\x7f"',
            '"\t"',
            "\ufeff",
        ),
        *('{"a":1,"a":2}', '{"a":{"b":1,"b":1}}', "[" * 40 + "]" * 40, "{}x", " {}", "{} ", "\u00a0", "//", ",", "'"),
    ]
)


@given(st.lists(VALUES.map(lambda value: json.dumps(value, ensure_ascii=False)) | ODD, max_size=3), st.booleans())
def test_what_is_read_the_short_way_would_be_read_the_same_the_long_way(pieces: list[str], in_object: bool) -> None:
    joined = ",".join(pieces)
    text = f'{{"a":{joined}}}' if in_object else joined
    short, long = strict_json.parse_text(text, "payload"), strict_json._read(text, "payload")
    assert repr(short) == repr(long)  # 1, 1.0 and true are equal, and NaN is not


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    document = strict_json.parse(data, "payload")
    assert document.readable or document.problems
    for problem in document.problems:
        assert problem.span is None or 0 <= problem.span.start <= problem.span.end <= len(document.text)


@pytest.mark.parametrize(
    ("text", "field", "span", "name"),
    [
        ('{"a":1,"a":2}', "payload/a", Span(7, 10), "a"),
        ('{"a":1,"\\u0061":2}', "payload/a", Span(7, 15), "\\u0061"),
        ('{"a":{"b/~":1,"b/~":2}}', "payload/a/b~1~0", Span(14, 19), "b/~"),
        ('[{"x":[0,{"y":1,"y":2}]}]', "payload/0/x/1/y", Span(16, 19), "y"),
        ('{"":1,"":2}', "payload/", Span(6, 8), "(empty)"),
        ('{"é":1,"é":2}', "payload/é", Span(7, 10), "é"),
        ('\ufeff{"a":1,"a":2}', "payload/a", Span(8, 11), "a"),
    ],
)
def test_a_duplicate_name_is_found_at_any_depth_with_its_pointer_and_place(
    text: str, field: str, span: Span, name: str
) -> None:
    document = strict_json.parse_text(text, "payload")
    duplicate = document.problems[-1]
    assert (duplicate.code, duplicate.field, duplicate.span) == ("json-duplicate", field, span)
    assert f"the name {name} " in duplicate.message
    assert document.readable


def test_the_last_of_two_members_is_the_value_as_in_most_parsers() -> None:
    assert strict_json.parse_text('{"a":1,"a":2}', "payload").value == {"a": 2}


@pytest.mark.parametrize(
    "text",
    [
        '{"a":{"x":1},"b":{"x":1}}',
        '[{"a":1},{"a":1}]',
        '{"a":"a","b":["a","a"]}',
        '{"a/b":1,"a":{"b":1}}',
        '{"a":{"a":1}}',
    ],
)
def test_one_name_in_two_objects_is_no_duplicate(text: str) -> None:
    assert strict_json.parse_text(text, "payload").problems == ()


@pytest.mark.parametrize("text", ['{"a":{"x":1},"a":{"x":2}}', '{"a":[1],"a":[2]}', '{"a":[{"x":1}],"a":[{"x":1}]}'])
def test_members_of_a_duplicate_are_not_called_duplicates_themselves(text: str) -> None:
    assert [problem.field for problem in strict_json.parse_text(text, "payload").problems] == ["payload/a"]


def test_a_name_three_times_counts_as_two_duplicates_and_a_thousand_are_cut() -> None:
    assert len(strict_json.parse_text('{"a":1,"a":2,"a":3}', "header").problems) == 2
    assert len(strict_json.parse_text("{" + ",".join(['"a":1'] * 1000) + "}", "header").problems) == 20


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_constants_that_are_no_json_are_read_and_reported(literal: str) -> None:
    document = strict_json.parse_text(f'{{"exp":{literal}}}', "payload")
    assert document.readable
    assert codes(document.problems) == ["json-constant"]
    assert literal in document.problems[0].message


def test_a_number_of_5000_digits_keeps_every_digit_and_is_a_number_not_a_string() -> None:
    for literal in ("7" * 5000, "-" + "7" * 5000):
        value = strict_json.parse_text(f'{{"n":{literal}}}', "payload").members["n"]
        assert isinstance(value, strict_json.BigInteger)
        assert str(value) == literal
        assert strict_json.type_name(value) == "number"
        assert not strict_json.is_text(value)


@pytest.mark.parametrize("literal", ["18446744073709551616", "9007199254740993", "1" * 4000])
def test_big_integers_stay_exact(literal: str) -> None:
    assert strict_json.parse_text(literal, "payload").value == int(literal)


def test_a_number_beyond_doubles_is_infinite_and_no_error() -> None:
    document = strict_json.parse_text('{"exp":1e400}', "payload")
    assert document.members["exp"] == float("inf")
    assert document.problems == ()


@pytest.mark.parametrize(
    ("value", "name"),
    [({}, "object"), ([], "array"), ("", "string"), (True, "boolean"), (1, "number"), (1.5, "number"), (None, "null")],
)
def test_types_have_the_names_of_json(value: object, name: str) -> None:
    assert strict_json.type_name(value) == name


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_nesting_up_to_the_limit_is_read_and_one_level_more_is_refused_in_words(opening: str, closing: str) -> None:
    levels = len(opening.replace('"a":', ""))
    fitting = opening * (JSON_DEPTH // levels) + "1" + closing * (JSON_DEPTH // levels)
    assert strict_json.parse_text(fitting, "payload").readable
    document = strict_json.parse_text(f"[{fitting}]", "payload")
    assert codes(document.problems) == ["json-depth"]
    assert f"{JSON_DEPTH + 1} levels" in document.problems[0].message


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "[" * 200_000 + "]" * 200_000, '{"a":' * 100_000, "]" * 90 + "[" * 90],
    ids=["open arrays", "arrays", "open objects", "closed before opened"],
)
def test_deep_nesting_never_reaches_the_recursive_parser(text: str) -> None:
    assert not strict_json.parse_text(text, "payload").readable


def test_brackets_in_strings_are_no_nesting() -> None:
    text = json.dumps(["[{" * 100, '"[' * 100, "\\"])
    assert strict_json.parse_text(text, "payload").readable


def test_a_byte_order_mark_is_reported_and_read_over() -> None:
    document = strict_json.parse(b'\xef\xbb\xbf{"a":1}', "header")
    assert (document.value, codes(document.problems)) == ({"a": 1}, ["json-bom"])
    assert document.problems[0].span == Span(0, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_utf_16_and_utf_32_are_named(encoding: str) -> None:
    for text in ('{"sub":"ä"}', '{"sub":"a"}', ' ["plain"]'):
        document = strict_json.parse(text.encode(encoding), "payload")
        assert not document.readable
        assert codes(document.problems) == ["json-utf8"]
        assert "UTF-16 or UTF-32" in document.problems[0].message


@pytest.mark.parametrize("data", [b"\x00\xff\x80\x81 binary", b"a\x00\xff\xfe", b"\xed\xa0\x80", b'{"a":"\xff"}'])
def test_other_bytes_that_are_no_utf_8_are_not_called_utf_16(data: bytes) -> None:
    message = strict_json.parse(data, "payload").problems[0].message
    assert "is not UTF-8 (byte " in message


def test_an_escaped_lone_surrogate_is_read_as_json_says() -> None:
    document = strict_json.parse_text('{"a":"\\ud800"}', "payload")
    assert (document.value, document.problems) == ({"a": "\ud800"}, ())


@pytest.mark.parametrize(
    ("text", "words", "position", "start"),
    [
        ("", "it is empty", "line 1, column 1", 0),
        ("  ", "it is empty", "line 1, column 3", 2),
        ('{"a":1', "it ends too early", "line 1, column 7", 6),
        ('{"a":', "it ends too early", "line 1, column 6", 5),
        ('{"a":"b', "a string is not closed", "line 1, column 6", 5),
        ("{'a':1}", "a name in double quotes was expected", "line 1, column 2", 1),
        ('{"a" 1}', "a colon was expected", "line 1, column 6", 5),
        ('{"a":x}', "a value was expected", "line 1, column 6", 5),
        ('{"a":01}', "a comma or the closing bracket was expected", "line 1, column 7", 6),
        ('{"a":1}}', "there is more text after the end", "line 1, column 8", 7),
        ('{"a":1} x', "there is more text after the end", "line 1, column 9", 8),
        ('{"a":"\t"}', "a control character stands unescaped in a string", "line 1, column 7", 6),
        ('{"a":"\\x"}', "an escape that JSON does not have", "line 1, column 7", 6),
        ('{"a":"\\u12"}', "a \\u escape needs four hexadecimal digits", "line 1, column 8", 7),
        ('{\n "a": tru\n}', "a value was expected", "line 2, column 7", 8),
        ("just text", "a value was expected", "line 1, column 1", 0),
    ],
)
def test_a_syntax_error_says_what_and_where(text: str, words: str, position: str, start: int) -> None:
    document = strict_json.parse_text(text, "payload")
    (problem,) = document.problems
    assert problem.code == "json-syntax"
    assert problem.message == f"the payload is not valid JSON: {words} ({position})"
    assert problem.span
    assert problem.span.start == start
    assert problem.span.end == min(start + 1, len(text))


def test_a_trailing_comma_is_refused_whatever_the_version_of_python_calls_it() -> None:
    for text in ('{"a":1,}', "[1,]"):
        (problem,) = strict_json.parse_text(text, "payload").problems
        assert any(words in problem.message for words in ("expected", "a comma stands before the closing bracket"))


@pytest.mark.parametrize(("field", "extra", "cut"), [("header", 0, False), ("header", 1, True), ("payload", 1, False)])
def test_a_header_has_a_longest_length_and_says_when_it_is_beyond(field: str, extra: int, cut: bool) -> None:
    text = f'{{"alg":"{"x" * (HEADER_CHARS - 10 + extra)}"}}'
    assert len(text) == HEADER_CHARS + extra
    document = strict_json.parse(text.encode(), field)
    assert (document.readable, codes(document.problems)) == ((False, ["header-cap"]) if cut else (True, []))
    if cut:
        message = "the header has 262,145 characters; jwtlens reads no header beyond 262,144"
        assert document.problems[0].message == message
        assert document.text == text


def test_duplicates_in_a_text_too_long_to_look_for_their_places_are_named_all_the_same() -> None:
    long = ",".join(f'"n{number}":1' for number in range(70_000))
    document = strict_json.parse_text("{" + long + ',"\\u0061":{"b":1,"b":2},"a":1,"a":1}', "payload")
    assert [(problem.message.split()[2], problem.field) for problem in document.problems] == [
        ("a", "payload/a"),
        ("b", "payload"),
    ]
    assert {(problem.code, problem.span) for problem in document.problems} == {("json-duplicate", None)}
    assert strict_json.parse_text("{" + long + "}", "payload").problems == ()
    listed = strict_json.parse_text("[{" + long + '},{"c":1,"c":2}]', "payload")
    assert [(problem.message.split()[2], problem.field) for problem in listed.problems] == [("c", "payload")]
