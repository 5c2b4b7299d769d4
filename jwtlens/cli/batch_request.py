"""A request of ``jwtlens batch``: one operation on one token, with keys, expectations and an instant.

``alg``, and ``algs`` in ``policy``, allow algorithms wherever they can be used: names of signature algorithms for a
JWS, names for key management and content encryption for a JWE. Of a nested token each layer is held against the names
that can be about it; a layer about which nothing is named goes by its key. So ``{"alg": "RS256"}`` is about the inner
JWS of a nested token, and ``{"algs": ["RSA-OAEP-256", "RS256"]}`` about both layers.
"""

from typing import NamedTuple

from jwtlens.cli import batch_policy
from jwtlens.cli.batch_members import Id, Members, RequestError, read_object
from jwtlens.jose import base64url
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.limits import SOURCE_CHARS
from jwtlens.verify.policy import Policy

OPERATIONS = ("verify", "decrypt", "jwk", "detect", "decode", "audit")

_KNOWN = frozenset(
    {
        *("id", "op", "token", "key", "outer_key", "inner_key", "alg", "at", "claims", "detached_payload_b64url"),
        *("trusted_roots_pem", "kb", "policy"),
        "kind",  # the caller's own word for what it sends; nothing depends on it
    }
)


class Request(NamedTuple):
    """A request, read. ``now`` is the instant of judgement as a Unix time in seconds, ``key`` the text of the key.

    ``said`` are the members of its ``policy``.
    """

    id: Id
    op: str
    token: str
    keyring: Keyring
    key: Secret[str] | None
    outer_keys: Keyring | None
    policy: Policy
    now: float
    detached: bytes | None
    said: frozenset[str] = frozenset()


def read(line: bytes, now: float) -> Request:
    """Read one line. Raises RequestError with a sentence; no key material ever stands in it."""
    id_, found = read_object(line)
    try:
        return _request(id_, Members(found, _KNOWN), now)
    except RequestError as error:
        raise RequestError(error.code, str(error), id_) from None


def _request(id_: Id, members: Members, now: float) -> Request:
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
    return Request(
        id_,
        str(op),
        token,
        inner or key or Keyring(),
        members.key_text("key"),
        members.keys("outer_key"),
        batch_policy.read(members),
        _instant(members, now),
        _detached(members),
        batch_policy.said_by(members).said,
    )


def _instant(members: Members, now: float) -> float:
    at, clock = members.number("at"), batch_policy.said_by(members).number("now")
    if at is not None and clock is not None and at != clock:
        raise RequestError("request-conflict", "at and policy.now name different instants; leave one of them out")
    return next(one for one in (at, clock, now) if one is not None)


def _detached(members: Members) -> bytes | None:
    value = members.text("detached_payload_b64url")
    if value is None:
        return None
    decoded = base64url.decode(value)
    if decoded.problems:
        raise members.wrong("detached_payload_b64url", f"base64url: {decoded.problems[0].message}")
    return decoded.data
