"""The processed payload of an SD-JWT: its claims, with everything in place that was disclosed (RFC 9901 section 7.1).

A digest without a disclosure is a claim that was withheld or a decoy; nobody but the issuer can tell, and both go.
"""

from typing import NamedTuple, cast

from jwtlens.displayable import quoted
from jwtlens.jose import sd_jwt
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.sd_jwt import Disclosure
from jwtlens.jose.strict_json import is_text, type_name
from jwtlens.limits import JSON_DEPTH
from jwtlens.problem import Problem

Path = tuple[str | int, ...]

_RESERVED = frozenset({"_sd", "..."})
_REPORTED = 20
"""Problems that are told one by one; the next thousand say nothing new."""


class Processed(NamedTuple):
    """What a verifier reads from a presentation; with ``problems`` it must refuse it.

    ``paths`` has, for each disclosure, the names and indices that lead to it in ``payload``, or None where it found no
    place. ``withheld`` counts digests without a disclosure. ``sd_alg`` is empty where the hash is not known: then
    nothing was disclosed.
    """

    payload: dict[str, object]
    paths: tuple[Path | None, ...]
    withheld: int
    sd_alg: str
    problems: tuple[Problem, ...]

    def pointer(self, index: int) -> str | None:
        """Return the JSON Pointer to what this disclosure disclosed, or None."""
        path = self.paths[index]
        return None if path is None else pointer(*path)


def process(claims: dict[str, object], disclosures: tuple[Disclosure, ...]) -> Processed:
    """Put what is disclosed into the claims of the issuer-signed JWT. Never raises; ``claims`` stays as it is.

    Malformed disclosures are passed over: whoever took the presentation apart has reported them.
    """
    said = claims.get("_sd_alg", sd_jwt.DEFAULT_HASH)
    sd_alg = said if is_text(said) and said in sd_jwt.HASHES else ""
    work = _Work(disclosures, sd_alg)
    if not sd_alg:
        shown = quoted(said) if is_text(said) else f"a JSON {type_name(said)}"
        message = f"_sd_alg is {shown}; jwtlens supports {', '.join(sd_jwt.HASHES)}, so no disclosure can be checked"
        work.report("sd-alg-unknown", message, ("_sd_alg",))
    payload = work.members(claims, ())
    payload.pop("_sd_alg", None)
    if sd_alg:
        work.report_unreferenced()
    return Processed(payload, tuple(work.paths), work.withheld, sd_alg, tuple(work.problems))


class _Work:
    """One walk through the claims. Every disclosure is put in place once at most, so the work grows with the text."""

    def __init__(self, disclosures: tuple[Disclosure, ...], sd_alg: str) -> None:
        self.disclosures = disclosures
        self.paths: list[Path | None] = [None] * len(disclosures)
        self.withheld = 0
        self.problems: list[Problem] = []
        self._by_digest: dict[str, int] = {}
        self._met: set[str] = set()
        self._twice: set[int] = set()
        for index, disclosure in enumerate(disclosures if sd_alg else ()):
            if not disclosure.problems and self._by_digest.setdefault(disclosure.digest(sd_alg), index) != index:
                self._twice.add(index)

    def report(self, code: str, message: str, path: Path, part: str = "payload") -> None:
        if len(self.problems) < _REPORTED:
            self.problems.append(Problem(code, message, part + pointer(*path)))

    def report_unreferenced(self) -> None:
        for index in sorted(self._twice):
            self._about(index, "disclosure-twice", "is there twice")
        for digest, index in self._by_digest.items():
            if digest not in self._met:
                self._about(index, "disclosure-unreferenced", "has a digest that the token does not have")

    def members(self, members: dict[str, object], path: Path) -> dict[str, object]:
        made = {name: self._value(member, (*path, name)) for name, member in members.items() if name not in _RESERVED}
        if "..." in members:
            message = "... stands in an object that is no array element, where it has no meaning"
            self.report("sd-reserved", message, (*path, "..."))
        for digest in self._digests(members, path):
            index = self._disclosed(digest, path)
            if index is not None:
                self._add(made, index, path)
        return made

    def _value(self, value: object, path: Path) -> object:
        if not isinstance(value, dict | list):
            return value
        if len(path) >= JSON_DEPTH:
            message = f"what is disclosed is nested deeper than {JSON_DEPTH} levels; jwtlens stops there"
            self.report("sd-depth", message, ())
            return None
        return (
            self.members(cast("dict[str, object]", value), path)
            if isinstance(value, dict)
            else self._array(value, path)
        )

    def _array(self, elements: list[object], path: Path) -> list[object]:
        made: list[object] = []
        for element in elements:
            if not isinstance(element, dict) or "..." not in element:
                made.append(self._value(element, (*path, len(made))))
                continue
            digest = element["..."]
            if len(element) > 1 or not is_text(digest):
                message = "an array element with ... must have a digest there, and nothing else"
                self.report("sd-reserved", message, path)
                continue
            index = self._disclosed(digest, path)
            if index is None:
                continue
            if self.disclosures[index].name is not None:
                self._about(index, "disclosure-kind", "is a property (it has a name), used as an array element")
                continue
            self.paths[index] = (*path, len(made))
            made.append(self._value(self.disclosures[index].value, (*path, len(made))))
        return made

    def _digests(self, members: dict[str, object], path: Path) -> list[str]:
        digests = members.get("_sd", [])
        if isinstance(digests, list) and all(is_text(digest) for digest in digests):
            return digests
        self.report("sd-type", "_sd must be an array of strings, the digests", (*path, "_sd"))
        return []

    def _disclosed(self, digest: str, path: Path) -> int | None:
        """Return the disclosure that has this digest, or None; a digest must not stand in the token twice."""
        if digest in self._met:
            self.report("digest-twice", f"the digest {quoted(digest)} stands in the token twice", path)
            return None
        self._met.add(digest)
        index = self._by_digest.get(digest)
        self.withheld += index is None
        return index

    def _add(self, made: dict[str, object], index: int, path: Path) -> None:
        name = self.disclosures[index].name
        if name is None:
            self._about(index, "disclosure-kind", "is an array element (it has no name), used as a property")
        elif name in _RESERVED:
            self._about(index, "disclosure-reserved", f"discloses a claim named {name}, a name that is reserved")
        elif name in made:
            self._about(index, "disclosure-collision", f"discloses {quoted(name)}, which is there already")
        else:
            self.paths[index] = (*path, name)
            made[name] = self._value(self.disclosures[index].value, (*path, name))

    def _about(self, index: int, code: str, words: str) -> None:
        self.report(code, f"disclosure {index + 1} {words}", (index,), "disclosures")
