"""What a Python program would get: PyJWT's own ``decode()`` on the same token, key, expectations and clock.

Where it disagrees with our verdict, the reason is said: on such disagreements between two parsers attackers live.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.header import unencoded_payload
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key
from jwtlens.verify.disagreement import why_it_accepts, why_it_refuses
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Report, Verdict

if TYPE_CHECKING:
    from jwt import PyJWT
    from jwt.types import Options

ACCEPTS = "accepts"

_CHECKS_OF_CLAIMS = ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")


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

    @property
    def accepts(self) -> bool:
        """Whether PyJWT takes the token."""
        return self.outcome == ACCEPTS

    def differs(self, report: Report) -> str:
        """Return why PyJWT and our verdict disagree, in words; empty where they agree."""
        accepted = report.verdict is Verdict.ACCEPTED
        if accepted == self.accepts:
            return ""
        if accepted:
            return self.stricter
        return why_it_accepts(report)


def second_opinion(
    token: Token, key: Key | None, policy: Policy, now: float, detached: bytes | None = None
) -> SecondOpinion | None:
    """Run PyJWT as a program would; ``now`` is a Unix time in seconds. Never raises.

    Where the policy names no algorithms, the program passes those of the key. It gets the public half of a private key,
    as PyJWT cannot verify with a private RSA key, and ``detached`` where PyJWT takes a payload apart. None without a
    key, and for an encrypted token.
    """
    if key is None or token.encrypted:
        return None
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - decode does not pay for either
    from jwt import PyJWTError, __version__  # noqa: PLC0415 - as above
    from jwt.exceptions import InvalidTokenError  # noqa: PLC0415 - as above

    allowed = list(key.algorithms() if policy.algorithms is None else policy.algorithms)
    apart = detached if unencoded_payload(token.header) else None
    warned: list[str] = []
    outcome, detail, verb = ACCEPTS, "", "raises"
    try:
        _verifier(now, warned).decode(
            token.text, _material(key), allowed, detached_payload=apart, **_expectations(policy)
        )
    except PyJWTError as error:
        outcome = type(error).__name__
        detail = quoted(str(error)) if isinstance(error, InvalidTokenError) else ""
    except (TypeError, ValueError, UnsupportedAlgorithm) as error:  # let through by PyJWT: found by fuzzing it
        outcome, verb = type(error).__name__, "fails with"
    said = "accepts it" if outcome == ACCEPTS else f"{verb} {outcome}"
    short = " and warns that the key is short (InsecureKeyLengthWarning)" if warned else ""
    stricter = ""
    if outcome != ACCEPTS:
        stricter = why_it_refuses(outcome, detail, token, policy, detached=detached is not None)
    return SecondOpinion(outcome, f"PyJWT {__version__} {said}{short}", detail, stricter)


def _verifier(instant: float, warned: list[str]) -> "PyJWT":
    """Make a PyJWT whose clock stands at ``instant``; its warnings go to ``warned`` instead of the log."""
    from jwt import PyJWS, PyJWT  # noqa: PLC0415 - as above
    from jwt.algorithms import Algorithm  # noqa: PLC0415 - as above

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
    options: Options = {"require": list(policy.required), "verify_exp": policy.check_exp}
    return {
        "options": options,
        "audience": list(policy.audiences) or None,
        "issuer": policy.issuers or None,
        "leeway": policy.leeway,
    }
