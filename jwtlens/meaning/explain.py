"""What a thing means, and what it says in this token: one function for whatever a front end points at."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.jose import json_pointer
from jwtlens.knowledge import glossary
from jwtlens.knowledge.glossary import Entry
from jwtlens.knowledge.kinds import Kind
from jwtlens.meaning import algorithms, values
from jwtlens.meaning.likeness import in_words, likeness
from jwtlens.verify.report import Status

if TYPE_CHECKING:
    from jwtlens.audit.finding import Rule

Where = Literal["header", "payload", "part", "check", "finding", "key", "field", "topic"]

_UNREGISTERED = "not registered"
_KEYS = 6
"""Keys of a set that are told one by one."""
_STATUS = {
    Status.PASSED: "It passed here",
    Status.FAILED: "It failed here",
    Status.NOT_CHECKED: "It was not decided here",
    Status.NOT_APPLICABLE: "It does not apply here",
}


class Meaning(NamedTuple):
    """An explanation, in the order in which it is read. Every text is made of our words and quoted values.

    ``facts`` are labels with words, ``here`` sentences about this token, ``watch`` what to look out for under its
    ``watch_label``, ``topics`` what no token can tell, and belongs here: titles with sentences.
    """

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    watch: str
    here: tuple[str, ...] = ()
    watch_label: str = "watch for"
    topics: tuple[tuple[str, str], ...] = ()


def explain_term(inspection: Inspection, where: Where, what: str) -> Meaning:
    """Explain one thing of a token.

    ``what`` is a JSON Pointer for ``header`` and ``payload`` (empty for all of it), else a name: of a part
    (``signature``), a check (``exp``), a field of the screen (``issuer``), a topic (``replay``), the address
    ``slug field`` of a finding; for ``key`` it is ignored. Never raises for anything that stands in a token.
    """
    match where:
        case "header" | "payload":
            return _member(inspection, where, what)
        case "check":
            return _check(inspection, what)
        case "finding":
            return _finding(inspection, what)
        case "key":
            return _key(inspection)
        case "field" | "topic":
            return of_entry(_only(glossary.named(what, (where,))))
        case "part":
            return _part(inspection, what)


def of_entry(entry: Entry, here: Iterable[str] = ()) -> Meaning:
    """Write an entry of the glossary as an explanation."""
    about = [("in", entry.about)] if entry.about else []
    registered = algorithms.facts(entry.name) if entry.part == "algorithm" else ()
    kind = () if entry.part in {"check", "topic"} else (("type", entry.type),)
    facts = (*kind, *about, *registered, ("defined by", "; ".join(entry.sources)))
    said = tuple(f"{code}: {words}." for code, words in entry.values.items()) if not here else ()
    return Meaning(
        entry.label, entry.title, facts, entry.meaning, entry.watch, (*here, *said), topics=tuple(_topics(entry.see))
    )


def of_rule(rule: "Rule") -> Meaning:
    """Write a rule of the audit as an explanation, without a token."""
    needs = (("needs", ", ".join(rule.needs)),) if rule.needs else ()
    facts = (("severity", rule.severity.name.lower()), ("confidence", rule.confidence), *needs, ("source", rule.source))
    return Meaning(rule.slug, rule.title, facts, rule.why, rule.remedy, watch_label="remedy")


def _member(inspection: Inspection, where: Literal["header", "payload"], pointer: str) -> Meaning:
    path = json_pointer.split(pointer)
    if not path:
        return _part(inspection, where)
    document = inspection.token.header if where == "header" else inspection.token.payload
    alike = likeness(inspection)
    for length in range(len(path), 0, -1):
        entry = _entry_at(where, path[:length], alike)
        if entry is not None:
            value = _value(document.members, path[:length])
            here = [*values.said(inspection, entry, value), *_judged(inspection, where, path[:length])]
            if where == "header" and path[:length] in (["alg"], ["enc"]):
                return _algorithm(entry, value, here)
            return of_entry(_with_standard(entry), here)
    return _unknown(inspection, where, path, _value(document.members, path[:1]))


def _entry_at(where: str, path: list[str], alike: Kind) -> Entry | None:
    """Return the best entry for the member at a path: of its vendor and kind, else of any."""
    if len(path) == 1:
        found = glossary.named(path[0], ("header",) if where == "header" else ("claim",))
    else:
        found = glossary.named(path[-1], ("claim", "header"), path[-2])
    ranked = glossary.fitting(found, alike.vendor, alike.name)
    return ranked[0] if ranked and glossary.fits(ranked[0], alike.vendor, alike.name) else _foreign(ranked)


def _with_standard(entry: Entry) -> Entry:
    """Put what a standard says of a name before what a vendor makes of it."""
    named = glossary.named(entry.name, (entry.part,), entry.inside) if entry.vendor else ()
    for one in named:
        if not one.vendor and not one.kind and not one.sources[0].startswith(_UNREGISTERED):
            meaning = f"{one.meaning} In {entry.about}: {entry.meaning}"
            sources = (*one.sources, *(source for source in entry.sources if source not in one.sources))
            see = (*entry.see, *one.see)
            return entry._replace(meaning=meaning, sources=sources, watch=f"{entry.watch} {one.watch}", see=see)
    return entry


def _foreign(ranked: tuple[Entry, ...]) -> Entry | None:
    """Return an entry for other tokens, where all that is known of the name is about those."""
    return ranked[0] if len(ranked) == 1 else None


def _unknown(inspection: Inspection, where: str, path: list[str], value: object) -> Meaning:
    noun = "header parameter" if where == "header" else "claim"
    elsewhere = glossary.named(path[0], ("header",) if where == "header" else ("claim",))
    known = [f"In {entry.about} it means: {entry.title}." for entry in elsewhere if entry.vendor][:4]
    plain = Entry("claim", path[0], "", "any", (), "", "")
    text = f"This {noun} has no meaning that everybody agrees on: its issuer and its readers give it one."
    return Meaning(
        quoted(path[0]),
        f"private {noun}",
        (("type", "any"), ("defined by", "RFC 7515 §4.3" if where == "header" else "RFC 7519 §4.3")),
        text,
        "Readers that do not know it ignore it. Ask the issuer what it promises before you decide by it.",
        (*values.said(inspection, plain, value), *known, *_judged(inspection, where, path[:1])),
    )


def _algorithm(parameter: Entry, value: object, here: list[str]) -> Meaning:
    """Explain ``alg`` or ``enc`` by the algorithm that it names."""
    found = glossary.named(value, ("algorithm",)) if isinstance(value, str) else ()
    if not found:
        what = f"{quoted(value)} is no" if isinstance(value, str) else "Its value is no name of an"
        return of_entry(parameter, [f"{what} algorithm that jwtlens knows.", *here[1:]])
    meaning = of_entry(found[0]._replace(name=str(value)))
    sentences = [one for one in here if not one.startswith("Here it is")]
    return meaning._replace(
        name=f"{parameter.name}: {value}",
        watch=f"{meaning.watch} {parameter.watch}",
        here=tuple(sentences),
        topics=(*meaning.topics, *_topics(parameter.see)),
    )


def _check(inspection: Inspection, name: str) -> Meaning:
    check = inspection.report.check(name)
    here = (f"{_STATUS[check.status]}: {check.reason}.",) if check else ()
    found = glossary.named(name, ("check",))
    return of_entry(found[0], here) if found else Meaning(quoted(name), "check", (), "", "", here)


def _finding(inspection: Inspection, address: str) -> Meaning:
    slug, _, field = address.partition(" ")
    found = next((one for one in inspection.findings or () if one.slug == slug and one.field == field), None)
    if found is None:
        return Meaning(slug, "finding", (), "This finding is gone: the token has changed.", "")
    sure = "certain" if found.confidence == "certain" else "heuristic: it looks so, and may be meant"
    facts = (("severity", found.severity.name.lower()), ("confidence", sure), ("source", found.source))
    evidence = f"Evidence: {found.evidence}" if found.evidence else ""
    here = tuple(words for words in (found.message, evidence) if words)
    return Meaning(found.slug, found.title, facts, found.why, found.remedy, here, "remedy")


def _part(inspection: Inspection, name: str) -> Meaning:
    found = glossary.named(name, ("part",)) or glossary.named("token", ("part",))
    alike = in_words(likeness(inspection))
    here = [f"This one {alike}."] if alike and name in {"token", "payload"} else []
    size = len(inspection.token.segment(name).data)
    here += [f"Here it has {size:,} bytes."] if size else []
    check = inspection.report.check("signature") if name == "signature" else None
    here += [f"Signature check: {check.status}, {check.reason}."] if check else []
    return of_entry(_only(found), here)


def _key(inspection: Inspection) -> Meaning:
    """Explain the keys in hand: by their type where they have one, else what a key is for."""
    keys = inspection.keyring.keys
    if not keys:
        return of_entry(_only(glossary.named("key", ("field",))), ["There is no key yet: nothing can be verified."])
    entry = _only(glossary.named(keys[0].kty, ("key",)))
    here = []
    for key in keys[:_KEYS]:
        half = "" if key.kty == "oct" else ", private" if key.private else ", public half only"
        serves = ", ".join(key.algorithms()) or "no signature algorithm"
        here.append(f"{quoted(key.label).capitalize()}: {key.kind}{half}; fits {serves}.")
    if len(keys) > _KEYS:
        here.append(f"And {len(keys) - _KEYS} more keys.")
    return of_entry(entry, here)._replace(name=keys[0].kind if len(keys) == 1 else f"{len(keys)} keys")


def _judged(inspection: Inspection, where: str, path: list[str]) -> Iterator[str]:
    """Yield what verification and audit hold against a member."""
    field = where + json_pointer.pointer(*path)
    for check in inspection.report.failed:
        if check.field == field:
            yield f"✗ Check {check.name} failed: {check.reason}."
    for finding in inspection.findings or ():
        if finding.field == field:
            yield f"Audit, {finding.severity.name.lower()}: {finding.message}"


def _value(members: dict[str, object], path: list[str]) -> object:
    value: object = members
    for name in path:
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def _topics(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        entry = _only(glossary.named(name, ("topic",)))
        yield entry.title, f"{entry.meaning} {entry.watch}"


def _only(found: tuple[Entry, ...]) -> Entry:
    return found[0]
