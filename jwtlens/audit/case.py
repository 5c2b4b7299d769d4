"""A subject together with what several rules derive from it, each thing derived once and only when a rule asks."""

import json
from functools import cached_property
from typing import NamedTuple, cast

from jwtlens import times
from jwtlens.audit.finding import Need, Subject
from jwtlens.audit.lazy_pattern import LazyPattern
from jwtlens.displayable import displayable, shorten
from jwtlens.jose import base64url, jwa, jws
from jwtlens.jose.base64url import Decoded
from jwtlens.jose.json_pointer import pointer, split
from jwtlens.jose.strict_json import BigInteger, JsonDocument, type_name
from jwtlens.keys.key import Key
from jwtlens.knowledge import kinds
from jwtlens.knowledge.kinds import Kind
from jwtlens.verify import embedded
from jwtlens.verify.policy import Policy, Possession, Profile, TokenType
from jwtlens.verify.report import Status

_ENCRYPTED_PARTS = ("header", "encrypted key", "iv", "ciphertext", "tag")
_COMPACT = LazyPattern(r"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){2}(?:\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)?")


_OPENED = frozenset({"inflated-cap", "zip-invalid"})
"""Codes of a decryption that came as far as the content, which then could not be inflated."""

NOTHING = JsonDocument("", None, readable=False, problems=())


class Node(NamedTuple):
    """One value in the header or the claims: its path, the member name it stands under, and itself."""

    part: str
    path: tuple[str | int, ...]
    name: str
    value: object

    @property
    def field(self) -> str:
        """Where it stands, as ``part/json-pointer``."""
        return self.part + pointer(*self.path)


class OddText(NamedTuple):
    """A name or a string with characters that are not seen; ``what`` it is, in words."""

    field: str
    what: str
    text: str
    is_identifier: bool


