"""What holds of everything that reads a text: each function is given an input, and raises where it does not hold."""

import json
from random import Random
from typing import TYPE_CHECKING, Any

from jwtlens import answers, expectations, paste, times
from jwtlens.cli.batch import serve
from jwtlens.displayable import displayable, quoted, shorten
from jwtlens.harvest import Harvester, harvest
from jwtlens.inspection import inspect
from jwtlens.jose import base64url, json_layout, json_pointer, serialization, strict_json
from jwtlens.jose.sd_jwt import split
from jwtlens.jose.sd_jwt_payload import process
from jwtlens.keys.read import read_keys, readings
from jwtlens.keys.secret import Secret
from jwtlens.network.plan import plan
from jwtlens.network.refusal import NotFetchedError
from tests.core_kit import NOW, SECRET
from tests.fuzz import carriers, promises
from tests.fuzz.asked import RING
from tests.fuzz.chance import below, octets, one_in, pick
from tests.fuzz.json_texts import literal, value, written
from tests.fuzz.keys import PASSPHRASE, key_text
from tests.fuzz.texts import FRAGMENTS, changed, text
from tests.fuzz.tokens import claims_set, header, octets_of, token

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGE = 200_000
"""Characters of a large text."""


def base64url_holds(given: str) -> None:
    data, problems = base64url.decode(given)
    promises.problems_are_told(problems, len(given))
    assert bool(problems) == (base64url.encode(data) != given)


def base64url_text(r: Random) -> str:
    made = base64url.encode(octets(r, below(r, 40)))
    return changed(r, made) if one_in(r, 2) else made + pick(r, FRAGMENTS)


def json_holds(given: bytes) -> None:
    document = strict_json.parse(given, "payload")
    promises.problems_are_told(document.problems, len(document.text))
    assert document.readable or document.problems
    if not document.readable:
        return
    text_ = document.text.removeprefix("\ufeff")
    for member in json_layout.members(text_):
        promises.within(member.name, len(text_), "name")
        promises.within(member.value, len(text_), "value")
        json_pointer.split(member.pointer)
    if not document.problems:
        again = strict_json.parse_text(json_layout.lay_out(text_), "payload")
        assert literal(again.value) == literal(document.value)
        assert json_layout.pack(json_layout.lay_out(text_), json_layout.style_of(text_)) is not None
        quoted(strict_json.as_words(document.value))


def json_text(r: Random) -> bytes:
    made = pick(r, (header, claims_set, value))(r)
    return octets_of(changed(r, made) if one_in(r, 3) else made)


def displayable_holds(given: str) -> None:
    made = displayable(given)
    promises.harmless(made)
    assert displayable(made) == made
    promises.sentence(quoted(given), "quoted")
    assert len(shorten(given, 20)) <= 20
    if '"' not in given and "\\" not in given and given.isprintable():
        assert json.loads(f'"{made}"') == given


def paste_holds(given: str) -> None:
    found = paste.extract(given)
    for removed in found.removed:
        promises.sentence(removed, "removed")
    for kept in found.kept:
        promises.within(kept, len(given), "kept")
    assert "".join(given[start:end] for start, end in found.kept) == found.token


def parsing_holds(given: str) -> None:
    parsed, jwe = serialization.parse(given)
    promises.problems_are_told(parsed.problems, len(parsed.text))
    if jwe is not None:
        promises.problems_are_told(jwe.problems, len(given))
    for view in (parsed, *parsed.signatures):
        for segment in view.segments:
            if segment.text:  # what is missing stands behind the end
                promises.within(segment.span, len(given), segment.name)
        assert isinstance(view.signing_input, bytes)
    presentation = split(given)
    if presentation is not None:
        promises.problems_are_told(presentation.problems, len(given))
        issued = serialization.parse(presentation.jwt).token
        processed = process(issued.payload.members, presentation.disclosures)
        promises.problems_are_told(processed.problems)


def harvest_holds(given: tuple[bytes, int]) -> None:
    data, step = given
    at_once = Harvester()
    found = at_once.feed(data) + at_once.close()
    in_pieces = Harvester()
    pieces = [one for at in range(0, len(data), step) for one in in_pieces.feed(data[at : at + step])]
    pieces += in_pieces.close()
    # What the text around a token says may depend on how much of it was seen when the first token was looked at.
    assert [one._replace(place=one.place._replace(where="")) for one in pieces] == [
        one._replace(place=one.place._replace(where="")) for one in found
    ], "in pieces, other tokens"
    for note in at_once.notes:
        promises.sentence(note.words, "note")
    for sighting in found:
        assert 0 <= sighting.place.offset <= len(data), sighting.place
        assert 1 <= sighting.place.line <= data.count(b"\n") + 1, sighting.place


