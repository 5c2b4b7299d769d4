import pytest
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.limits import SOURCE_CHARS
from jwtlens.paste import extract
from jwtlens.problem import Span
from tests.core_kit import b64, compact, hs256, pair, signed

T = hs256({"sub": "a", "name": "somebody with a name"}, typ="JWT")
U = hs256({"sub": "another"})
NONE = compact({"alg": "none"}, {"sub": "a"}, "")
RS = signed({"alg": "RS256", "kid": "1"}, {"sub": "a"}, key=pair("RSA"))
BEARER, AUTHORIZATION, AROUND = "the word Bearer", "the header name Authorization", "the text around the token"
BREAKS, BLANKS, AFTER, QUOTES = (
    "line breaks inside the token",
    "blanks inside the token",
    "what follows the token",
    "quotes",
)


def _wrapped(text: str, width: int, separator: str = "\n") -> str:
    return separator.join(text[at : at + width] for at in range(0, len(text), width))


WRAPPINGS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "alone": (T, T, ()),
    "blanks around": (f"  \n{T}\r\n\t ", T, ()),
    "byte order mark and zero-width space": (f"\ufeff{T}\u200b", T, ()),
    "no-break space": (f"\xa0{T}\xa0", T, ()),
    "unsigned": (NONE, NONE, ()),
    "two parts": (T.rpartition(".")[0], T.rpartition(".")[0], ()),
    "bearer": (f"Bearer {T}", T, (BEARER,)),
    "bearer in small letters": (f"bearer   {T}", T, ("the word bearer",)),
    "bearer with a colon": (f"Bearer: {T}", T, (BEARER,)),
    "bearer on a line of its own": (f"Bearer\n{T}", T, (BEARER,)),
    "dpop": (f"DPoP {T}", T, ("the word DPoP",)),
    "header line": (f"Authorization: Bearer {T}", T, (AUTHORIZATION, BEARER)),
    "header line without a blank": (
        f"authorization:bearer {T}", T, ("the header name authorization", "the word bearer")),
    "proxy header": (f"Proxy-Authorization: Bearer {T}", T, ("the header name Proxy-Authorization", BEARER)),
    "header lines of a request": (
        f"Authorization: Bearer {T}\r\nHost: api.example.com\r\nAccept: */*", T, (AUTHORIZATION, BEARER, AFTER)),
    "a whole request": (f"GET / HTTP/1.1\r\nHost: x.example\r\nAuthorization: Bearer {T}\r\n\r\n", T, (AROUND,)),
    "curl": (f"curl -H 'Authorization: Bearer {T}' https://api.example.com/v1", T, (AROUND,)),
    "curl without quotes": (f"curl --oauth2-bearer {T} -v https://api.example.com", T, (AROUND,)),
    "curl over lines": (f'curl \\\n  -H "Authorization: Bearer {T}" \\\n  https://x.example', T, (AROUND,)),
    "cookie": (f"Cookie: session={T}; theme=dark", T, ("the header name Cookie", "the name session", AFTER)),
    "second cookie": (f"Cookie: theme=dark; session={T}", T, (AROUND,)),
    "set-cookie": (f"Set-Cookie: id={T}; Path=/; HttpOnly", T, ("the header name Set-Cookie", "the name id", AFTER)),
    "query": (
        f"https://app.example/cb?id_token={T}&state=x", T,
        ("the address https://app.example/cb?", "the name id_token", AFTER)),
    "fragment": (
        f"https://app.example/#access_token={T}", T, ("the address https://app.example/#", "the name access_token")),
    "second parameter": (f"https://app.example/cb?state=x&id_token={T}", T, (AROUND,)),
    "form body": (f"grant_type=x&assertion={T}&scope=y", T, (AROUND,)),
    "parameter": (f"access_token={T}", T, ("the name access_token",)),
    "json": (f'{{"access_token":"{T}","expires_in":3600}}', T, (AROUND,)),
    "json with blanks": (f'{{\n  "id_token" : "{T}"\n}}', T, (AROUND,)),
    "json member": (f'"access_token": "{T}",', T, (AROUND,)),
    "escaped json": (f'"{{\\"token\\":\\"{T}\\"}}"', T, (AROUND,)),
    "double quotes": (f'"{T}"', T, (QUOTES,)),
    "single quotes": (f"'{T}'", T, (QUOTES,)),
    "typographic quotes": (f"“{T}”", T, (QUOTES,)),
    "quotes and a comma": (f'"{T}",', T, (QUOTES, AFTER)),
    "backticks": (f"`{T}`", T, (QUOTES,)),
    "a markdown fence": (f"```\n{T}\n```", T, (QUOTES,)),
    "angle brackets": (f"<{T}>", T, (AROUND,)),
    "parentheses and a full stop": (f"({T}).", T, (AROUND,)),
    "bold": (f"the token **{T}** is", T, (AROUND,)),
    "trailing comma": (f"{T},", T, (AFTER,)),
    "trailing semicolon": (f"{T};", T, (AFTER,)),
    "export": (f"export TOKEN={T}", T, (AROUND,)),
    "export in quotes": (f'export TOKEN="{T}"', T, (AROUND,)),
    "assignment": (f"TOKEN={T}", T, ("the name TOKEN",)),
    "assignment in quotes": (f'TOKEN = "{T}"', T, ("the name TOKEN", QUOTES)),
    "a constant in code": (f'const token = "{T}";', T, (AROUND,)),
    "yaml": (f"token: {T}", T, ("the word token",)),
    "yaml with another name": (f"access_token: {T}\nexpires_in: 3600", T, (AROUND,)),
    "wrapped": (_wrapped(T, 40), T, (BREAKS,)),
    "wrapped by windows": (_wrapped(T, 40, "\r\n"), T, (BREAKS,)),
    "wrapped and indented": (_wrapped(T, 40, "\n    "), T, (BREAKS,)),
    "wrapped by blanks": (_wrapped(T, 40, " "), T, (BLANKS,)),
    "wrapped at each part": (T.replace(".", ".\n"), T, (BREAKS,)),
    "wrapped before each dot": (T.replace(".", "\n."), T, (BREAKS,)),
    "wrapped after bearer": (f"Bearer {_wrapped(T, 60)}", T, (BEARER, BREAKS)),
    "wrapped in quotes": (f'"{_wrapped(T, 60)}"', T, (QUOTES, BREAKS)),
    "wrapped in a sentence": (f"this token:\n{_wrapped(T, 60)}\nis too old.", T, (AROUND, BREAKS)),
    "wrapped and followed by words": (f"{_wrapped(T, 60)}\nThanks\nJo", T, (BREAKS, AFTER)),
    "rsa, wrapped": (_wrapped(RS, 76), RS, (BREAKS,)),
    "rsa, wrapped and followed by words": (f"{_wrapped(RS, 64)}\n\nSee you", RS, (BREAKS, AFTER)),
    "a word on the next line": (f"{T}\nThanks", T, (AFTER,)),
    "words behind": (f"{T} is what I got", T, (AFTER,)),
    "bearer and words behind": (f"Bearer {T} and2 more", T, (BEARER, AFTER)),
    "a sentence": (f"I got {T}. What is it?", T, (AROUND,)),
    "a sentence that ends with it": (f"I got {T}.", T, (AROUND,)),
    "a domain before": (f"see example.com/eyes for {T}", T, (AROUND,)),
    "unsigned with words": (f"{NONE}\nfoo", NONE, (AFTER,)),
    "two tokens": (f"{T}\n{U}", T, (AFTER, "1 more token")),
    "three tokens in json": (f'{{"a":"{T}","b":"{U}","c":"{RS}"}}', T, (AROUND, "2 more tokens")),
    "one token twice": (f'["{T}", "{T}"]', T, (AROUND,)),
    "a broken character": (f"Bearer {T[:-3]}!{T[-3:]}", f"{T[:-3]}!{T[-3:]}", (BEARER,)),
    "a broken character in a sentence": (f"x {T[:-3]}!{T[-3:]} y", f"{T[:-3]}!{T[-3:]}", (AROUND,)),
    "padding": (f"Bearer {T}=", f"{T}=", (BEARER,)),
    "a selective disclosure": (f"take {T}~WyJhIl0~ now", f"{T}~WyJhIl0~", (AROUND,)),
    "a log line": (f"12:30:01 INFO [auth] token={T} user=7", T, (AROUND,)),
    "a table": (f"| token | {T} |", T, (AROUND,)),
    "xml": (f"<token>{T}</token>", T, (AROUND,)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRAPPINGS)
