"""A signed token as each of its signatures sees it (RFC 7515 section 7.2.1): each is judged with its own header."""

from typing import TYPE_CHECKING, NamedTuple

from jwtlens.jose import serialization
from jwtlens.jose.jws import Token
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify import embedded, jose_checks
from jwtlens.verify.by_header import ByHeader
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Check, Status
from jwtlens.verify.selection import Selection, select

if TYPE_CHECKING:
    from jwtlens.jose.x509 import Certificate

_CERTIFIED = frozenset({"x5c", "x5t", "x5t#S256"})


class View(NamedTuple):
    """The token as one signature sees it, the checks on that signature, and the certificates that came with it.

    ``nested`` is the text of a token that is the content, by this signature's header.
    """

    token: Token
    checks: tuple[Check, ...]
    nested: str | None = None
    certificates: "tuple[Certificate, ...]" = ()

    @property
    def verifies(self) -> bool:
        """Whether this signature alone is enough to accept what it signs."""
        passed = any(check.name == "signature" and check.status is Status.PASSED for check in self.checks)
        failed = any(check.status is Status.FAILED for check in self.checks)
        return passed and not failed and not self.token.problems

    def named(self, number: int) -> Check:
        """Return what decided about this one of several signatures: its first failure, or its signature check."""
        name = f"signature {number}"
        if self.token.problems:
            problem = self.token.problems[0]
            return Check(name, Status.FAILED, f"malformed: {problem.message}", problem.code, problem.field, "malformed")
        failed = (check for check in self.checks if check.status is Status.FAILED)
        signature = next(check for check in self.checks if check.name == "signature")
        return next(failed, signature)._replace(name=name)


def views(token: Token, keyring: Keyring, policy: Policy, now: float, *, opens: bool = True) -> list[View]:
    """Judge every signature; ``now`` is a Unix time in seconds. ``opens`` false takes the content for no token."""
    return [_view(one, keyring, policy, now, opens=opens) for one in token.signatures or (token,)]


def decisive(found: list[View]) -> View:
    """Return the one that decides: the first that verifies, or else the first that is well-formed.

    What is shown, and what the header says about the content, must be what that signature covers.
    """
    if len(found) == 1:
        return found[0]
    verifying = (view for view in found if view.verifies)
    return next(verifying, next((view for view in found if not view.token.problems), found[0]))


def as_decided(token: Token, found: list[View]) -> Token:
    """Return the token as the signature sees it that decides; it is malformed where all of them are."""
    view = decisive(found)
    if len(found) == 1:
        return view.token
    problems = list(token.problems)
    if all(one.token.problems for one in found):
        problems += [problem for one in found for problem in one.token.problems]
    return token._replace(
        header=view.token.header,
        segments=view.token.segments,
        payload=view.token.payload,
        problems=tuple(dict.fromkeys(problems)),
        signatures=tuple(one.token for one in found),
    )


def _view(token: Token, keyring: Keyring, policy: Policy, now: float, *, opens: bool) -> View:
    nested = serialization.nested(token) if opens else None
    if nested is not None:  # expectations, the type among them, are about the token inside (RFC 8725 section 3.11)
        policy = policy._replace(typ=None)
    elif embedded.is_proof(token):
        return _proof(token, keyring, policy)
    if _CERTIFIED.isdisjoint(token.header.members):
        return View(token, tuple(_checks(token, keyring, policy)), nested)
    return _certified(token, keyring, policy, now)._replace(nested=nested)


def _checks(token: Token, keyring: Keyring, policy: Policy) -> list[Check]:
    settled = _settled(token, keyring, policy)
    signature = jose_checks.signature_check(token, keyring, settled.selection, settled.algorithm)
    return [settled.algorithm, settled.key, signature, settled.crit, settled.typ]


class _Settled(NamedTuple):
    """The keys to try, and the checks for which payload, signature and clock do not matter."""

    selection: Selection
    algorithm: Check
    key: Check
    crit: Check
    typ: Check


def _settle(token: Token, keyring: Keyring, policy: Policy) -> _Settled:
    selection = select(token, keyring)
    return _Settled(
        selection,
        jose_checks.algorithm_check(token, keyring, policy),
        jose_checks.key_check(token, keyring, selection),
        jose_checks.crit_check(token),
        jose_checks.typ_check(token, policy),
    )


_settled = ByHeader(_settle)
"""0.7 us for the header of the token before, 15 us for a new one."""


def _proof(token: Token, keyring: Keyring, policy: Policy) -> View:
    """Judge a DPoP proof, which brings its key along (RFC 9449): that key counts only if the user named it."""
    from jwtlens.verify import possession  # noqa: PLC0415 - few tokens are proofs

    if not keyring.keys:
        keyring = possession.chosen(token, policy) or keyring
    return View(token, (*_checks(token, keyring, policy), *possession.key_checks(token, policy)))


def _certified(token: Token, keyring: Keyring, policy: Policy, now: float) -> View:
    """Judge a token with ``x5c`` or ``x5t``: its own chain decides where the user gave roots and no key."""
    from jwtlens.jose import x509  # noqa: PLC0415 - needs cryptography, and few tokens bring certificates
    from jwtlens.verify import x5c  # noqa: PLC0415 - as above

    found = x509.in_header(token.header.members)
    token = token._replace(problems=(*token.problems, *(one for one in found.problems if one not in token.problems)))
    chain = x5c.validate(found, policy.roots, now)
    if keyring.keys and chain.key is not None and not _signed_with(token, chain.key):
        chain = chain._replace(check=x5c.OTHER_KEY)
    if chain.trusted and chain.key is not None and not keyring.keys:
        keyring = Keyring((chain.key._replace(kid=None),), words="the key of the certificate chain")
    checks = _checks(token, keyring, policy)
    header = token.header.members
    if "x5c" in header:
        thumbprint = x5c.thumbprint_check(header, [x509.thumbprints(der) for der in found.der[:1]])
    else:
        thumbprint = x5c.thumbprint_check(header, _certificates_of_keys(keyring, checks), " of your key")
    return View(token, (*checks, chain.check, thumbprint), None, chain.certificates)


def _certificates_of_keys(keyring: Keyring, checks: list[Check]) -> list[dict[str, str]]:
    """Return the thumbprints of the certificate of the key that verifies; of all keys where none does."""
    verified = next((check.key for check in checks if check.key is not None), None)
    keys = keyring.keys if verified is None else (verified,)
    return [dict(key.certificate) for key in keys]


def _signed_with(token: Token, key: Key) -> bool:
    """Whether the signature is that of this key, which then must be the certificate's (RFC 7515 section 4.1.6)."""
    return token.alg in key.algorithms() and embedded.is_right(token, key)
