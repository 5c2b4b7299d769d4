"""A SARIF log of a scan: the logs that the report makes of single tokens, put together, with the places of the scan."""

import json
from typing import Any, cast

from jwtlens import answers, reports
from jwtlens.cli.scan_tokens import Entry, Place
from jwtlens.displayable import displayable
from jwtlens.reports.sarif_locations import address

Json = dict[str, Any]


class SarifLog:
    """Takes the runs of single tokens in, and writes one run."""

    def __init__(self) -> None:
        self._rules: dict[str, Json] = {}
        self._files: dict[str, int] = {}
        self._results: list[Json] = []

    def add(self, entry: Entry, run: Json) -> None:
        """Take in the findings about one token; placed where it was seen first, the others are related."""
        for rule in run["tool"]["driver"]["rules"]:
            self._rules.setdefault(rule["id"], rule)
        first, *others = (self._location(place) for place in entry.places)
        for result in run["results"]:
            result["locations"] = [first | {"logicalLocations": result["locations"][0]["logicalLocations"]}]
            if others:
                result["relatedLocations"] = [{"id": number, **one} for number, one in enumerate(others, 1)]
            result["occurrenceCount"] = entry.seen
            self._results.append(result)

    def text(self, summary: str, *, whole: bool) -> str:
        """Write the log; ``whole`` says that everything was read."""
        log = cast("Json", json.loads(reports.write("sarif", ())))
        run = log["runs"][0]
        run["tool"]["driver"]["rules"] = [*self._rules.values()]
        numbers = {slug: number for number, slug in enumerate(self._rules)}
        for result in self._results:
            result["ruleIndex"] = numbers[result["ruleId"]]
        run["automationDetails"] = {"id": "jwtlens/scan/"}
        told = [{"level": "note", "message": {"text": summary}}]
        run["invocations"] = [{"executionSuccessful": whole, "toolExecutionNotifications": told}]
        run["artifacts"] = [{"location": {"uri": uri}, "roles": ["analysisTarget"]} for uri in self._files]
        run["results"] = self._results
        return answers.dump(log)

    def _location(self, place: Place) -> Json:
        subject = reports.Subject(cast("Any", None), "standard input" if place.file == "-" else "", place.file)
        uri = address(subject._replace(path="") if place.file == "-" else subject, 1)
        artifact = {"uri": uri, "index": self._files.setdefault(uri, len(self._files))}
        where = {"message": {"text": displayable(place.where)}} if place.where else {}
        return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": place.line}}, **where}
