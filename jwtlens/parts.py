"""What a token that is more than header, payload and signature is made of, part by part, in words."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.displayable import shorten
from jwtlens.verify.report import Status

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection


class PartWords(NamedTuple):
    """One part: its name, what is known of it, and how its own check ended, where it has one."""

    name: str
    words: str
    status: Status | None = None


def parts(inspection: "Inspection") -> tuple[PartWords, ...]:
    """List the parts of a JWE, an SD-JWT or a JWS with several signatures; empty for an ordinary token."""
    judgement = inspection.judgement
    if judgement.envelope is not None:
        from jwtlens.jose.jwe_words import explain  # noqa: PLC0415 - for encrypted tokens only

        return tuple(PartWords(name, words) for name, words in explain(judgement.envelope))
    signatures = (PartWords(one.name, one.reason, one.status) for one in judgement.report.signatures)
    return (*signatures, *_presented(inspection))


def _presented(inspection: "Inspection") -> Iterator[PartWords]:
    presentation, processed = inspection.judgement.presentation, inspection.judgement.processed
    if presentation is None or processed is None:
        return
    yield PartWords("issuer-signed JWT", f"{len(presentation.jwt):,} characters")
    for index, disclosure in enumerate(presentation.disclosures):
        pointer = processed.pointer(index)
        if disclosure.problems:
            yield PartWords(f"disclosure {index + 1}", disclosure.problems[0].message, Status.FAILED)
            continue
        name = "an array element" if disclosure.name is None else disclosure.name
        value = shorten(json.dumps(disclosure.value, ensure_ascii=False))
        where = f"stands at {pointer}" if pointer is not None else "found no place: no digest of it is signed"
        status = Status.PASSED if pointer is not None else Status.FAILED
        yield PartWords(f"disclosure {index + 1}", f"{name} = {value}; {where}", status)
    bound = f"{len(presentation.kb_jwt):,} characters" if presentation.kb_jwt else "none"
    yield PartWords("key-binding JWT", bound)
