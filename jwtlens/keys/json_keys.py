"""Keys in a JSON text: a JWK, a JWK Set, or a document with keys somewhere inside."""

from collections.abc import Iterator
from typing import cast

from jwtlens.displayable import quoted
from jwtlens.jose import strict_json
from jwtlens.jose.json_pointer import pointer
from jwtlens.keys import der, jwk_reader, pem
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.request import ESCAPE, Request, noted, refused, ring

_IDENTIFIERS = ("kid", "private_key_id", "keyId", "key_id")
"""Members beside a key that name it: Keycloak, Google service accounts, and their relatives."""


def read(text: str, request: Request) -> Keyring:
    """Read every key in a JSON text. Never raises; a text without one is a problem, never a secret."""
    document = strict_json.parse_text(text.strip(), "key")
    if not document.readable:
        problem = document.problems[-1]
        return refused(problem.code, f"{problem.message}. {ESCAPE}")
    keyring = _of_document(document.value, request)
    oddities = [problem._replace(field="key", span=None) for problem in document.problems]
    return keyring._replace(problems=(*oddities, *keyring.problems))


def _of_document(value: object, request: Request) -> Keyring:
    if isinstance(value, dict) and "kty" in value:
        return jwk_reader.read_jwk(value, origin=request.origin)
    if isinstance(value, dict) and _is_set(value):
        return jwk_reader.read_set(value["keys"], origin=request.origin)
    if isinstance(value, list) and value and all(isinstance(entry, dict) and "kty" in entry for entry in value):
        return jwk_reader.read_set(value, origin=request.origin, how="array of JWKs")
    found = list(_inside(value, "", request))
    if not found and isinstance(value, dict) and "keys" in value:
        return jwk_reader.read_set(value["keys"], origin=request.origin)  # to say what is wrong with it
    if not found:
        return _nothing(value)
    keys = _distinct([key for one in found for key in one.keys])
    problems = [problem for one in found for problem in one.problems]
    is_set = len(keys) > 1 or any(one.is_set for one in found)
    return ring(keys, problems, found[0].words if len(found) == 1 else "", is_set=is_set)


def _distinct(keys: list[Key]) -> list[Key]:
    """Leave out public halves of private keys that are there too: a realm of Keycloak has both, and certificates."""
    pairs = [key for key in keys if key.kty != "oct"]
    if len(pairs) < 2:
        return keys
    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography; the keys were read with it already

    doubles = [pairs[index] for index in load.public_halves(pairs)]
    return [key for key in keys if not any(key is double for double in doubles)]


def _is_set(members: dict[str, object]) -> bool:
    """Whether ``keys`` makes this a JWK Set; Keycloak has a ``keys`` of its own, whose entries have no ``kty``."""
    entries = members.get("keys")
    return isinstance(entries, list) and any(isinstance(entry, dict) and "kty" in entry for entry in entries)


def _inside(value: object, path: str, request: Request) -> Iterator[Keyring]:
    """Keys within a document, outermost first; the words of each say at which JSON Pointer it was."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _at(entry, path + pointer(index), request)
    elif isinstance(value, dict):
        members = cast("dict[str, object]", value)
        kid = next((name for key in _IDENTIFIERS if isinstance(name := members.get(key), str)), None)
        is_map = len(members) > 0 and all(isinstance(entry, str) and pem.in_text(entry) for entry in members.values())
        for name, entry in members.items():
            for found in _at(entry, path + pointer(name), request):
                # Google publishes certificates as one object whose member names are the kids.
                yield _named(found, name if is_map else kid) if isinstance(entry, str) else found


def _at(value: object, path: str, request: Request) -> Iterator[Keyring]:
    note = f"{quoted(path)} of a JSON document"
    if isinstance(value, str):
        keyring = pem.read(value, request) if pem.in_text(value) else der.from_base64_text(value, request)
        if keyring and (keyring.keys or pem.in_text(value)):
            yield _located(noted(keyring, note), path)
    elif isinstance(value, dict) and (members := value if "kty" in value else _keycloak_secret(value)):
        yield _located(noted(jwk_reader.read_jwk(members, origin=request.origin), note), path)
    elif isinstance(value, dict) and _is_set(value):
        yield _located(noted(jwk_reader.read_set(value["keys"], origin=request.origin), note), path)
    else:
        yield from _inside(value, path, request)


def _keycloak_secret(component: dict[str, object]) -> dict[str, object] | None:
    """Return the JWK that a component of Keycloak for an HMAC key stands for; its secret is in base64url."""
    config = component.get("config")
    if component.get("providerId") != "hmac-generated" or not isinstance(config, dict):
        return None
    said = {member: config.get(name) for member, name in (("k", "secret"), ("kid", "kid"), ("alg", "algorithm"))}
    members = {name: value[0] for name, value in said.items() if isinstance(value, list) and value}
    return {"kty": "oct", **members} if "k" in members else None


def _located(keyring: Keyring, path: str) -> Keyring:
    problems = tuple(one._replace(message=f"{quoted(path)}: {one.message}") for one in keyring.problems)
    return keyring._replace(problems=problems)


def _named(keyring: Keyring, kid: str | None) -> Keyring:
    return keyring._replace(keys=tuple(key if key.kid is not None else key._replace(kid=kid) for key in keyring.keys))


def _nothing(value: object) -> Keyring:
    members = value if isinstance(value, dict) else {}
    remedy = ESCAPE
    address = members.get("jwks_uri")
    if isinstance(address, str):
        remedy = f"It names {quoted(address)}; jwtlens key fetch gets the keys from there"
    elif {"n", "e", "k", "x", "crv"} & members.keys():
        remedy = "It looks like a JWK, whose kty is missing: add it"
    return refused("json-no-key", f"this JSON holds no key: no kty, no keys, no PEM in it. {remedy}")