def fed(r: Random) -> tuple[bytes, int]:
    """A text, and the size of the pieces that it is fed in: not so many that a long one takes seconds."""
    data = carriers.carrier_bytes(r)
    return data, max(1 + below(r, 300), len(data) // 200)


def harvest_of_text_holds(given: str) -> None:
    for one in harvest(given):
        promises.sentence(displayable(one.token)[:100], "token")
        assert one.places


def keys_hold(given: tuple[Secret[str] | Secret[bytes], Any]) -> None:
    material, encoding = given
    ring = read_keys(material, encoding=encoding, passphrase=Secret(PASSPHRASE))
    promises.keys_are_told(ring)
    for reading in readings(material):
        assert reading.encoding


def typed_holds(given: str) -> None:
    """Every field that is typed answers with a value or a sentence."""
    readers: tuple[Callable[[str], object], ...] = (
        expectations.read_leeway,
        expectations.read_instant,
        expectations.read_max_age,
        expectations.read_thumbprint,
        expectations.read_algorithms,
        lambda text_: expectations.read_moment(text_, NOW),
    )
    for reader in readers:
        try:
            found = reader(given)
        except ValueError as error:
            promises.sentence(str(error), "refusal")
        else:
            if isinstance(found, int | float):
                for words in (times.utc(found), times.local(found), times.relative(found, NOW)):
                    promises.sentence(words, "time")
    try:
        for words in plan(given).sentences:
            promises.sentence(words, "plan")
    except NotFetchedError as error:
        promises.sentence(str(error), "plan")


def typed_text(r: Random) -> str:
    given = pick(
        r, ("+15m", "1795000000", "2026-11-23T14:49:40Z", "https://[::1]:8/x?y", "https://issuer.example/jwks", "-1d")
    )
    return changed(r, given) if one_in(r, 2) else given[: below(r, 8)] + text(r)


def batch_holds(given: bytes) -> None:
    answer = serve(given)
    assert [error for error in answer["errors"] if error["code"] == "internal"] == []  # type: ignore[attr-defined]
    promises.harmless(answers.dump(answer), "answer")


def request(r: Random) -> bytes:
    ops = ("verify", "decode", "decrypt", "audit", "detect", "jwk", "sign", "x", text(r))
    members = {"id": value(r), "op": literal(pick(r, ops)), "token": literal(token(r)), "at": str(NOW)}
    for name in ("key", "keys", "payload", "expect", "iss", "aud", "alg", "jwk", "encoding", text(r)):
        if one_in(r, 4):
            members[name] = pick(r, (literal(SECRET.decode()), value(r), written(r, {text(r): value(r)})))
    return octets_of(written(r, members))


def large_holds(given: tuple[str, int]) -> None:
    """Whoever reads a text reads a large one in a moment; nothing else is asked of it here."""
    whole_, reader = given
    match reader:
        case 0:
            paste_holds(whole_)
        case 1:
            harvest(whole_)
        case 2:
            read_keys(Secret(whole_))
        case 3:
            strict_json.parse(octets_of(whole_), "payload")
        case 4:
            read_keys(Secret(whole_.encode("latin-1", "replace")), encoding="base64")
        case 5:
            inspect(whole_, RING, now=NOW)
        case 6:
            inspect(f"eyJhbGciOiJIUzI1NiJ9.{base64url.encode(octets_of(whole_))}.AAAA", RING, now=NOW)
        case _:
            claim = json.dumps({"a": whole_, whole_[:1000]: whole_[:1000]}, ensure_ascii=False)
            inspect(f"eyJhbGciOiJIUzI1NiJ9.{base64url.encode(octets_of(claim))}.AAAA", RING, now=NOW)


def repeated(r: Random) -> tuple[str, int]:
    """A large text of one small piece over and over: what takes more than one pass over a text takes seconds now."""
    piece = pick(r, (token, carriers.carrier, text, claims_set, header, _key_as_text))(r)
    at = below(r, len(piece) + 1)
    piece = piece[at : at + pick(r, (1, 3, 10, 60, 400))] + pick(r, ("", "", ".", "~", "\n", " ", ",", "eyJ"))
    begin = pick(r, ("", "", '{"alg":"HS256"}', "eyJhbGciOiJIUzI1NiJ9.", "Bearer ", "{", "["))
    end = pick(r, ("", "", "\0", ".", "}", "]", '"', "=", "\n"))
    return begin + (piece or "a") * (_LARGE // max(len(piece), 1)) + end, below(r, 8)


def _key_as_text(r: Random) -> str:
    material = key_text(r).reveal()
    return material if isinstance(material, str) else material.decode("latin-1")
