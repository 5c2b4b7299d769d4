"""Reports are read by terminals, browsers and trackers; no token may speak to one of them."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token as MarkdownToken

from jwtlens import reports
from jwtlens.reports import FORMATS, FormatName, Options
from jwtlens.reports.markdown_report import code, prose
from jwtlens.reports.redaction import chain
from tests.reports.kit import MARKUP, hostile, subject, token

VOID = {"meta"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "h1", "h2", "h3"),
    *("p", "ul", "ol", "li", "b", "strong", "span", "code", "pre", "dl", "dt", "dd", "a"),
}
ATTRIBUTES = {"class", "id", "href", "rel", "lang", "charset", "http-equiv", "content", "name", "aria-labelledby"}
CITED = re.compile(
    r"https://(?:www\.rfc-editor\.org|www\.cve\.org|cwe\.mitre\.org|github\.com/advisories|datatracker\.ietf\.org)/.*"
)


class Page(HTMLParser):
    """Fails at any tag or attribute that a report does not have, and at tags that do not close."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert all(CITED.fullmatch(value or "") for name, value in attrs if name == "href")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("options", [Options(), Options(secrets=True, personal=True)])
def test_nothing_reaches_a_terminal(format_: FormatName, options: Options) -> None:
    report = reports.write(format_, hostile(), options)
    assert not {char for char in report if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)}
    assert not set("\u202e\u202c\u2028\u200b") & set(report)
    report.encode()  # no lone surrogates
    assert report.endswith("\n")
    assert report == reports.write(format_, hostile(), options)


def test_html_is_a_page_of_ours_with_the_text_in_it() -> None:
    report = reports.write("html", hostile(), Options(secrets=True, personal=True))
    page = Page()
    page.feed(report)
    page.close()
    assert page.open == []
    text = "".join(page.text)
    for piece in ("<script>alert(1)</script>", "</pre></style><img src=x onerror=alert(1)>", '"&quot;&#60;'):
        assert piece in text.replace('\\"', '"')
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', report)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"url\(|@import|src=(?!x onerror)", report.partition("</style>")[0])


def flat(tokens: list[MarkdownToken]) -> list[MarkdownToken]:
    return [one for outer in tokens for one in (outer, *flat(outer.children or []))]


def test_markdown_has_no_markup_but_ours() -> None:
    report = reports.write("markdown", hostile(), Options(secrets=True, personal=True))
    count = sum(1 for one in hostile() for _ in chain(one.inspection))
    tokens = flat(MarkdownIt("gfm-like").parse(report))
    kinds = {one.type for one in tokens}
    assert not kinds & {"html_block", "html_inline", "image", "s_open", "table_open", "em_open", "code_block", "hr"}
    links = [str(one.attrs["href"]) for one in tokens if one.type == "link_open"]
    assert links
    assert [link for link in links if not CITED.fullmatch(link)] == []
    outside_code = "".join(one.content for one in tokens if one.type == "text")
    assert not re.search(r"@(?:everyone|evil)|://|www\.|#1|GH-1", outside_code)
    headings = [one.tag for one in tokens if one.type == "heading_open"]
    assert headings.count("h1") == 1
    assert headings.count("h2") == count
    fences = [one for one in tokens if one.type == "fence"]
    assert len(fences) == 2 * count


@pytest.mark.parametrize("text", [*MARKUP, "`", "``", "a`", " ", "", "\\", "a|b", "1. x", "# x", "- x", "> x"])
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    from jwtlens.displayable import displayable  # noqa: PLC0415

    markdown = MarkdownIt("gfm-like")
    for written in (code(text), prose(text)):
        inline = markdown.parseInline(f"x {written} x")[0].children or []
        shown = "".join(one.content for one in inline)
        assert shown == f"x {displayable(text) if text.strip() or written == prose(text) else '(empty)'} x"


def test_the_text_report_groups_by_severity_and_sums_up() -> None:
    lines = reports.write("text", (subject(token({"exp": "soon"}, "secret"), "t", "t.txt"),)).splitlines()
    words = [line.split()[0] for line in lines if re.match(r"  (CRITICAL|HIGH|MEDIUM|LOW|INFO) ", line)]
    assert words == sorted(words, key=["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"].index)
    assert lines[0] == "t.txt  JWS compact, HS256"
    assert re.fullmatch(r"1 token  1 critical · .* info", lines[-1])
    assert "\x1b" not in "".join(lines)
    coloured = reports.write("text", (subject(token({"exp": "soon"}, "secret")),), Options(colour=True))
    assert "\x1b[1;31m  CRITICAL" in coloured
