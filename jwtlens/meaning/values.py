"""What the value of a member says in this token: the instant, the list, the words behind a code."""

from collections.abc import Callable, Iterator

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.jose.strict_json import type_name
from jwtlens.knowledge.glossary import Entry
from jwtlens.verify.report import Status

_LISTED = 6
"""Elements of a list that are told; of the others only how many there are."""
_MOMENTS = frozenset({"exp", "nbf", "iat", "auth_time", "updated_at", "toe", "warnafter"})


def said(inspection: Inspection, entry: Entry, value: object) -> Iterator[str]:
    """Yield sentences about a value, as data of this token has it."""
    if entry.values:
        yield from _codes(entry, value)
        return
    if entry.name in _MOMENTS:
        yield from _moment(inspection, entry.name, value)
    elif reader := _READERS.get(entry.name):
        yield from reader(inspection, value)
    else:
        yield from _shape(value)


def _codes(entry: Entry, value: object) -> Iterator[str]:
    meanings = {code.lower(): words for code, words in entry.values.items()}
    for one in (value if isinstance(value, list) else [value])[:_LISTED]:
        code = str(one.get("method", "")) if isinstance(one, dict) else str(one)
        folded = code.lower().removeprefix("application/") if entry.name in {"typ", "cty"} else code.lower()
        if folded in meanings:
            yield f"{quoted(code)}: {meanings[folded]}."
        else:
            yield from _shape(one)


def _moment(inspection: Inspection, name: str, value: object) -> Iterator[str]:
    seconds = times.numeric_date(value)
    if seconds is None:
        yield f"It is {_a(value)}, which is no time: a number of seconds is needed."
        return
    if times.looks_like_milliseconds(seconds):
        yield f"It looks like milliseconds; then it is {times.brief(seconds / 1000)}."
    words = ", here ".join(times.shown_parts(seconds))
    yield f"It is {words}: {times.relative(seconds, inspection.now)}."
    issued = times.numeric_date(inspection.claims.get("iat"))
    if name == "exp" and issued is not None and seconds > issued:
        yield f"The token lives {times.duration(seconds - issued)} from iat on."


def _audience(inspection: Inspection, value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield f"It names {_count(value, 'audience')}: {_list(value)}." if value else "It names nobody."
    elif isinstance(value, str):
        yield f"It names one audience: {quoted(value)}."
    else:
        yield from _shape(value)
    if not inspection.policy.audiences:
        yield "You expect none yet: write yours into Expectations to have it checked."


def _issuer(inspection: Inspection, value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield f"Here it is {quoted(value)}."
    else:
        yield from _shape(value)
    if not inspection.policy.issuers:
        yield "You expect none yet: write yours into Expectations to have it checked."


def _permissions(inspection: Inspection, value: object) -> Iterator[str]:
    del inspection
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list):
        yield from _shape(value)
    elif not words:
        yield "It is empty: nothing is permitted by it."
    else:
        yield f"It holds {_count(words, 'permission')}: {_list(words)}."


def _subject(inspection: Inspection, value: object) -> Iterator[str]:
    if not isinstance(value, str):
        yield from _shape(value)
        return
    yield f"Here it is {quoted(value)}."
    if value and value in (inspection.claims.get("client_id"), inspection.claims.get("azp")):  # they may be objects
        yield "That is the client itself: no person is involved."
    elif "@" in value and ":" not in value and "|" not in value and not value.endswith("@clients"):
        yield "It looks like an e-mail address or a login name, which can change hands."


def _key_id(inspection: Inspection, value: object) -> Iterator[str]:
    yield from _shape(value)
    check = inspection.report.check("key")
    if check is not None and inspection.keyring.keys:
        yield f"Among your keys: {check.reason}."


def _confirmation(inspection: Inspection, value: object) -> Iterator[str]:
    del inspection
    names = {"jkt": "by DPoP proofs", "x5t#S256": "by a TLS client certificate", "jwk": "with the key that is in it"}
    for name in value if isinstance(value, dict) else ():
        if name in names:
            yield f"Here the holder proves it {names[name]}."


def _critical(inspection: Inspection, value: object) -> Iterator[str]:
    check = inspection.report.check("crit")
    if isinstance(value, list):
        yield f"It demands {_list(value) or 'nothing'}."
    if check is not None and check.status is Status.FAILED:
        yield f"Here it makes the token fail: {check.reason}."


def _shape(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield f"Here it is a list of {len(value):,}{': ' + _list(value) if value and _plain(value) else ''}."
    elif isinstance(value, dict):
        members = "; ".join(_named(name, one) for name, one in list(value.items())[:_LISTED])
        more = " …" if len(value) > _LISTED else ""
        yield f"Here it is an object with {_count(list(value), 'member')}{': ' + members + more if value else ''}."
    elif isinstance(value, str):
        yield f"Here it is a text of {_count(list(value), 'character')}." if len(value) > 60 else _text(value)
    elif value is None:
        yield "Here it is null: there is no value."
    else:
        yield f"Here it is {str(value).lower() if isinstance(value, bool) else value}."


def _named(name: str, value: object) -> str:
    """Write a member of an object: its name, and its value where that is a plain one or a list of such."""
    if isinstance(value, list) and value and _plain(value):
        return f"{quoted(name)} {_list(value)}"
    return f"{quoted(name)} {quoted(str(value))}" if isinstance(value, str | int) else quoted(name)


def _text(value: str) -> str:
    return f"Here it is {quoted(value)}." if value else "Here it is an empty text."


def _plain(values: list[object]) -> bool:
    return all(isinstance(one, str | int) for one in values)


def _list(values: list[object]) -> str:
    shown = ", ".join(quoted(str(one)) for one in values[:_LISTED])
    return f"{shown} and {len(values) - _LISTED} more" if len(values) > _LISTED else shown


def _count(values: list[object] | list[str], noun: str) -> str:
    return f"{len(values):,} {noun}{'' if len(values) == 1 else 's'}"


def _a(value: object) -> str:
    return f"the text {quoted(value)}" if isinstance(value, str) else f"a JSON {type_name(value)}"


_READERS: dict[str, Callable[[Inspection, object], Iterator[str]]] = {
    "aud": _audience,
    "cnf": _confirmation,
    "crit": _critical,
    "iss": _issuer,
    "kid": _key_id,
    "permissions": _permissions,
    "scope": _permissions,
    "scp": _permissions,
    "sub": _subject,
}