def test_the_token_is_found_and_what_was_removed_is_said(name: str) -> None:
    text, token, removed = WRAPPINGS[name]
    found = extract(text)
    assert (found.token, found.removed) == (token, removed)


@pytest.mark.parametrize("name", WRAPPINGS)
def test_every_character_of_the_token_is_where_it_was_pasted(name: str) -> None:
    text, token, _ = WRAPPINGS[name]
    found = extract(text)
    for at, char in enumerate(token):
        place = found.in_source(Span(at, at + 1))
        assert text[slice(*place)] == char
    whole = found.in_source(Span(0, len(token)))
    assert text[whole.start] == token[0]
    assert text[whole.end - 1] == token[-1]
    assert found.in_source(Span(0, 0)).start == found.in_source(Span(0, 0)).end


@pytest.mark.parametrize(
    "text",
    [
        "hello", "example.com", "see example.com for more", "token example.com", "eyes.only", "e5.2.1", "exit.now()",
        "192.168.0.1", "https://example.com/?q=1", "Bearer", "Bearer abc", "{}", '{"alg":"HS256"}', "....", "!" * 50,
        "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----", "every.thing is fine", "eyJ", "a@b.example",
        f"{T[:60]}#{T[60:]}", f"{T}!", f"{T}.", f"{T}.x.y", f"{T[:20]}!{T[20:]}", "\x00\x1b[2J", "\ud800.\ud800",
    ],
)  # fmt: skip
def test_what_is_no_token_or_is_only_a_broken_one_is_left_as_it_is(text: str) -> None:
    found = extract(text)
    assert (found.token, found.removed) == (text, ())
    assert found.kept == (Span(0, len(text)),)


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\ufeff", "\u200b \xa0"])
def test_blanks_alone_are_no_text(text: str) -> None:
    assert extract(text) == ("", (), ())


