"""Addresses of what the rules cite: made only for sources whose addresses follow from their names."""

import re
from typing import NamedTuple

from jwtlens.lazy_pattern import lazy_pattern

_CITED = lazy_pattern(
    r"RFC (?P<rfc>\d{3,5})(?:,? §(?P<section>\d+(?:\.\d+)*))?"
    r"|(?P<cve>CVE-\d{4}-\d{4,7})|CWE-(?P<cwe>\d+)|(?P<ghsa>GHSA(?:-[0-9a-z]{4}){3})"
    r"|(?P<draft>draft-[a-z0-9-]+[a-z0-9])(?: §(?P<part>\d+(?:\.\d+)*))?"
)


class Citation(NamedTuple):
    """One source that a rule cites, and where it can be read."""

    name: str
    address: str


def citations(source: str) -> list[Citation]:
    """Return the sources with an address that a citation text names, in its order."""
    return [Citation(found[0], _address(found)) for found in _CITED.finditer(source)]


def _address(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "rfc" | "section":
            part = f"#section-{found['section']}" if found["section"] else ""
            return f"https://www.rfc-editor.org/rfc/rfc{found['rfc']}.html{part}"
        case "cve":
            return f"https://www.cve.org/CVERecord?id={found['cve']}"
        case "cwe":
            return f"https://cwe.mitre.org/data/definitions/{found['cwe']}.html"
        case "ghsa":
            return f"https://github.com/advisories/{found['ghsa']}"
        case _:
            part = f"#section-{found['part']}" if found["part"] else ""
            return f"https://datatracker.ietf.org/doc/html/{found['draft']}{part}"
