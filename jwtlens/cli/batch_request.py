"""A request of ``jwtlens batch``: what its members mean, and what is wrong with those that mean nothing."""

import json
from typing import Any, NamedTuple

from jwtlens.jose import base64url
from jwtlens.keys.key import Keyring
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify.policy import KeyBinding, Policy

OPERATIONS = ("verify", "decrypt", "jwk", "detect", "decode", "audit")


class RequestError(Exception):
    """A request that cannot be served; ``id`` is the request's, if that could be read."""

    def __init__(self, code: str, message: str, id: object = None) -> None:  # noqa: A002 - the protocol's name
        super().__init__(message)
        self.code, self.id = code, id


class Request(NamedTuple):
    """A request, read. ``now`` is the instant of judgement as a Unix time in seconds."""

    id: object
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
        members = json.loads(line)
    except (ValueError, RecursionError):
        raise RequestError("request-json", "the line is not one JSON object") from None
    if not isinstance(members, dict):
        raise RequestError("request-json", "the line is JSON, but not an object")
    name = members.get("id")
    id_ = name if isinstance(name, str | int) else None
    op, token = members.get("op"), members.get("token", "")
    if op not in OPERATIONS:
        raise RequestError("request-op", f"op must be one of {', '.join(OPERATIONS)}", id_)
    if not isinstance(token, str):
        raise RequestError("request-token", "token must be a string", id_)
    try:
        return Request(
            id_,
            str(op),
            token,
            _keys(members.get("inner_key") or members.get("key")),
            members.get("key") is not None,
            None if members.get("outer_key") is None else _keys(members["outer_key"]),
            _policy(members),
            _number(members.get("at"), (members.get("policy") or {}).get("now"), now),
            _detached(members.get("detached_payload_b64url")),
        )
    except (TypeError, AttributeError, ValueError) as error:
        raise RequestError("request-member", f"a member has the wrong type ({type(error).__name__})", id_) from None


def _keys(value: object) -> Keyring:
    """Read a key: a JWK or JWK Set as an object, any text that the key field takes as a string."""
    if value is None:
        return Keyring()
    text = value if isinstance(value, str) else json.dumps(value)
    return read_keys(Secret(text), origin="the request")


def _policy(members: dict[str, Any]) -> Policy:
    said = members.get("policy") or {}
    binding = members.get("kb") or {}
    alg = members.get("alg")
    algorithms = (alg,) if alg else _names(said.get("algs"))
    return Policy(
        issuers=_names(said.get("iss")) or (),
        audiences=_names(said.get("aud")) or (),
        algorithms=algorithms,
        typ=said.get("typ"),
        leeway=int(said.get("leeway") or 0),
        check_claims=bool(members.get("claims", True)),
        roots=_roots(members.get("trusted_roots_pem") or []),
        key_binding=KeyBinding(binding.get("nonce"), binding.get("aud"), bool(binding.get("required"))),
    )


def _names(value: str | list[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _roots(texts: list[str]) -> tuple[bytes, ...]:
    if not texts:
        return ()
    from jwtlens.jose import x509  # noqa: PLC0415 - few requests name roots

    return tuple(der for text in texts for der in x509.in_pem(text).der)


def _number(*values: object) -> float:
    return next(float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool))


def _detached(value: str | None) -> bytes | None:
    return None if value is None else base64url.decode(value).data
