"""A key set that anybody can fetch: read for its public halves, and looked at for what should never be in it."""

from jwtlens.displayable import quoted
from jwtlens.jose import strict_json
from jwtlens.keys import jwk_reader
from jwtlens.keys.key import Keyring
from jwtlens.network.refusal import NotFetchedError
from jwtlens.problem import Problem


def read(document: dict[str, object], origin: str) -> Keyring:
    """Read a JWK Set, or one JWK; the keys say that they come from ``origin``. Raises NotFetchedError for other JSON.

    Private members are left unread: they are not ours, and checking the primes of a hostile RSA key takes minutes. A
    shared secret is left out: whatever it verifies, everybody could have signed.
    """
    if "kty" in document:
        entries: object = [document]
    elif "keys" in document:
        entries = document["keys"]
    else:
        remedy = "It describes an issuer: fetch that" if "jwks_uri" in document else "Check the address"
        raise NotFetchedError("not-a-jwks", f"the answer is JSON, but no JWK Set: it has no keys. {remedy}")
    if not isinstance(entries, list):
        return jwk_reader.read_set(entries, origin=origin)  # to say what is wrong with it
    problems = [problem for entry in entries for problem in _published(entry)]
    keyring = jwk_reader.read_set([_public(entry) for entry in entries if not _is_secret(entry)], origin=origin)
    return keyring._replace(problems=(*problems, *keyring.problems), words=f"{keyring.words}, from {origin}")


def _is_secret(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("kty") == "oct"


def _public(entry: object) -> object:
    if not isinstance(entry, dict):
        return entry
    return {name: value for name, value in entry.items() if name not in jwk_reader.PRIVATE_MEMBERS}


def _published(entry: object) -> list[Problem]:
    if not isinstance(entry, dict):
        return []
    kid = entry.get("kid")
    name = f"the key {quoted(kid)}" if strict_json.is_text(kid) else "a key without kid"
    if _is_secret(entry):
        message = "is a shared secret that everybody can fetch: it proves nothing, and was left out"
        return [Problem("jwks-secret", f"{name} {message}", "key")]
    if jwk_reader.PRIVATE_MEMBERS.isdisjoint(entry):
        return []
    message = "is published with its private half: everybody can sign with it. Only its public half was read"
    return [Problem("jwks-private", f"{name} {message}", "key")]
