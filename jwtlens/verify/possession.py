"""Whether the sender has the right key: DPoP proofs (RFC 9449), and the key that a token is bound to (RFC 7800)."""

import hashlib
import re
from collections.abc import Iterator

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import base64url, jwa
from jwtlens.jose.jws import Token
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.described import thumbprint_of
from jwtlens.keys.jwk_reader import PRIVATE_MEMBERS
from jwtlens.keys.key import Keyring
from jwtlens.keys.secret import Secret
from jwtlens.lazy_pattern import lazy_pattern
from jwtlens.problem import Problem
from jwtlens.verify import embedded
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status

_HTTP = lazy_pattern(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<path>[^?#]*).*", re.IGNORECASE | re.DOTALL)
_PORTS = {"http": ":80", "https": ":443"}
_ESCAPE = lazy_pattern(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = lazy_pattern(r"[A-Za-z0-9._~-]")


def chosen(token: Token, policy: Policy) -> Keyring | None:
    """Return the key that a proof brought along where the user named its thumbprint; None where he did not, or another.

    A thumbprint chooses a key as surely as the key itself: only then does the proof's own key verify anything.
    """
    if policy.possession.jkt is None or not embedded.is_proof(token):
        return None
    key = next(iter(embedded.keys(token).keys), None)
    if key is None or thumbprint_of(key) != policy.possession.jkt:
        return None
    named = key._replace(kid=None, name="the expected key (jkt)")
    return Keyring((named,), words="the key with the expected thumbprint")


def key_checks(token: Token, policy: Policy) -> list[Check]:
    """Judge what every proof must keep to, and whose key it shows."""
    found = (one for one in faults(token) if policy.check_claims or one.code != "proof-claim")
    fault = next(found, None)
    if fault is not None:
        brief = "not a valid DPoP proof"
        proof = Check("proof", Status.FAILED, fault.message, fault.code, fault.field, brief)
    elif token.alg not in jwa.SIGNATURE_ALGORITHMS:
        reason = "not checked: the signature algorithm is not known"
        proof = Check("proof", Status.NOT_CHECKED, reason, "alg-unknown", "header/alg")
    else:
        reason = "signed with the key it brought along, which shows possession of that key and nothing else"
        proof = Check("proof", Status.PASSED, reason, "proof", "header/jwk")
    expected = policy.possession.jkt
    return [proof] if expected is None else [proof, _key_check(token, expected)]


def faults(token: Token) -> Iterator[Problem]:
    """Yield everything by which a DPoP proof breaks its profile (RFC 9449 sections 4.2 and 4.3)."""
    alg, claims = token.alg, token.payload.members
    if jwa.is_none(alg) or alg.startswith("HS"):
        yield Problem("proof-alg", "the proof is not signed with an asymmetric key", "header/alg")
    for name in ("jti", "htm", "htu"):
        if not is_text(claims.get(name)) or not claims[name]:
            yield Problem("proof-claim", f"{name} is missing or no string", f"payload/{name}")
    if times.numeric_date(claims.get("iat")) is None:
        yield Problem("proof-claim", "iat is missing or no time", "payload/iat")
    yield from _faults_of_key(token)


def _faults_of_key(token: Token) -> Iterator[Problem]:
    alg, jwk = token.alg, token.header.members.get("jwk")
    if jwk is None:
        yield Problem("proof-key", "the proof does not bring its public key (jwk)", "header")
        return
    if isinstance(jwk, dict) and not PRIVATE_MEMBERS.isdisjoint(jwk):
        yield Problem("proof-key-private", "jwk shows private members of a key", "header/jwk")
    key = next(iter(embedded.keys(token).keys), None)
    if key is None or key.kty == "oct":
        yield Problem("proof-key", "jwk is no public key that can be read", "header/jwk")
    elif alg.startswith("HS") or alg not in jwa.SIGNATURE_ALGORITHMS:
        return  # said already, or not known here
    elif alg not in key.algorithms():
        yield Problem("proof-key", f"the key that the proof brings along does not fit {alg}", "header/jwk")
    elif not embedded.is_right(token, key):
        message = "the signature is wrong for the key that the proof brings along"
        yield Problem("proof-signature", message, "signature")


def _key_check(token: Token, expected: str) -> Check:
    key = next(iter(embedded.keys(token).keys), None)
    found = key and thumbprint_of(key)
    if found == expected:
        return Check("jkt", Status.PASSED, "the key it brought along has the expected thumbprint", "jkt", "header/jwk")
    reason = f"the thumbprint of the key it brought along is {found or 'not known'}; expected {quoted(expected)}"
    return Check("jkt", Status.FAILED, reason, "jkt-mismatch", "header/jwk", brief="proof of another key")


def request_checks(token: Token, policy: Policy) -> list[Check]:
    """Hold the request and the token that a proof came with against it; any other token cannot meet them."""
    expected, access_token = policy.possession, policy.profile.access_token
    if not embedded.is_proof(token):
        if expected.htm is None and expected.htu is None:
            return []
        reason = "the request of a DPoP proof is expected (htm, htu), and by its typ this is no proof"
        return [Check("proof", Status.FAILED, reason, "proof-typ", "header", brief="not a DPoP proof")]
    found = []
    if expected.htm is not None:
        found.append(_compared(token, "htm", expected.htm, is_same=token.payload.members.get("htm") == expected.htm))
    if expected.htu is not None:
        said = token.payload.members.get("htu")
        is_same = is_text(said) and target(said) == target(expected.htu)
        found.append(_compared(token, "htu", expected.htu, is_same=is_same))
    if access_token is not None:
        found.append(_ath_check(token, access_token))
    return found


def _compared(token: Token, name: str, expected: str, *, is_same: bool) -> Check:
    field, said = f"payload/{name}", token.payload.members.get(name)
    if is_same:
        return Check(name, Status.PASSED, quoted(str(said)), name, field)
    shown = quoted(said) if is_text(said) else "missing or no string"
    reason = f"{shown}; expected {quoted(expected)}"
    return Check(name, Status.FAILED, reason, f"{name}-mismatch", field, brief="proof for another request")


def _ath_check(token: Token, access_token: Secret[str]) -> Check:
    """Whether ``ath`` is the hash of the access token that the proof came with (RFC 9449 section 4.2)."""
    field, said = "payload/ath", token.payload.members.get("ath")
    digest = hashlib.sha256(access_token.reveal().encode("utf-8", "surrogatepass")).digest()
    if said == base64url.encode(digest):
        return Check("ath", Status.PASSED, "is the hash of the access token", "ath", field)
    state = "is not the hash of the access token" if "ath" in token.payload.members else "is missing"
    return Check("ath", Status.FAILED, f"ath {state}", "ath-mismatch", field, brief="proof for another access token")


def binding_check(token: Token, policy: Policy) -> Check | None:
    """Whether the token is bound to the key of this thumbprint (RFC 9449 section 6.1, RFC 8705 section 3.1)."""
    expected = policy.possession.jkt
    if expected is None or embedded.is_proof(token):
        return None
    name, field = "cnf", "payload/cnf"
    cnf = token.payload.members.get("cnf")
    if not isinstance(cnf, dict):
        reason = f"the token is bound to no key; expected {quoted(expected)}"
        return Check(name, Status.FAILED, reason, "cnf-missing", "payload", brief="bound to no key")
    key = next(iter(embedded.read(cnf.get("jwk")).keys), None)
    bound_to = [cnf.get("jkt"), cnf.get("x5t#S256"), thumbprint_of(key) if key else None]
    if expected in bound_to:
        return Check(name, Status.PASSED, f"bound to the key {quoted(expected)}", name, field)
    shown = " and ".join(quoted(str(one)) for one in bound_to if is_text(one)) or "a key with no thumbprint known here"
    reason = f"bound to {shown}; expected {quoted(expected)}"
    return Check(name, Status.FAILED, reason, "cnf-mismatch", field, brief="bound to another key")


def target(address: str) -> str:
    """Normalize an http address, without query and fragment, as a proof's is compared (RFC 9449 §4.3, RFC 3986 §6.2).

    Any other text is compared as it is.
    """
    found = _HTTP.fullmatch(address)
    if found is None:
        return address
    scheme = found["scheme"].lower()
    user, at, host = found["authority"].rpartition("@")
    host = host.lower().removesuffix(_PORTS[scheme]).removesuffix(":")
    return f"{scheme}://{user}{at}{host}{_path(_ESCAPE.sub(_unescaped, found['path']))}"


def _unescaped(escape: re.Match[str]) -> str:
    char = chr(int(escape[1], 16))
    return char if _UNRESERVED.fullmatch(char) else escape[0].upper()


def _path(path: str) -> str:
    kept: list[str] = []
    pieces = path.split("/")[1:] or [""]
    for piece in pieces:
        if piece == "..":
            del kept[-1:]
        elif piece != ".":
            kept.append(piece)
    return "/" + "/".join([*kept, ""] if pieces[-1] in {".", ".."} else kept)
