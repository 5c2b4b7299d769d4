"""Which values of a token do not belong into a report that is passed on: secrets, and data about a person."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from jwtlens.audit import disclosed, patterns
from jwtlens.audit.embedded import PRIVATE_MEMBERS
from jwtlens.jose import strict_json
from jwtlens.jose.json_pointer import pointer
from jwtlens.lazy_pattern import lazy_pattern

Sensitivity = Literal["secret", "personal"]

_PERSON = frozenset(
    {
        *("name", "full_name", "display_name", "given_name", "family_name", "middle_name", "first_name", "last_name"),
        *("firstname", "lastname", "surname", "nickname", "username", "user_name", "preferred_username", "login"),
        *("unique_name", "upn", "gender", "sex", "picture", "photo", "avatar", "avatar_url", "profile", "website"),
        *("email", "e_mail", "mail", "phone", "phone_number", "mobile", "telephone", "address", "street_address"),
        *("postal_code", "zip_code", "locality", "formatted", "birthdate", "birthday", "date_of_birth", "dob"),
        *("ip", "ip_address", "ipaddr", "client_ip", "remote_addr"),
    }
)
"""Names in snake case of members that say something about a person (OpenID Connect Core section 5.1, and others)."""

_ENDS = (
    *("_email", "_mail", "_phone", "_phone_number", "_mobile", "_birthdate", "_date_of_birth", "_given_name"),
    *("_family_name", "_first_name", "_last_name", "_full_name", "_address", "_username"),
)
_CAREFUL = frozenset({"pass", "passcode", "secrets", "authorization", "cookie", "cookies", "set_cookie"})
"""Names too ordinary for a finding, under which a report shows nothing all the same."""

_CONTAINED = frozenset({"value", "text", "plain", "plaintext", "data", "content"})
"""Names under which an object holds what its own name says."""

_CARD = lazy_pattern(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z])")
_COMPACT = lazy_pattern(r"eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}")
_ADDRESS = "address"


class Value(NamedTuple):
    """A string or a number of the header or the claims, as text, and why it is sensitive, if it is."""

    pointer: str
    text: str
    why: Sensitivity | None


def values(members: dict[str, object]) -> Iterator[Value]:
    """Yield every string and number at any depth."""
    pending: list[tuple[tuple[str | int, ...], tuple[str, ...], object]] = [((), (), members)]
    while pending:
        path, names, value = pending.pop()
        if isinstance(value, dict):
            keys = PRIVATE_MEMBERS if "kty" in value else frozenset()
            yield from (Value(pointer(*path, name), str(value[name]), "secret") for name in keys & value.keys())
            pending += [((*path, name), (*names, name), one) for name, one in value.items() if name not in keys]
        elif isinstance(value, list):
            pending += [((*path, at), names, element) for at, element in enumerate(value)]
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            text = value if isinstance(value, str) else str(value)
            yield Value(pointer(*path), text, sensitivity(names, text, is_number=not isinstance(value, str)))


def sensitivity(names: tuple[str, ...], text: str, *, is_number: bool) -> Sensitivity | None:
    """Say what the value is that stands under these names, the outermost first; None for an ordinary one."""
    name = names[-1] if names else ""
    if not text:
        return None
    if "PRIVATE KEY" in text or disclosed.private_key(text):
        return "secret"
    if patterns.snake(name[:200]) in _CAREFUL or (name in _CONTAINED and _is_secret_of(names[-2:-1], text)):
        return "secret"
    if not is_number and text.lstrip()[:1] in ("{", "[") and (inside := _in_json_text(names, text)):
        return inside
    if patterns.credential(text) or patterns.is_secret(name, text, is_number=is_number):
        return "secret"
    if not is_number and (patterns.is_token(name, text) or _COMPACT.fullmatch(text)):
        return "secret"
    return "personal" if _is_personal(names, name, text) else None


def _is_secret_of(names: tuple[str, ...], text: str) -> bool:
    return any(patterns.is_secret(name, text, is_number=False) for name in names)


def _in_json_text(names: tuple[str, ...], text: str) -> Sensitivity | None:
    """Return what the most sensitive value is in a text that is JSON itself."""
    parsed = strict_json.parse_text(text, "payload").value
    if not isinstance(parsed, dict | list):
        return None
    found = {value.why for value in values({names[-1] if names else "": parsed})}
    return "secret" if "secret" in found else "personal" if "personal" in found else None


def _is_personal(names: tuple[str, ...], name: str, text: str) -> bool:
    snake = patterns.snake(name[:200])
    if snake in _PERSON or snake.endswith(_ENDS) or _ADDRESS in names:
        return True
    if patterns.is_email(text) or patterns.is_iban(text) or patterns.is_ssn(name, text):
        return True
    return patterns.is_document(name, text) or bool(not patterns.is_identifier_name(name) and _has_card(text))


def _has_card(text: str) -> bool:
    """Whether the number of a payment card stands anywhere in a text of ordinary length."""
    if patterns.card_network(text):
        return True
    return len(text) <= 4_096 and any(patterns.card_network(found) for found in _CARD.findall(text))
