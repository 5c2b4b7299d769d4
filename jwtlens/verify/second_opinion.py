"""What a Python program would get: PyJWT's own ``decode()`` on the same token, key, expectations and clock.

Where it disagrees with our verdict, the reason is said: on such disagreements between two parsers attackers live.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report, Verdict

if TYPE_CHECKING:
    from jwt import PyJWT
    from jwt.types import Options

ACCEPTS = "accepts"

_CHECKS_OF_CLAIMS = ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")

_INT = "it converts {} with int(), so a numeric string, true or a number of any size will do"
_LENIENT = {
    "base64-padding": "it accepts padding (=) at the end of a part",
    "header-type": "it does not look at the types of header parameters that it does not use",
    "crit-duplicate": "it accepts a name twice in crit",
    "json-duplicate": "of two members with one name it keeps the last and says nothing",
    "json-bom": "it accepts a byte order mark",
    "json-utf8": "it guesses the encoding of JSON and accepts UTF-16 and UTF-32",
    "json-constant": "it reads NaN and Infinity, which are no JSON",
    "json-depth": "it reads deeper nesting than jwtlens does",
    "kid-not-found": "it ignores kid: the program has chosen the key",
    "key-use": "it ignores use and key_ops: the program has chosen the key",
    "key-mismatch": "it ignores the alg of the key",
    "typ-mismatch": "it does not look at typ",
    "exp-type": _INT.format("exp"),
    "nbf-type": _INT.format("nbf"),
    "iat-type": _INT.format("iat"),
    "not-yet-valid": "it cuts nbf to whole seconds",
    "issued-in-future": "it cuts iat to whole seconds",
}
"""Why it accepts what we reject, by the code of our check."""

_STRICT = {
    "ExpiredSignatureError": "it cuts exp to whole seconds",
    "InvalidKeyError": "it refuses this key: as a secret because it looks like a public key or a JWK, or for its kind",
    "TypeError": "it does not expect a key of this kind with this algorithm",
    "ValueError": "it does not expect such a key",
    "UnicodeDecodeError": "it does not expect such a key",
    "UnicodeEncodeError": "it does not expect a lone surrogate in a token",
    "UnsupportedAlgorithm": "it does not expect such a key",
}
"""Why it refuses what we accept, by the name of the exception, where that alone tells."""


class SecondOpinion(NamedTuple):
    """PyJWT's answer.

    ``outcome`` is ``accepts`` or the name of the exception, ``words`` a sentence with the version, ``detail`` PyJWT's
    own message where that is about the token (one about a key could quote it), ``stricter`` why it refuses what a
    verifier without more expectations would accept.
    """

    outcome: str
    words: str
    detail: str = ""
    stricter: str = ""

    def differs(self, report: Report) -> str:
        """Return why PyJWT and our verdict disagree, in words; empty where they agree."""
        accepted = report.verdict is Verdict.ACCEPTED
        if accepted == (self.outcome == ACCEPTS):
            return ""
        if accepted:
            return self.stricter
        unread = [check for check in report.checks if check.code == "json-depth"]
        against = [*report.failed, *unread]
        ours = [_LENIENT.get(check.code, f"it does not check this: {check.reason}") for check in against]
        return "; ".join(dict.fromkeys(ours)) or "it was given the key, and our verification found none to use"


def second_opinion(
    token_text: str,
    token: Token,
    key: Key | None,
    algorithms: Sequence[str] | None,
    policy: Policy,
    now: float,
) -> SecondOpinion | None:
    """Run PyJWT as a program would; ``now`` is a Unix time in seconds. Never raises.

    ``algorithms`` is what the program passes; None takes the policy's, else those of the key. It gets the public half
    of a private key, as PyJWT cannot verify with a private RSA key. None without a key, and for an encrypted token.
    """
    if key is None or token.encrypted:
        return None
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - decode does not pay for either
    from jwt import PyJWTError, __version__  # noqa: PLC0415
    from jwt.exceptions import InvalidTokenError  # noqa: PLC0415

    said_by_policy = key.algorithms() if policy.algorithms is None else policy.algorithms
    allowed = list(said_by_policy if algorithms is None else algorithms)
    warned: list[str] = []
    outcome, detail, verb = ACCEPTS, "", "raises"
    try:
        _verifier(now, warned).decode(token_text, _material(key), allowed, **_expectations(policy))
    except PyJWTError as error:
        outcome = type(error).__name__
        detail = quoted(str(error)) if isinstance(error, InvalidTokenError) else ""
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:  # let through by PyJWT: found by fuzzing it
        outcome, verb = type(error).__name__, "fails with"
    said = "accepts it" if outcome == ACCEPTS else f"{verb} {outcome}"
    short = " and warns that the key is short (InsecureKeyLengthWarning)" if warned else ""
    stricter = "" if outcome == ACCEPTS else _why_refused(outcome, detail, token, policy)
    return SecondOpinion(outcome, f"PyJWT {__version__} {said}{short}", detail, stricter)


def _verifier(instant: float, warned: list[str]) -> "PyJWT":
    """Make a PyJWT whose clock stands at ``instant``; its warnings go to ``warned`` instead of the log."""
    from jwt import PyJWS, PyJWT  # noqa: PLC0415 - as above
    from jwt.algorithms import Algorithm  # noqa: PLC0415

    class Silent(PyJWS):
        # Catching warnings would change the filters of every thread; its algorithm objects are its own.
        def get_algorithm_by_name(self, alg_name: str) -> Algorithm:
            algorithm = super().get_algorithm_by_name(alg_name)
            judge = type(algorithm).check_key_length

            def noted(key: object) -> None:
                if message := judge(algorithm, key):
                    warned.append(message)

            algorithm.check_key_length = noted  # type: ignore[method-assign]
            return algorithm

    class AtInstant(PyJWT):
        def __init__(self) -> None:
            super().__init__()
            self._jws = Silent()

        def _validate_iat(self, payload: dict[str, Any], now: float, leeway: float) -> None:  # noqa: ARG002
            super()._validate_iat(payload, instant, leeway)

        def _validate_nbf(self, payload: dict[str, Any], now: float, leeway: float) -> None:  # noqa: ARG002
            super()._validate_nbf(payload, instant, leeway)

        def _validate_exp(self, payload: dict[str, Any], now: float, leeway: float) -> None:  # noqa: ARG002
            super()._validate_exp(payload, instant, leeway)

    return AtInstant()


def _material(key: Key) -> Any:  # noqa: ANN401 - bytes or one of a dozen key classes
    material: Any = key.material.reveal()
    return material.public_key() if key.private and key.kty != "oct" else material


def _expectations(policy: Policy) -> dict[str, Any]:
    if not policy.check_claims:
        return {"options": {f"verify_{name}": False for name in _CHECKS_OF_CLAIMS}}
    options: Options = {"require": list(policy.required)}
    return {
        "options": options,
        "audience": list(policy.audiences) or None,
        "issuer": policy.issuers or None,
        "leeway": policy.leeway,
    }


def _why_refused(outcome: str, detail: str, token: Token, policy: Policy) -> str:
    if outcome == "InvalidAlgorithmError" and "not supported" in detail:
        return f"it does not know {quoted(token.alg)}"
    if outcome == "InvalidAudienceError" and not policy.audiences:
        return "it refuses a token with aud while no audience is expected (RFC 7519 section 4.1.3)"
    if token.serialization != "JWS compact":
        return "it reads the compact serialization only"
    if unencoded_payload(token.header):
        return "it takes an unencoded payload (b64 false) only where it is passed apart"
    return _STRICT.get(outcome) or f"it says: {detail or outcome}"
