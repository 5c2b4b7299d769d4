"""``jwtlens --licences``: what jwtlens needs, as it is installed here, by the metadata of the packages themselves."""

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from jwtlens import __version__
from jwtlens.answers import dump

_REQUIREMENT = re.compile(r"\s*([\w.-]+)\s*(?:\[([^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w.-]+)['\"]")
_FOR_USERS = frozenset({"web"})
"""The extras of jwtlens that people use; the other one is for working on it."""
_LABELS = ("homepage", "home", "repository", "source", "source code", "github")
"""What packages call the address of their home or source."""
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


class Part(NamedTuple):
    """A package that jwtlens needs. ``needs`` names those that it needs itself."""

    name: str
    version: str
    licence: str
    is_spdx: bool
    home: str
    needs: tuple[str, ...]


def parts() -> list[Part]:
    """Return everything that jwtlens needs, directly or not, and that is installed, by name."""
    found: dict[str, Part] = {}
    asked: set[tuple[str, frozenset[str]]] = set()
    waiting = list(_needed(_own(), _FOR_USERS))
    while waiting:
        name, extras = one = waiting.pop()
        if one in asked:
            continue
        asked.add(one)
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, another Python, or an extra that is not installed
        needs = list(_needed(package.requires or [], extras))
        before = found[name].needs if name in found else ()
        found[name] = _part(name, package, {*before, *(needed for needed, _ in needs)})
        waiting += needs
    return [found[name] for name in sorted(found)]


def table() -> str:
    """List them for people, a package a line."""
    rows = [(part.name, part.version, part.licence, part.home) for part in parts()]
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        "  ".join(f"{text:<{width}}" for text, width in zip(row, (*wide, 0), strict=True)).rstrip() + "\n"
        for row in rows
    )


def sbom() -> str:
    """Write them for programs: a software bill of materials, CycloneDX 1.6 as JSON."""
    found = parts()
    known = {part.name: _url(part.name, part.version) for part in found}
    own = _url("jwtlens", __version__)
    direct = sorted({known[name] for name, _ in _needed(_own(), _FOR_USERS) if name in known})
    needs = [{"ref": own, "dependsOn": direct}]
    needs += [
        {"ref": known[part.name], "dependsOn": sorted(known[name] for name in part.needs if name in known)}
        for part in found
    ]
    return dump(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": _component("application", own, "jwtlens", __version__)},
            "components": [
                _component("library", known[part.name], part.name, part.version) | _licences(part) for part in found
            ],
            "dependencies": needs,
        }
    )


def _own() -> list[str]:
    """Return the requirements of jwtlens: of what is installed, or of the folder that it runs from."""
    try:
        return metadata.requires("jwtlens") or []
    except metadata.PackageNotFoundError:
        import tomllib  # noqa: PLC0415 - where jwtlens is not installed

        project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"].items()
        return [*project["dependencies"], *(f"{one}; extra == '{name}'" for name, needs in extras for one in needs)]


def _needed(requirements: list[str], extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Name what is required, with its extras. Other conditions are not looked at: what they rule out is not there."""
    for requirement in requirements:
        condition = _EXTRA.search(requirement.partition(";")[2])
        match = _REQUIREMENT.match(requirement)
        if match and (condition is None or condition[1] in extras):
            wanted = frozenset(name.strip() for name in (match[2] or "").split(",") if name.strip())
            yield re.sub(r"[-_.]+", "-", match[1]).lower(), wanted


def _part(name: str, package: metadata.Distribution, needs: set[str]) -> Part:
    about = package.metadata.json  # PEP 566: names in lower case, a list where there may be several
    spdx, written = str(about.get("license_expression", "")), str(about.get("license", ""))
    classified = [one.rpartition(" :: ")[2] for one in about.get("classifier", []) if one.startswith("License")]
    licence = spdx or (written if "\n" not in written else "") or ", ".join(classified) or "not stated"
    urls = dict(one.lower().split(", ", 1) for one in about.get("project_url", []) if ", " in one)
    home = next((urls[label] for label in _LABELS if label in urls), str(about.get("home_page", "")))
    return Part(name, package.version, licence, bool(spdx), home, tuple(sorted(needs)))


def _url(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _component(kind: str, url: str, name: str, version: str) -> dict[str, object]:
    return {"type": kind, "bom-ref": url, "name": name, "version": version, "purl": url}


def _licences(part: Part) -> dict[str, object]:
    if part.is_spdx:
        return {"licenses": [{"expression": part.licence}]}
    return {"licenses": [{"license": {"name": part.licence}}]}