@given(st.sampled_from(sorted(SIGNATURE_ALGORITHMS)), st.integers(20, 90), st.sampled_from(["\n", "\r\n", "\n  ", " "]))
def test_a_token_of_any_algorithm_may_be_wrapped_at_any_width(alg: str, width: int, separator: str) -> None:
    token = signed({"alg": alg}, {"sub": "somebody", "email": "somebody@example.com"})
    assert extract(_wrapped(token, width, separator)).token == token
    assert extract(f"Bearer {_wrapped(token, width, separator)}").token == token
    assert extract(f"look:\n{_wrapped(token, width, separator)}\n\nSee you there").token == token


@given(st.text(max_size=80) | st.text(st.sampled_from("eyJ0.= \n\"'Bearer:;&?,!"), max_size=60))
def test_any_text_gives_something_that_stands_in_it(text: str) -> None:
    found = extract(text)
    assert "".join(text[slice(*piece)] for piece in found.kept) == found.token
    assert all(one.end <= two.start for one, two in zip(found.kept, found.kept[1:], strict=False))
    assert found.removed or found.token == text.strip() or found.token in text


@given(st.text(max_size=15), st.text(max_size=15))
def test_a_token_between_two_lines_of_text_is_found(before: str, after: str) -> None:
    assert extract(f"{before} \n {T} \n").token == T or "eyJ" in before or "e30" in before or "ew" in before
    assert T in extract(f"{T} {after}").token


def test_a_text_beyond_the_limit_is_cut_and_that_is_said() -> None:
    found = extract("a" * (SOURCE_CHARS + 1))
    assert len(found.token) == SOURCE_CHARS
    assert found.removed == ("everything after 4,194,304 characters",)


def test_a_name_in_front_is_shown_harmlessly() -> None:
    assert extract(f"https://x/\x1b[2J?t={T}").removed == ("the address https://x/\\u001b[2J?", "the name t")
    assert b64("{") != extract(f"t={T}").token
