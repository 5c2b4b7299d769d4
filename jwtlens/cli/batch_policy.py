"""The expectations in a request of ``jwtlens batch``."""

from typing import Any

from jwtlens import expectations
from jwtlens.cli.batch_members import Members, RequestError
from jwtlens.limits import INFLATED_BYTES, LARGEST_CAP, PBES2_ROUNDS
from jwtlens.verify.policy import HEADER_KEYS, PROOF_SECONDS, KeyBinding, Policy, Possession, Profile, TokenType

_ABOUT_CLAIMS = (
    *("iss", "aud", "required", "check_exp", "token_type", "client_id", "max_age", "access_token", "code"),
    *("htm", "htu", "jkt", "proof_max_age"),
)
_POLICY = frozenset({*_ABOUT_CLAIMS, "algs", "now", "leeway", "typ", "nonce"}) | {
    *("allow_header_keys", "max_p2c", "max_inflated"),
}
_KEY_BINDING = frozenset({"nonce", "aud", "required", "max_age"})

_SECONDS = 1_000_000_000
"""Largest leeway and age, in seconds: some thirty years."""


def read(members: Members) -> Policy:
    """Read what a request expects. Raises RequestError where it is not clear."""
    said, binding = said_by(members), members.inside("kb", _KEY_BINDING)
    check_claims = members.flag("claims") is not False
    unheld = next((name for name in _ABOUT_CLAIMS if said.raw(name) is not None), None)
    if unheld is not None and not check_claims:
        message = f"claims is false, so nothing would be held against policy.{unheld}; leave one of them out"
        raise RequestError("request-conflict", message)
    return Policy(
        issuers=said.names("iss") or (),
        audiences=said.names("aud") or (),
        algorithms=_algorithms(members, said),
        required=said.names("required") or (),
        typ=said.text("typ"),
        leeway=said.count("leeway", _SECONDS, "seconds") or 0,
        check_claims=check_claims,
        roots=_roots(members),
        key_binding=_key_binding(binding, said),
        jwe_limits=_limits(said),
        profile=_profile(said),
        possession=_possession(said),
        check_exp=said.flag("check_exp") is not False,
        header_keys=_header_keys(said),
    )


def said_by(members: Members) -> Members:
    """Return the members of ``policy``."""
    return members.inside("policy", _POLICY)


def _possession(said: Members) -> Possession:
    age = said.count("proof_max_age", _SECONDS, "seconds")
    limit = PROOF_SECONDS if age is None else age
    return Possession(said.expected("htm"), said.expected("htu"), _thumbprint(said), limit)


def _key_binding(binding: Members, said: Members) -> KeyBinding:
    """Whoever says what the key binding has to hold wants one to be there, unless he says otherwise."""
    nonce, aud = binding.text("nonce"), binding.text("aud")
    if nonce is not None and said.raw("nonce") not in (None, nonce):
        raise RequestError("request-conflict", "kb.nonce and policy.nonce differ; leave one of them out")
    max_age, required = binding.count("max_age", _SECONDS, "seconds"), binding.flag("required")
    named = any(one is not None for one in (nonce, aud, max_age))
    return KeyBinding(nonce, aud, named if required is None else required, max_age)


def _algorithms(members: Members, said: Members) -> tuple[str, ...] | None:
    alg, algs = members.text("alg"), said.names("algs")
    if alg is not None and algs is not None and algs != (alg,):
        raise RequestError("request-conflict", "alg and policy.algs name different algorithms; leave one of them out")
    return algs if alg is None else (alg,)


def _profile(said: Members) -> Profile:
    use = said.text("token_type")
    if use not in ("access", "id", None):
        raise said.wrong("token_type", "access or id")
    token_type: TokenType | None = "access" if use == "access" else "id" if use == "id" else None
    return Profile(
        token_type,
        said.expected("client_id"),
        said.expected("nonce"),
        said.count("max_age", _SECONDS, "seconds"),
        said.secret("access_token"),
        said.secret("code"),
    )


def _thumbprint(said: Members) -> str | None:
    value = said.text("jkt")
    try:
        return None if value is None else expectations.read_thumbprint(value)
    except ValueError:
        raise said.wrong("jkt", "a SHA-256 thumbprint: 43 characters of base64url") from None


def _header_keys(said: Members) -> tuple[str, ...]:
    value: Any = said.raw("allow_header_keys")
    if value is None or isinstance(value, bool):
        return HEADER_KEYS if value else ()
    if not isinstance(value, list) or not set(map(str, value)) <= {*HEADER_KEYS}:
        raise said.wrong("allow_header_keys", f"true, false or an array of {', '.join(HEADER_KEYS)}")
    return tuple(name for name in HEADER_KEYS if name in value)


def _limits(said: Members) -> Any:  # noqa: ANN401 - the type is imported where there are limits
    rounds = said.count("max_p2c", LARGEST_CAP, "rounds")
    inflated = said.count("max_inflated", LARGEST_CAP, "bytes")
    if rounds is None and inflated is None:
        return None
    from jwtlens.verify.decryption import JweLimits  # noqa: PLC0415 - few requests change the limits

    return JweLimits(
        rounds=PBES2_ROUNDS if rounds is None else rounds,
        inflated_bytes=INFLATED_BYTES if inflated is None else inflated,
    )


def _roots(members: Members) -> tuple[bytes, ...]:
    texts = members.names("trusted_roots_pem")
    if texts is None:
        return ()
    from jwtlens.jose import x509  # noqa: PLC0415 - few requests name roots

    found = [x509.in_pem(text) for text in texts]
    if problem := next((problem for one in found for problem in one.problems), None):
        raise RequestError(problem.code, f"trusted_roots_pem: {problem.message}")
    return tuple(der for one in found for der in one.der)
