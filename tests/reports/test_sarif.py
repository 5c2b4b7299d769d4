"""SARIF 2.1.0 as the specification has it; the shapes are closed, so what is not written down here is an error.

The reports were also held against Microsoft's validator, with its rules for code-scanning services.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jwt
import pytest

from jwtlens import reports
from jwtlens.audit.engine import RULES
from jwtlens.audit.finding import Severity
from jwtlens.inspection import with_search
from jwtlens.reports.citations import citations
from jwtlens.search.found import Outcome
from tests.reports.kit import SECRET, hostile, subject, token

TEXT = re.compile(r".", re.DOTALL)
LEVEL = re.compile(r"none|note|warning|error")
URI = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#\[\]]|%[0-9A-F]{2})+")
SHAPES: dict[str, dict[str, Any]] = {
    "log": {"$schema!": URI, "version!": re.compile(r"2\.1\.0"), "runs!": ["run"]},
    "run": {
        "tool!": "tool",
        "results": ["result"],
        "invocations": ["invocation"],
        "artifacts": ["artifact"],
        "automationDetails": "automation",
        "columnKind": re.compile("utf16CodeUnits|unicodeCodePoints"),
    },
    "tool": {"driver!": "component"},
    "component": {"name!": TEXT, "version": TEXT, "semanticVersion": re.compile(r"\d+\.\d+\.\d+"), "rules": ["rule"]},
    "rule": {
        "id!": re.compile(r"[a-z0-9-]+"),
        "name": re.compile(r"[A-Za-z0-9]+"),
        "shortDescription": "message",
        "fullDescription": "message",
        "help": "message",
        "helpUri": re.compile(r"https://[!-~]+"),
        "defaultConfiguration": "configuration",
        "properties": "rule bag",
    },
    "message": {"text!": TEXT, "markdown": TEXT},
    "configuration": {"level": LEVEL, "rank": float},
    "rule bag": {"security-severity": re.compile(r"\d+\.\d"), "precision": TEXT, "tags": [TEXT]},
    "automation": {"id": re.compile(r"[a-z/]+/")},
    "invocation": {"executionSuccessful!": bool, "toolExecutionNotifications": ["notification"]},
    "notification": {"level": LEVEL, "message!": "message"},
    "artifact": {"location": "artifact location", "roles": [re.compile("analysisTarget")]},
    "artifact location": {"uri": URI, "index": int, "description": "message"},
    "result": {
        "ruleId": TEXT,
        "ruleIndex": int,
        "level": LEVEL,
        "message!": "message",
        "locations": ["location"],
        "partialFingerprints": "fingerprints",
        "rank": float,
        "properties": "result bag",
    },
    "fingerprints": {"jwtlensFinding/v1": re.compile("[0-9a-f]{32}")},
    "result bag": dict.fromkeys(
        ("severity", "security-severity", "confidence", "evidence", "source"), re.compile(".*")
    ),
    "location": {"physicalLocation": "physical location", "logicalLocations": ["logical location"]},
    "physical location": {"artifactLocation": "artifact location", "region": "region"},
    "region": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), int),
    "logical location": {"name": re.compile(".*"), "fullyQualifiedName": TEXT, "kind": re.compile("property")},
}


def check(value: object, shape: object, at: str = "$") -> None:
    if isinstance(shape, str):
        members = {name.rstrip("!"): one for name, one in SHAPES[shape].items()}
        assert isinstance(value, dict), at
        assert value.keys() <= members.keys(), (at, value.keys() - members.keys())
        assert {name[:-1] for name in SHAPES[shape] if name.endswith("!")} <= value.keys(), at
        for name, one in value.items():
            check(one, members[name], f"{at}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), at
        for number, one in enumerate(value):
            check(one, shape[0], f"{at}[{number}]")
    elif isinstance(shape, re.Pattern):
        assert isinstance(value, str), at
        assert shape.fullmatch(value) if shape is not TEXT else value, (at, value)
    else:
        assert type(value) is shape, (at, value)


def written(*subjects: reports.Subject) -> dict[str, Any]:
    log = json.loads(reports.write("sarif", subjects))
    check(log, "log")
    run: dict[str, Any] = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert 0 <= result["rank"] <= 100
        for place in result["locations"]:
            artifact = place["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]
    prints = [result["partialFingerprints"]["jwtlensFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    return run


def test_of_two_tokens_in_a_file_each_finding_has_its_line_and_its_columns() -> None:
    first, second = token({"iss": "x" * 30, "exp": "soon"}), token({"exp": "later"}, alg="none")
    whole = f"# two tokens ✓\nfirst: {first}\n\n{second}\n"
    lines = whole.split("\n")
    run = written(
        subject(f"first: {first}", "a b.txt", "a b/ü.txt", whole), subject(second, "a b.txt", "a b/ü.txt", whole)
    )
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["a%20b/%C3%BC.txt"]
    seen = set()
    for result in run["results"]:
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        text = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        own = first if region["startLine"] == 2 else second
        field = place["logicalLocations"][0]["fullyQualifiedName"]
        part = field.partition("/")[0]
        names = ["header", "payload", "signature"]
        expected = own.split(".")[names.index(part)] if part in names else own
        assert text == (expected or own), field
        seen.add((result["ruleId"], region["startLine"], field))
    assert {("numericdate-type", 2, "payload/exp"), ("numericdate-type", 4, "payload/exp")} <= seen
    assert ("alg-none", 4, "header/alg") in seen


def test_a_token_over_several_lines_ends_where_it_ends() -> None:
    text = token({"exp": "soon", "long": "x" * 100})
    whole = f"Bearer {text[:60]}\n{text[60:120]}\n{text[120:]}\n"
    run = written(subject(whole, "t", "t.txt"))
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in run["results"]
        if result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "signature"
    ]
    assert regions
    assert {(region["startLine"], region["endLine"], region["endColumn"]) for region in regions} == {
        (3, 3, len(text) - 120 + 1)
    }


def test_fingerprints_stay_when_the_token_moves_in_its_file() -> None:
    text = token({"exp": "soon"})
    alone, moved = subject(text, "t", "t.txt"), subject(text, "t", "t.txt", f"\n\n {text}")
    prints = [[one["partialFingerprints"] for one in written(where)["results"]] for where in (alone, moved)]
    assert prints[0] == prints[1]
    other = written(subject(token({"exp": "later"}), "t", "t.txt"))["results"]
    assert not [one for one in other if one["partialFingerprints"] in prints[0]]


def test_severities_are_those_of_code_scanning() -> None:
    run = written(subject(token({"exp": "soon"}, "secret"), "t", "t.txt"))
    scores = {rule["id"]: rule["properties"]["security-severity"] for rule in run["tool"]["driver"]["rules"]}
    assert scores["hmac-secret-known"] == "9.5"
    levels = {result["ruleId"]: result["level"] for result in run["results"]}
    assert (levels["hmac-secret-known"], levels["iss-missing"], levels["jti-missing"]) == ("error", "note", "note")


def test_what_was_not_asked_is_told_and_a_search_that_stopped_is_no_success() -> None:
    one = subject(token({"a": 1}))
    (invocation,) = written(one)["invocations"]
    assert invocation["executionSuccessful"] is True
    assert "rules not checked" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert "Not in this list" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    stopped = with_search(one.inspection, Outcome(None, 5, complete=False, problems=("It was stopped.",)))
    assert written(one._replace(inspection=stopped))["invocations"][0]["executionSuccessful"] is False


def test_a_token_inside_points_at_the_part_that_holds_it() -> None:
    inner = token({"exp": "soon"}, "secret")
    text = jwt.api_jws.encode(inner.encode(), SECRET, headers={"cty": "JWT"})
    run = written(subject(text, "t", "t.txt"))
    (result,) = (one for one in run["results"] if one["ruleId"] == "hmac-secret-known")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert text[region["startColumn"] - 1 : region["endColumn"] - 1] == text.split(".")[1]


def test_no_token_breaks_it_and_no_message_becomes_a_link_or_a_placeholder() -> None:
    run = written(*hostile())
    for result in run["results"]:
        text = result["message"]["text"]
        assert "](" not in text
        assert not re.search(r"(?<!\{)\{(?:\{\{)*(?!\{)", text)


@pytest.mark.parametrize("path", ["/abs/a.txt", "rel/a:b.txt", "../up.txt", "we%20ird#?.txt", "\udcff.txt"])
def test_the_address_of_a_file_leads_back_to_its_name(path: str) -> None:
    uri = written(subject(token({"a": 1}), "t", path))["artifacts"][0]["location"]["uri"]
    assert unquote(uri.removeprefix("file://"), errors="surrogateescape") == path
    assert uri.startswith("file:///") is path.startswith("/")
    assert ":" not in uri.removeprefix("file://")


def test_every_citation_that_becomes_an_address_is_one_of_the_known_places() -> None:
    found = [one for rule in RULES for one in citations(rule.source)]
    assert len(found) > 150
    for one in found:
        assert re.fullmatch(
            r"https://(?:www\.rfc-editor\.org/rfc/rfc\d{3,5}\.html(?:#section-[\d.]*\d)?"
            r"|www\.cve\.org/CVERecord\?id=CVE-\d{4}-\d{4,7}|cwe\.mitre\.org/data/definitions/\d+\.html"
            r"|github\.com/advisories/GHSA(?:-[0-9a-z]{4}){3}"
            r"|datatracker\.ietf\.org/doc/html/draft-[a-z0-9-]+(?:#section-[\d.]*\d)?)",
            one.address,
        ), one
    assert citations("ASVS 5.0 9.1.2; OWASP JWT Cheat Sheet") == []
    assert Severity.INFO < Severity.CRITICAL


def test_the_report_of_nothing_names_no_rule(tmp_path: Path) -> None:
    one = subject(token({"a": 1}), "t", str(tmp_path / "t"))
    run = written(one._replace(inspection=one.inspection._replace(findings=())))
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []
