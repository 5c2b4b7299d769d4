"""A subject together with what several rules derive from it, each thing derived once and only when a rule asks."""

import json
from typing import NamedTuple, cast

from jwtlens import times
from jwtlens.audit import patterns
from jwtlens.audit.finding import Need, Subject
from jwtlens.audit.once import once
from jwtlens.by_identity import ByIdentity
from jwtlens.displayable import displayable, shorten
from jwtlens.jose import base64url, header, jwa, jws
from jwtlens.jose.base64url import Decoded
from jwtlens.jose.json_pointer import pointer, split
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import BigInteger, JsonDocument, type_name
from jwtlens.keys.key import Key, Keyring
from jwtlens.knowledge import kinds
from jwtlens.knowledge.kinds import Kind
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.verify.policy import Policy, Possession, Profile, TokenType
from jwtlens.verify.report import Status

_ENCRYPTED_PARTS = ("header", "encrypted key", "iv", "ciphertext", "tag")
_COMPACT = lazy_pattern(r"eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){2}(?:\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)?")


_OPENED = frozenset({"inflated-cap", "zip-invalid"})
"""Codes of a decryption that came as far as the content, which then could not be inflated."""

TIME_CLAIMS = ("exp", "nbf", "iat", "auth_time")

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


Scalar = tuple[Node, str]
"""A string or an integer, and its text."""


class OddText(NamedTuple):
    """A name or a string with characters that are not seen; ``what`` it is, in words."""

    field: str
    what: str
    text: str
    is_identifier: bool


_ODD = lazy_pattern("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_IDENTIFIERS = frozenset({"kid", "iss", "sub", "aud", "jti", "azp", "client_id", "scope", "scp", "role", "roles"})


def _is_odd(value: str) -> bool:
    # All of these characters count as not printable, and the question costs much less than the search.
    return not value.isprintable() and bool(_ODD.search(value))


def _is_plain(document: JsonDocument) -> bool:
    """Whether nothing odd can be in the strings of a JSON text: all of it is seen, and it has no escapes."""
    return document.text.isascii() and document.text.isprintable() and "\\" not in document.text


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
    return displayable(shorten(_WRITER.encode(value)))


_WRITER = json.JSONEncoder(ensure_ascii=False)


def wrong_type(value: object, wanted: str) -> str:
    """Say that a value has another JSON type than it should."""
    kind = type_name(value)
    article = "" if kind == "null" else "an " if kind in ("array", "object") else "a "
    return f"is {article}{kind}, not {wanted}"


def sentence(words: str) -> str:
    """Words of a problem as a sentence of their own."""
    return f"{words[:1].upper()}{words[1:]}."


class HeaderCase:
    """What the header, the keys and the expectations say; the token is a signed one of three parts, if it is not more.

    ``header`` is empty where it cannot be read; ``missing`` says which needs are not met.
    """

    is_jwe = False
    part_count = 3

    def __init__(self, token: Token, keyring: Keyring, policy: Policy) -> None:
        self.document = token.header
        self.header = token.header.members
        self.alg = token.alg
        self.keyring = keyring
        self.policy = policy

    @once
    def missing(self) -> frozenset[Need]:
        """The needs that are not met."""
        return self._expected()

    def _expected(self) -> frozenset[Need]:
        policy = self.policy
        profile, possession = (policy.profile, policy.possession) if policy.check_claims else (Profile(), Possession())
        met = {
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
        }
        return frozenset(need for need, is_met in met.items() if not is_met)

    @once
    def expected_use(self) -> TokenType | None:
        """What the user says that the token is used as, by name or by the type that he expects."""
        if self.policy.profile.token_type is not None:
            return self.policy.profile.token_type
        return "access" if kinds.by_type(self.policy.typ) == "access token" else None

    @once
    def unsecured(self) -> bool:
        """Whether it is a JWS that says it is not signed."""
        return not self.is_jwe and jwa.is_none(self.alg)

    @property
    def is_proof(self) -> bool:
        """Whether it is a DPoP proof by its type."""
        return header.is_proof(self.document)

    @once
    def keys(self) -> tuple[Key, ...]:
        """The supplied keys that ``kid`` names, or all of them where it names none."""
        kid = text(self.header.get("kid"))
        named = tuple(key for key in self.keyring.keys if kid and key.kid == kid)
        return named or self.keyring.keys

    @once
    def header_nodes(self) -> tuple[Node, ...]:
        """Every value of the header at every depth, in document order within each level."""
        return _header_nodes(self.document)


def _nodes(part: str, members: dict[str, object]) -> tuple[Node, ...]:
    found = [Node(part, (name,), name, value) for name, value in members.items()]
    for node in found:  # grows while it is walked: no recursion, whatever the depth
        if isinstance(node.value, dict):
            found += [Node(part, (*node.path, name), name, value) for name, value in node.value.items()]
        elif isinstance(node.value, list):
            found += [Node(part, (*node.path, at), node.name, value) for at, value in enumerate(node.value)]
    return tuple(found)


_CONTAINERS = (dict, list)
"""As a tuple: to compare with a union takes 0.6 us, six times as long."""

_header_nodes: ByIdentity[JsonDocument, tuple[Node, ...]] = ByIdentity(lambda one: _nodes("header", one.members), 64)


class Case(HeaderCase):
    """One audit. Header and claims are empty where they cannot be read.

    A token is ordinary if it is a compact JWS of three well-formed parts, whose claims are a JSON object with nothing
    to say about its text. Most are, and most rules about encryption, presentations and spelling are not about them.
    """

    def __init__(self, subject: Subject) -> None:
        self.token = subject.token
        super().__init__(subject.token, subject.keyring, subject.policy)
        self.now = subject.now
        self.report = subject.report
        self.removed = subject.removed
        self.is_json = self.token.text.lstrip().startswith("{")
        # What follows the first tilde are the disclosures of an SD-JWT and its key binding (RFC 9901 section 4).
        self.compact, self.tilde, _ = ("", "", "") if self.is_json else self.token.text.partition("~")
        self.parts = self._parts()
        self.part_count = len(self.parts)
        self.is_jwe = self.token.encrypted or self.part_count == 5
        # The payload of an encrypted token is not known before it is decrypted.
        self.content = NOTHING if self.is_jwe and not self.token.encrypted else self.token.payload
        self.claims = self.content.members
        self._decryption = subject.report.check("decryption") if self.is_jwe else None

    @property
    def is_ordinary(self) -> bool:
        """Whether only the rules for ordinary tokens have to be asked."""
        token = self.token
        in_order = self.part_count == 3 and not (self.tilde or token.problems or token.payload.problems)
        in_objects = isinstance(token.header.value, dict) and isinstance(token.payload.value, dict)
        return token.serialization == "JWS compact" and in_order and in_objects and "b64" not in self.header

    def _parts(self) -> tuple[str, ...]:
        if not self.is_json:
            return tuple(self.compact.split(".", 8))
        # A text that begins with a brace and was read as a compact token has no parts to speak of.
        return tuple(one.text for one in self.token.segments) if "JSON" in self.token.serialization else ()

    @once
    def missing(self) -> frozenset[Need]:
        """The needs that are not met."""
        decryption = self._decryption
        opened = decryption is not None and (decryption.status is Status.PASSED or decryption.code in _OPENED)
        met = {
            Need.HEADER: isinstance(self.token.header.value, dict),
            Need.CLAIMS: isinstance(self.content.value, dict),
            Need.DECRYPTED: not self.is_jwe or opened,
        }
        return self._expected() | {need for need, is_met in met.items() if not is_met}

    @once
    def kind(self) -> Kind:
        """What sort of token it is, or looks like."""
        return kinds.classify(self.header, self.claims, self.policy.typ, self.policy.profile.token_type)

    @once
    def decoded(self) -> tuple[tuple[str, str, Decoded], ...]:
        """Each part that should be base64url: its name, its text, and what it decodes to."""
        if not self.token.problems and len(self.parts) == 3 and not self.tilde:
            # Decoded once already, and there was nothing to say about it.
            return tuple((one.name, one.text, Decoded(one.data, ())) for one in self.token.segments)
        names = _ENCRYPTED_PARTS if len(self.parts) == 5 else jws.PARTS
        raw = {"payload"} if self.header.get("b64") is False and not self.is_jwe else set()
        named = zip(names, self.parts, strict=False)
        return tuple((name, part, base64url.decode(part)) for name, part in named if name not in raw)

    @once
    def nested(self) -> bool:
        """Whether the payload is itself a compact token."""
        return bool(_COMPACT.fullmatch(self.content.text))

    @once
    def signature(self) -> bytes:
        """The bytes of the third part, without what follows it in an SD-JWT."""
        if self.tilde and len(self.parts) == 3:
            return base64url.decode(self.parts[2]).data
        return self.token.segment("signature").data

    @once
    def signature_status(self) -> Status:
        """How the verification of the signature ended."""
        check = self.report.check("signature")
        return check.status if check else Status.NOT_CHECKED

    @once
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
        return self._times.get(name)

    @once
    def _times(self) -> dict[str, float]:
        return {
            name: seconds
            for name, _, seconds in self.instants
            if seconds is not None and not times.looks_like_milliseconds(seconds)
        }

    @once
    def lifetime(self) -> float | None:
        """Seconds from issue (else start of validity, else now) to expiry."""
        end = self.time("exp")
        if end is None:
            return None
        issued, start = self.time("iat"), self.time("nbf")
        return end - (issued if issued is not None else start if start is not None else self.now)

    @once
    def nodes(self) -> tuple[Node, ...]:
        """Every value of the header, then of the claims, in document order within each level."""
        return self.header_nodes + self.claim_nodes

    @once
    def claim_nodes(self) -> tuple[Node, ...]:
        """Every value of the claims at every depth, in document order within each level."""
        return _nodes("payload", self.claims)

    @property
    def suspects(self) -> tuple[Scalar, ...]:
        """Every string and integer in the claims, as text, that may be what a rule about values looks for."""
        return self._scalars[0]

    @property
    def privileges(self) -> tuple[Scalar, ...]:
        """Every string and integer in the claims that says by its name what the subject may do."""
        return self._scalars[1]

    @once
    def _scalars(self) -> tuple[tuple[Scalar, ...], tuple[Scalar, ...]]:
        suspects: list[Scalar] = []
        privileges: list[Scalar] = []
        pending: list[tuple[tuple[str | int, ...], str, object]] = [((), "", self.claims)]
        for path, of, inside in pending:  # grows while it is walked, as in _nodes, and makes few nodes
            members = inside.items() if isinstance(inside, dict) else enumerate(cast("list[object]", inside))
            for key, member in members:
                name = key if isinstance(key, str) else of
                if isinstance(member, str):
                    value: str = member
                elif isinstance(member, _CONTAINERS):
                    pending.append(((*path, key), name, member))
                    continue
                elif type(member) is int:  # true and false are none
                    value = str(member)
                else:
                    continue
                if patterns.is_suspect(name, value):
                    suspects.append((Node("payload", (*path, key), name, member), value))
                if name in patterns.PRIVILEGES:
                    privileges.append((Node("payload", (*path, key), name, member), value))
        return tuple(suspects), tuple(privileges)

    @once
    def instants(self) -> tuple[tuple[str, object, float | None], ...]:
        """The time claims that the token has: name, value, and the value in seconds if it can be that."""
        claims = self.claims
        return tuple((name, claims[name], times.numeric_date(claims[name])) for name in TIME_CLAIMS if name in claims)

    def may_say(self, *words: str) -> bool:
        """Whether a name or a string in the claims may hold one of these words: in a text without escapes it shows."""
        text = self.content.text
        return "\\" in text or any(word in text for word in words)

    @once
    def odd_texts(self) -> tuple[OddText, ...]:
        """Names and strings at every depth in which something is not seen."""
        if _is_plain(self.token.header) and _is_plain(self.content):
            return ()
        found = []
        for node in self.nodes:
            in_array = not node.path or isinstance(node.path[-1], int)
            if not in_array and _is_odd(node.name):
                found.append(OddText(node.field, "name", node.name, is_identifier=True))
            if isinstance(node.value, str) and _is_odd(node.value):
                is_identifier = node.part == "header" or node.name in _IDENTIFIERS
                found.append(OddText(node.field, "value", node.value, is_identifier))
        return tuple(found)