_ODD = LazyPattern("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_IDENTIFIERS = frozenset({"kid", "iss", "sub", "aud", "jti", "azp", "client_id", "scope", "scp", "role", "roles"})


def _is_odd(value: str) -> bool:
    # All of these characters count as not printable, and the question costs much less than the search.
    return not value.isprintable() and bool(_ODD.search(value))


def is_text(value: object) -> bool:
    """Whether the value was a JSON string."""
    return isinstance(value, str) and not isinstance(value, BigInteger)


def text(value: object) -> str:
    """Return the value if it was a JSON string, else an empty one."""
    return value if isinstance(value, str) and not isinstance(value, BigInteger) else ""


def shown(value: object) -> str:
    """Foreign JSON value as evidence: its JSON text, shortened and displayable."""
    if isinstance(value, str):
        return displayable(shorten(value if isinstance(value, BigInteger) else f'"{value}"'))
    return displayable(shorten(json.dumps(value, ensure_ascii=False)))


def wrong_type(value: object, wanted: str) -> str:
    """Say that a value has another JSON type than it should."""
    kind = type_name(value)
    article = "" if kind == "null" else "an " if kind in ("array", "object") else "a "
    return f"is {article}{kind}, not {wanted}"


def sentence(words: str) -> str:
    """Words of a problem as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}."


class Case:
    """One audit. Header and claims are empty where they cannot be read; ``missing`` says which needs are not met."""

    def __init__(self, subject: Subject) -> None:
        self.token = subject.token
        self.keyring = subject.keyring
        self.policy = subject.policy
        self.now = subject.now
        self.report = subject.report
        self.removed = subject.removed
        self.is_json = self.token.text.lstrip().startswith("{")
        # What follows the first tilde are the disclosures of an SD-JWT and its key binding (RFC 9901 section 4).
        self.compact, self.tilde, _ = ("", "", "") if self.is_json else self.token.text.partition("~")
        self.parts = self._parts()
        self.is_jwe = self.token.encrypted or len(self.parts) == 5
        # The payload of an encrypted token is not known before it is decrypted.
        self.content = NOTHING if self.is_jwe and not self.token.encrypted else self.token.payload
        self.header = self.token.header.members
        self.claims = self.content.members
        self.alg = self.token.alg
        decryption = subject.report.check("decryption")
        self._opened = decryption is not None and (decryption.status is Status.PASSED or decryption.code in _OPENED)

    def _parts(self) -> tuple[str, ...]:
        if not self.is_json:
            return tuple(self.compact.split(".", 8))
        # A text that begins with a brace and was read as a compact token has no parts to speak of.
        return tuple(one.text for one in self.token.segments) if "JSON" in self.token.serialization else ()

    @cached_property
    def missing(self) -> frozenset[Need]:
        """The needs that are not met."""
        policy = self.policy
        profile, possession = (policy.profile, policy.possession) if policy.check_claims else (Profile(), Possession())
        met = {
            Need.HEADER: isinstance(self.token.header.value, dict),
            Need.CLAIMS: isinstance(self.content.value, dict),
            Need.KEY: bool(self.keyring.keys),
            Need.KEY_MATERIAL: bool(self.keyring.keys or self.keyring.problems),
            Need.POLICY: policy._replace(jwe_limits=None) != Policy(),
            Need.ISSUER: bool(policy.issuers),
            Need.AUDIENCE: bool(policy.audiences),
            Need.ALGORITHMS: bool(policy.algorithms),
            Need.TYP: policy.typ is not None,
            Need.USE: self.expected_use is not None,
            Need.CLIENT: profile.client_id is not None,
            Need.NONCE: profile.nonce is not None or policy.key_binding.nonce is not None,
            Need.MAX_AGE: profile.max_age is not None,
            Need.HASHED: profile.access_token is not None or profile.code is not None,
            Need.REQUEST: possession != Possession() or profile.nonce is not None or profile.access_token is not None,
            Need.THUMBPRINT: possession.jkt is not None,
            Need.DECRYPTED: not self.is_jwe or self._opened,
        }
        return frozenset(need for need, is_met in met.items() if not is_met)

    @cached_property
    def expected_use(self) -> TokenType | None:
        """What the user says that the token is used as, by name or by the type that he expects."""
        if self.policy.profile.token_type is not None:
            return self.policy.profile.token_type
        return "access" if kinds.by_type(self.policy.typ) == "access token" else None

    @cached_property
    def kind(self) -> Kind:
        """What sort of token it is, or looks like."""
        return kinds.classify(self.header, self.claims, self.policy.typ, self.policy.profile.token_type)

    @property
    def is_proof(self) -> bool:
        """Whether it is a DPoP proof by its type."""
        return embedded.is_proof(self.token)

    @cached_property
    def decoded(self) -> tuple[tuple[str, str, Decoded], ...]:
        """Each part that should be base64url: its name, its text, and what it decodes to."""
        if not self.token.problems and len(self.parts) == 3 and not self.tilde:
            # Decoded once already, and there was nothing to say about it.
            return tuple((one.name, one.text, Decoded(one.data, ())) for one in self.token.segments)
        names = _ENCRYPTED_PARTS if len(self.parts) == 5 else jws.PARTS
        raw = {"payload"} if self.header.get("b64") is False and not self.is_jwe else set()
        named = zip(names, self.parts, strict=False)
        return tuple((name, part, base64url.decode(part)) for name, part in named if name not in raw)

    @cached_property
    def nested(self) -> bool:
        """Whether the payload is itself a compact token."""
        return bool(_COMPACT.fullmatch(self.content.text))

    @cached_property
    def signature(self) -> bytes:
        """The bytes of the third part, without what follows it in an SD-JWT."""
        if self.tilde and len(self.parts) == 3:
            return base64url.decode(self.parts[2]).data
        return self.token.segment("signature").data

    @cached_property
    def signature_status(self) -> Status:
        """How the verification of the signature ended."""
        check = self.report.check("signature")
        return check.status if check else Status.NOT_CHECKED

    @cached_property
    def unsecured(self) -> bool:
        """Whether it is a JWS that says it is not signed."""
        return not self.is_jwe and jwa.is_none(self.alg)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The supplied keys that ``kid`` names, or all of them where it names none."""
        kid = text(self.header.get("kid"))
        named = tuple(key for key in self.keyring.keys if kid and key.kid == kid)
        return named or self.keyring.keys

    @cached_property
    def audiences(self) -> tuple[str, ...]:
        """Distinct audiences, in the order of the token."""
        aud = self.claims.get("aud")
        values = cast("list[object]", aud) if isinstance(aud, list) else [aud]
        return tuple(dict.fromkeys(text(value) for value in values if text(value)))

    def place(self, field: str) -> str:
        """Return the field, or the part it would stand in where the token has no such member."""
        part, slash, rest = field.partition("/")
        members = {"header": self.header, "payload": self.claims}.get(part)
        return part if slash and members is not None and split(f"/{rest}")[0] not in members else field

    def time(self, name: str) -> float | None:
        """Return a time claim in seconds, or None where it is absent, no number, or in milliseconds."""
        seconds = times.numeric_date(self.claims.get(name))
        return None if seconds is None or times.looks_like_milliseconds(seconds) else seconds

    @cached_property
    def lifetime(self) -> float | None:
        """Seconds from issue (else start of validity, else now) to expiry."""
        end = self.time("exp")
        if end is None:
            return None
        issued, start = self.time("iat"), self.time("nbf")
        return end - (issued if issued is not None else start if start is not None else self.now)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every value of the header and of the claims at every depth, in document order within each level."""
        found = [Node("header", (name,), name, value) for name, value in self.header.items()]
        found += [Node("payload", (name,), name, value) for name, value in self.claims.items()]
        for node in found:  # grows while it is walked: no recursion, whatever the depth
            if isinstance(node.value, dict):
                found += [Node(node.part, (*node.path, name), name, value) for name, value in node.value.items()]
            elif isinstance(node.value, list):
                found += [Node(node.part, (*node.path, at), node.name, value) for at, value in enumerate(node.value)]
        return tuple(found)

    @cached_property
    def strings(self) -> tuple[tuple[Node, str], ...]:
        """Every string in the claims that is not empty."""
        return tuple((node, value) for node in self.nodes if node.part == "payload" and (value := text(node.value)))

    @cached_property
    def scalars(self) -> tuple[tuple[Node, str], ...]:
        """Every string and every integer in the claims, as text."""
        return tuple(
            (node, node.value if isinstance(node.value, str) else format(node.value, "d"))
            for node in self.nodes
            if node.part == "payload" and isinstance(node.value, str | int) and not isinstance(node.value, bool)
        )

    @cached_property
    def odd_texts(self) -> tuple[OddText, ...]:
        """Names and strings at every depth in which something is not seen."""
        found = []
        for node in self.nodes:
            in_array = not node.path or isinstance(node.path[-1], int)
            if not in_array and _is_odd(node.name):
                found.append(OddText(node.field, "name", node.name, is_identifier=True))
            if isinstance(node.value, str) and _is_odd(node.value):
                is_identifier = node.part == "header" or node.name in _IDENTIFIERS
                found.append(OddText(node.field, "value", node.value, is_identifier))
        return tuple(found)
