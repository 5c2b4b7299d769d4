"""Rules about SD-JWT: claims that the holder may show or withhold (RFC 9901)."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, cast

from jwtlens.audit.case import Case, shown, text
from jwtlens.audit.finding import Family, Hit, Need, Severity
from jwtlens.displayable import quoted
from jwtlens.jose import base64url, strict_json

FAMILY = Family(Need.CLAIMS)

_HASHES = {
    "sha-256": "sha256",
    "sha-384": "sha384",
    "sha-512": "sha512",
    "sha3-256": "sha3_256",
    "sha3-384": "sha3_384",
    "sha3-512": "sha3_512",
}
_VALIDITY = frozenset({"iss", "aud", "exp", "nbf", "cnf"})
_MOST = 1_000
"""Disclosures that are looked at; a wallet shows a few dozen."""


class Disclosure(NamedTuple):
    """One disclosure: its digest, its JSON array (empty where it is none), and the claim name it discloses, if any."""

    text: str
    digest: str
    array: tuple[object, ...]

    @property
    def name(self) -> str | None:
        """The name of the disclosed claim; None for an array element, and for what is no disclosure."""
        return text(self.array[1]) if len(self.array) == 3 else None


def _disclosures(case: Case) -> list[Disclosure]:
    algorithm = _HASHES.get(text(case.claims.get("_sd_alg", "sha-256")), "sha256")
    # What follows the last tilde is the key binding, or nothing.
    return [_disclosure(piece, algorithm) for piece in case.presentation.split("~", _MOST)[:-1] if piece]


def _disclosure(piece: str, algorithm: str) -> Disclosure:
    digest = hashlib.new(algorithm, piece.encode("utf-8", "surrogatepass")).digest()
    value = strict_json.parse(base64url.decode(piece).data, "disclosure").value
    return Disclosure(piece, base64url.encode(digest), tuple(value) if isinstance(value, list) else ())


class _Digests:
    """Digests found in the claims and in what is disclosed, and the members of the objects that they stand in."""

    def __init__(self, case: Case, disclosures: list[Disclosure]) -> None:
        self.count: Counter[str] = Counter()
        self.parent: dict[str, dict[str, object]] = {}
        self._open: list[object] = [case.claims]
        by_digest = {disclosure.digest: disclosure for disclosure in disclosures}
        while self._open:
            for digest in self._visit(self._open.pop()):
                disclosed = by_digest.get(digest)
                if disclosed is not None and disclosed.array and self.count[digest] == 1:
                    self._open.append(disclosed.array[-1])

    def _visit(self, value: object) -> Iterator[str]:
        if isinstance(value, list):
            self._open += value
        if not isinstance(value, dict):
            return
        members = cast("dict[str, object]", value)
        listed = members.get("_sd")
        digests = [*listed] if isinstance(listed, list) else []
        digests += [members["..."]] if "..." in members else []
        for digest in filter(None, map(text, digests)):
            self.count[digest] += 1
            self.parent.setdefault(digest, members)
            yield digest
        self._open += [member for name, member in members.items() if name != "_sd"]


@FAMILY.rule(
    "sdjwt-disclosure",
    "SD-JWT disclosure problem",
    Severity.HIGH,
    why="What is disclosed was not signed, or could be put in the place of something else.",
    remedy="Refuse the token.",
    source="RFC 9901 §7.1",
)
def _disclosure_problem(case: Case) -> Iterator[Hit]:
    if not case.tilde:
        return
    disclosures = _disclosures(case)
    digests = _Digests(case, disclosures)
    for disclosure in disclosures:
        if fault := _fault(disclosure, digests):
            yield Hit("token", quoted(disclosure.text), f"A disclosure {fault}.")
    for digest, count in digests.count.items():
        if count > 1:
            yield Hit("payload", quoted(digest), "A digest stands in the token more than once.")


def _fault(disclosure: Disclosure, digests: _Digests) -> str:
    if len(disclosure.array) not in (2, 3) or (disclosure.name == ""):
        return "is not an array of salt, name and value"
    if disclosure.digest not in digests.count:
        return "has a digest that the token does not have"
    if disclosure.name in ("_sd", "..."):
        return f"has the name {disclosure.name}, which is not allowed"
    if disclosure.name is not None and disclosure.name in digests.parent[disclosure.digest]:
        return f"has the name {quoted(disclosure.name)}, which is there already"
    return ""


@FAMILY.rule(
    "sdjwt-hidden-validity",
    "Security claim is selectively disclosable",
    Severity.MEDIUM,
    why="Whoever holds the token can leave out what limits its use.",
    remedy="Keep claims that a verifier needs in the clear.",
    source="RFC 9901 §9.7",
)
def _hidden_validity(case: Case) -> Iterator[Hit]:
    for disclosure in _disclosures(case) if case.tilde else ():
        if disclosure.name in _VALIDITY:
            yield Hit(
                "token", quoted(disclosure.name or ""), f"{disclosure.name} is a claim that the holder can withhold."
            )


@FAMILY.rule(
    "sdjwt-hash",
    "Weak, unknown or misplaced _sd_alg",
    Severity.MEDIUM,
    why="With a weak hash other claims can be made to fit; with an unknown one nothing can be checked.",
    remedy="Use sha-256 or better, at the top level.",
    source="RFC 9901 §4.1.1, §9.4",
)
def _hash(case: Case) -> Iterator[Hit]:
    for node in case.nodes:
        if node.part != "payload" or node.path[-1] != "_sd_alg":
            continue
        if len(node.path) > 1:
            yield Hit(node.field, shown(node.value), "_sd_alg stands inside another claim, where it means nothing.")
        elif text(node.value) not in _HASHES:
            yield Hit(node.field, shown(node.value), f"_sd_alg is {shown(node.value)}; sha-256 is the usual one.")
