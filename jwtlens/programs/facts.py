"""What a program that verifies like this inspection has to know."""

from typing import Literal, NamedTuple

from jwtlens.displayable import quoted
from jwtlens.inspection import Inspection
from jwtlens.jose import jwa
from jwtlens.jose.strict_json import is_text
from jwtlens.keys.key import Key
from jwtlens.keys.secret_text import described

Encoding = Literal["text", "base64", "base64url", "hex"]
_ENCODINGS: tuple[Encoding, ...] = ("base64", "base64url", "hex")


class Facts(NamedTuple):
    """Expectations and key. ``assumed`` names the expectations that were taken from the token, for want of the user's.

    ``encoding`` is how the environment holds a shared secret; None for a public key, which is ``pem`` (empty where the
    environment holds that too). ``leeway`` is in seconds.
    """

    algorithms: tuple[str, ...]
    issuers: tuple[str, ...]
    audiences: tuple[str, ...]
    required: tuple[str, ...]
    leeway: int
    encoding: Encoding | None
    pem: str = ""
    assumed: tuple[str, ...] = ()

    @property
    def environment(self) -> str:
        """What the program reads from its environment, in words."""
        if self.encoding is not None:
            return "the token is in the variable TOKEN, the secret in JWT_SECRET"
        token = "the token is in the variable TOKEN"
        return token if self.pem else f"{token}, the public key (PEM) in JWT_PUBLIC_KEY"

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the program does not ask for and should, in sentences."""
        found = []
        if not self.issuers:
            found.append("No issuer is expected: a token of any issuer with this key passes.")
        if not self.audiences:
            found.append("No audience is expected: tokens for other services pass too.")
        return tuple(found)


def facts(inspection: Inspection) -> Facts:
    """Collect them. Raises ValueError with a sentence for a token that no program should accept."""
    token, policy = inspection.token, inspection.policy
    if token.encrypted:
        raise ValueError("this token is encrypted; the programs are for signed ones. Go to the token inside first")
    if token.problems:
        raise ValueError(f"this token is malformed: {token.problems[0].message}")
    algorithms = policy.algorithms or (token.alg,)
    unknown = [name for name in algorithms if name not in jwa.SIGNATURE_ALGORITHMS]
    if unknown:
        raise ValueError(f"{quoted(unknown[0])} is no signature: a program must refuse such a token")
    key = _key(inspection, algorithms)
    issuers, audiences = policy.issuers, policy.audiences
    assumed = []
    if not issuers and is_text(claimed := inspection.claims.get("iss")):
        issuers, assumed = (claimed,), ["iss"]
    if not audiences and (named := _audiences(inspection.claims.get("aud"))):
        audiences = named
        assumed.append("aud")
    asked = {"exp": "exp" in inspection.claims, "iss": bool(issuers), "aud": bool(audiences)}
    required = dict.fromkeys((*(name for name, is_asked in asked.items() if is_asked), *policy.required))
    shared = all(name.startswith("HS") for name in algorithms)
    return Facts(
        tuple(algorithms),
        issuers,
        audiences,
        tuple(required),
        policy.leeway,
        _encoding(key) if shared else None,
        "" if shared or key is None else _pem(key),
        tuple(assumed),
    )


def _key(inspection: Inspection, algorithms: tuple[str, ...]) -> Key | None:
    """Return the key that verified, or else the only one that could."""
    check = inspection.report.check("signature")
    if check is not None and check.key is not None:
        return check.key
    fitting = [key for key in inspection.keyring.keys if set(algorithms) & set(key.algorithms())]
    return fitting[0] if len(fitting) == 1 else None


def _audiences(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(one for one in listed if is_text(one))


def _encoding(key: Key | None) -> Encoding:
    """Return how the user's text of a secret becomes its bytes; that of a JWK is base64url."""
    if key is None:
        return "text"
    size = key.bits // 8
    if key.words.startswith(described(size, "text")):
        return "text"
    return next((one for one in _ENCODINGS if key.words.startswith(described(size, one))), "base64url")


def _pem(key: Key) -> str:
    from jwtlens.keys.export import export, public  # noqa: PLC0415 - needs the cryptography package

    return export([public(key)], "pem").reveal()
