"""What a report leaves out: secrets and personal data, wherever a sentence of the audit repeats them."""

import re
from typing import TYPE_CHECKING

from jwtlens.audit import patterns, sensitive
from jwtlens.displayable import displayable, shorten
from jwtlens.jose import json_layout
from jwtlens.jose.json_pointer import pointer
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.reports import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jwtlens.audit.finding import Finding
    from jwtlens.inspection import Inspection

MASKED = "(masked)"
_LEAST = 4
"""Characters: a shorter value stands in every other sentence, and masks them all."""

_EMAIL = lazy_pattern(r"""[^\s"'(),;:<>\[\]{}]{1,64}@[^\s"'(),;<>\[\]{}]{1,190}""")
_CUTS = (80, 24)
"""To how many characters sentences shorten a value."""


class Redaction:
    """Masks what the options do not allow to be shown; made once for a token and those inside it."""

    def __init__(self, inspection: "Inspection", options: Options) -> None:
        self._options = options
        found = [
            (part, value)
            for one in chain(inspection)
            for part, members in (("header", one.token.header.members), ("payload", one.claims))
            for value in sensitive.values(members)
        ]
        texts = {value.text for _, value in found if self._hides(value.why) and len(value.text) >= _LEAST}
        self._hidden: dict[str, set[str]] = {"header": set(), "payload": set()}
        for part, value in found:
            if self._hides(value.why) or value.text in texts:  # the same text under another name, too
                self._hidden[part].add(value.pointer)
        self._opaque = not (options.secrets and options.personal) and any(
            not isinstance(one.token.payload.value, dict) for one in chain(inspection)
        )
        forms = {form for text in texts | _signatures(inspection) for form in _forms(text)}
        self._forms = sorted(forms, key=lambda form: (-len(form), form))

    def text(self, text: str) -> str:
        """Mask a sentence."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASKED)
        return self.without_addresses(text)

    def without_addresses(self, text: str) -> str:
        """Mask e-mail addresses alone, which show by their form: for many long texts."""
        return text if self._options.personal or "@" not in text else _EMAIL.sub(_without_address, text)

    def finding(self, finding: "Finding") -> "Finding":
        """Mask a finding. The evidence goes as a whole where the field holds what is masked."""
        evidence = MASKED if finding.evidence and self.hides(finding.field) else self.text(finding.evidence)
        return finding._replace(evidence=evidence, message=self.text(finding.message))

    def hides(self, field: str) -> bool:
        """Whether this field of the token, or something in it, is masked; a payload as a whole where it is no JSON."""
        part, slash, rest = field.partition("/")
        if not slash:
            return self._opaque and part == "payload"
        hidden = self._hidden.get(part, ())
        return any(where == f"/{rest}" or where.startswith(f"/{rest}/") for where in hidden)

    def layout(self, text: str, part: str) -> str:
        """Mask the values in the JSON text of a part, which keeps its lines."""
        hidden, done, pieces = self._hidden[part], 0, list[str]()
        for member in json_layout.members(text) if hidden else ():
            if member.pointer in hidden:
                size = member.value.end - member.value.start
                pieces += [text[done : member.value.start], f'"(masked, {size:,} characters)"']
                done = member.value.end
        return "".join([*pieces, text[done:]])

    def value(self, value: object, part: str) -> object:
        """Mask the JSON value of a part; text that is no JSON is left out as a whole."""
        if isinstance(value, str):
            return value if self._options.personal and self._options.secrets else MASKED
        return self._masked(value, self._hidden[part], "")

    def disclosure(self, name: str | None, value: object) -> object:
        """Mask the value of one disclosure of an SD-JWT; ``name`` is None for an element of an array."""
        found = sensitive.values({name or "": value})
        hidden = {one.pointer for one in found if self._hides(one.why)}
        return self._masked(value, hidden, pointer(name or ""))

    def strings(self, value: object) -> object:
        """Mask every string in a JSON value of our own, whose names are our own too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {name: self.strings(member) for name, member in value.items()}
        return [self.strings(element) for element in value] if isinstance(value, list | tuple) else value

    def _masked(self, value: object, hidden: set[str], at: str) -> object:
        if isinstance(value, dict):
            return {
                self.without_addresses(name): self._masked(one, hidden, at + pointer(name))
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self._masked(one, hidden, at + pointer(index)) for index, one in enumerate(value)]
        if at in hidden:
            return MASKED
        return self.without_addresses(value) if isinstance(value, str) else value

    def _hides(self, why: sensitive.Sensitivity | None) -> bool:
        return why is not None and not (self._options.secrets if why == "secret" else self._options.personal)


def chain(inspection: "Inspection") -> "Iterator[Inspection]":
    """Yield the inspection, and those of the tokens inside it, from outside in."""
    yield inspection
    if inspection.inner is not None:
        yield from chain(inspection.inner)


def _signatures(inspection: "Inspection") -> set[str]:
    """Return the signatures as they are written; they are what makes a token usable, and no option shows them."""
    seen = (view for one in chain(inspection) for view in (one.token, *one.token.signatures))
    texts = {view.segment("signature").text for view in seen}
    return {text for text in texts if len(text) >= _LEAST}


def _forms(text: str) -> set[str]:
    """How our sentences write a value: whole or shortened, with quotes or without, displayable."""
    shown = {text, *(shorten(text, size) for size in _CUTS)}
    return {text, *map(displayable, shown), displayable(shorten(f'"{text}"')).strip('"')}


def _without_address(found: re.Match[str]) -> str:
    text = found[0].rstrip(".")
    return found[0] if not patterns.is_email(text) and "…" not in text else found[0].replace(text, MASKED)
