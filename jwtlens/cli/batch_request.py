"""A request of ``jwtlens batch``: what its members mean, and what is wrong with those that mean nothing.

A member that is null is the same as one that is absent. One of the wrong type is an error and never passed over: an
expectation that was not understood must not look as if the token had met it.
"""

import json
from typing import Any, NamedTuple

from jwtlens.jose import base64url
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.limits import SOURCE_CHARS
from jwtlens.verify.policy import KeyBinding, Policy

OPERATIONS = ("verify", "decrypt", "jwk", "detect", "decode", "audit")

Id = str | int | float | None

_FARTHEST = 1e15
"""Seconds; no clock goes farther, in either direction."""


class RequestError(Exception):
    """A request that cannot be served; ``id`` is the request's, if that could be read."""

    def __init__(self, code: str, message: str, id: Id = None) -> None:  # noqa: A002 - the protocol's name
        super().__init__(message)
        self.code, self.id = code, id


class Request(NamedTuple):
    """A request, read. ``now`` is the instant of judgement as a Unix time in seconds."""

    id: Id
    op: str
    token: str
    keyring: Keyring
    has_key: bool
    outer_keys: Keyring | None
    policy: Policy
    now: float
    detached: bytes | None


def read(line: bytes, now: float) -> Request:
    """Read one line. Raises RequestError with a sentence; no key material ever stands in it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError("request-json", "the line is not one JSON object") from None
    if not isinstance(found, dict):
        raise RequestError("request-json", "the line is JSON, but not an object")
    id_ = found.get("id")
    if not isinstance(id_, str | int | float | None):
        raise RequestError("request-id", "id must be a string or a number")
    try:
        return _request(id_, _Members(found), now)
    except RequestError as error:
        raise RequestError(error.code, str(error), id_) from None


class _Members:
    """The members of a request, or of an object inside it, each of the type that it must have."""

    def __init__(self, members: dict[str, Any], name: str = "") -> None:
        self._members, self._of = members, f"{name}." if name else ""

    def wrong(self, name: str, wanted: str) -> RequestError:
        return RequestError("request-member", f"{self._of}{name} must be {wanted}")

    def raw(self, name: str) -> Any:  # noqa: ANN401 - whatever the request says
        return self._members.get(name)

    def text(self, name: str) -> str | None:
        value = self.raw(name)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong(name, "a string")

    def flag(self, name: str) -> bool | None:
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "true or false")

    def number(self, name: str) -> float | None:
        value = self.raw(name)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not abs(value) <= _FARTHEST:  # NaN is not less than anything
            raise self.wrong(name, "a number of seconds")
        return float(value)

    def names(self, name: str) -> tuple[str, ...] | None:
        value = self.raw(name)
        if value is None:
            return None
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self.wrong(name, "a string or an array of strings")
        return tuple(listed)

    def inside(self, name: str) -> "_Members":
        value = self.raw(name)
        if value is not None and not isinstance(value, dict):
            raise self.wrong(name, "an object")
        return _Members(value or {}, name)

    def keys(self, name: str) -> Keyring | None:
        """Read a key: a JWK or JWK Set as an object, any text that the key field takes as a string."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, str | dict | list):
            raise self.wrong(name, "a JWK, a JWK Set or a text")
        text = value if isinstance(value, str) else json.dumps(value)
        return read_keys(Secret(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")), origin="the request")


def _request(id_: Id, members: _Members, now: float) -> Request:
    op, token = members.raw("op"), members.raw("token")
    if op not in OPERATIONS:
        raise RequestError("request-op", f"op must be one of {', '.join(OPERATIONS)}")
    key, inner = members.keys("key"), members.keys("inner_key")
    if token is None and op == "jwk" and key is not None:
        token = ""
    if not isinstance(token, str):
        raise RequestError("request-token", "token must be a string")
    if len(token) > SOURCE_CHARS:
        raise RequestError("token-large", f"the token is longer than {SOURCE_CHARS:,} characters; jwtlens stops there")
    clocks = (members.number("at"), members.inside("policy").number("now"), now)
    return Request(
        id_,
        str(op),
        token,
        inner or key or Keyring(),
        key is not None,
        members.keys("outer_key"),
        _policy(members),
        next(clock for clock in clocks if clock is not None),
        _detached(members),
    )


def _policy(members: _Members) -> Policy:
    said, binding = members.inside("policy"), members.inside("kb")
    alg, claims = members.text("alg"), members.flag("claims")
    nonce, aud, required = binding.text("nonce"), binding.text("aud"), binding.flag("required")
    expects_one = nonce is not None or aud is not None
    leeway = said.number("leeway") or 0
    if leeway < 0:
        raise said.wrong("leeway", "a number of seconds, not less than 0")
    return Policy(
        issuers=said.names("iss") or (),
        audiences=said.names("aud") or (),
        algorithms=said.names("algs") if alg is None else (alg,),
        typ=said.text("typ"),
        leeway=int(leeway),
        check_claims=claims is not False,
        roots=_roots(members),
        key_binding=KeyBinding(nonce, aud, expects_one if required is None else required),
    )


def _roots(members: _Members) -> tuple[bytes, ...]:
    texts = members.names("trusted_roots_pem")
    if not texts:
        return ()
    from jwtlens.jose import x509  # noqa: PLC0415 - few requests name roots

    found = [x509.in_pem(text) for text in texts]
    if problem := next((problem for one in found for problem in one.problems), None):
        raise RequestError(problem.code, f"trusted_roots_pem: {problem.message}")
    return tuple(der for one in found for der in one.der)


def _detached(members: _Members) -> bytes | None:
    value = members.text("detached_payload_b64url")
    if value is None:
        return None
    decoded = base64url.decode(value)
    if decoded.problems:
        raise members.wrong("detached_payload_b64url", f"base64url: {decoded.problems[0].message}")
    return decoded.data
