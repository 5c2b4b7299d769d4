"""Decrypts a JWE with the supplied keys (RFC 7516 section 5.2), and says why where that cannot be."""

from collections.abc import Iterator
from typing import NamedTuple

from jwtlens.displayable import quoted
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.jose.jwe_parts import Jwe, Recipient
from jwtlens.keys.key import Key, Keyring
from jwtlens.limits import DECRYPTION_TRIES, INFLATED_BYTES, PBES2_ROUNDS
from jwtlens.verify import jwe_engine
from jwtlens.verify.inflate import InflateError, inflate
from jwtlens.verify.jwe_keys import candidates
from jwtlens.verify.jwe_rules import Refusal, content_refusal, ephemeral_key, recipient_refusal, rounds_of
from jwtlens.verify.report import Status

_UNDECIDED = frozenset({"no-key", "key-public", "work-cap"})
"""Codes after which nobody can say whether the token would decrypt with the right key."""

_OPENED = frozenset({"decrypted", "zip-invalid", "inflated-cap"})
"""Codes after which no other key needs to be tried: this one opened the content."""

_CAPS = {"rounds": "rounds of PBKDF2 for one token and those inside it", "tries": "attempts for one token"}


class JweLimits(NamedTuple):
    """Caps on the work for one JWE: rounds of PBKDF2, inflated size in bytes, recipient-key combinations.

    The rounds count over all the tokens inside one another.
    """

    rounds: int = PBES2_ROUNDS
    inflated_bytes: int = INFLATED_BYTES
    tries: int = DECRYPTION_TRIES


DEFAULT_LIMITS = JweLimits()


class Decryption(NamedTuple):
    """Whether the content could be decrypted, and the content.

    ``plaintext`` is None unless ``status`` is passed; then ``key`` is the key that did it and ``recipient`` the index
    of the recipient. ``code`` is stable and made for programs, ``reason`` a sentence in plain words, ``field`` the
    part that it is about. ``cap`` names the limit that bit (a field of JweLimits), or is empty. ``rounds`` is how many
    of PBKDF2 it cost.
    """

    status: Status
    code: str
    reason: str
    field: str = "ciphertext"
    plaintext: bytes | None = None
    key: Key | None = None
    recipient: int | None = None
    cap: str = ""
    rounds: int = 0


def decrypt(
    jwe: Jwe,
    keyring: Keyring,
    *,
    limits: JweLimits = DEFAULT_LIMITS,
    allowed: tuple[str, ...] | None = None,
    spent: int = 0,
) -> Decryption:
    """Decrypt for the first recipient that a key opens. Never raises for a bad token.

    ``allowed`` lists the ``alg`` values that are taken, and the ``enc`` values if any are in it; None derives them
    from the keys. ``spent`` rounds of PBKDF2 count as done already. A malformed token is not decrypted.
    """
    if jwe.problems:
        return Decryption(Status.NOT_CHECKED, "malformed", "not tried: the token is malformed", "token")
    if refusal := content_refusal(jwe, allowed):
        return _refused(refusal)
    failures: list[Decryption] = []
    for outcome in _outcomes(jwe, keyring, limits, allowed, spent):
        if outcome.code in _OPENED:
            return outcome
        failures.append(outcome)
    return _summary(failures, len(jwe.recipients))


def _outcomes(
    jwe: Jwe, keyring: Keyring, limits: JweLimits, allowed: tuple[str, ...] | None, spent: int
) -> Iterator[Decryption]:
    """Try the recipients in order, each with the keys that fit, until the work that one token may cost is done."""
    rounds, tries = limits.rounds - spent, limits.tries
    for index, recipient in enumerate(jwe.recipients):
        refusal = recipient_refusal(recipient, allowed, limits.rounds)
        for key in [refusal] if refusal else _keys(recipient, jwe.enc, keyring):
            if isinstance(key, Refusal):
                yield _refused(key)
                continue
            demanded = rounds_of(recipient.header) or 0  # None was refused before
            if tries == 0 or demanded > rounds:
                cap = "rounds" if tries else "tries"
                most = f"{getattr(limits, cap):,} {_CAPS[cap]}"
                yield _refused(Refusal("work-cap", f"not every key was tried: jwtlens stops at {most}", "key", cap))
                return
            tries, rounds = tries - 1, rounds - demanded
            yield _attempt(jwe, index, key, limits)._replace(rounds=limits.rounds - spent - rounds)


def _keys(recipient: Recipient, enc: str, keyring: Keyring) -> Iterator[Key | Refusal]:
    alg = KEY_MANAGEMENT[str(recipient.header["alg"])]
    chosen = candidates(recipient.header, alg, CONTENT_ENCRYPTION[enc], keyring)
    if not chosen.keys:
        yield Refusal(chosen.code, chosen.reason, "header/kid" if chosen.code == "kid-not-found" else "key")
    epk = ephemeral_key(recipient.header)
    for key in chosen.keys:
        if epk and epk["crv"] != key.curve:
            reason = f"the ephemeral key (epk) is on {quoted(str(epk['crv']))}, the key on {key.curve}"
            yield Refusal("key-mismatch", reason, "header/epk")
        else:
            yield key


def _attempt(jwe: Jwe, index: int, key: Key, limits: JweLimits) -> Decryption:
    recipient = jwe.recipients[index]
    content = jwe_engine.content(jwe, recipient, key, ephemeral_key(recipient.header))
    if content is None:
        reason = f"the content does not decrypt with {quoted(key.label)}: another key, or the token was changed"
        return Decryption(Status.FAILED, "decryption-failed", reason)
    if "zip" in recipient.header:
        try:
            content = inflate(content, limits.inflated_bytes)
        except InflateError as error:
            code, cap = ("inflated-cap", "inflated_bytes") if error.capped else ("zip-invalid", "")
            return Decryption(Status.FAILED, code, str(error), "ciphertext", cap=cap)
    reason = f"decrypted with {quoted(key.label)}"
    return Decryption(Status.PASSED, "decrypted", reason, "ciphertext", content, key, index)


def _refused(refusal: Refusal) -> Decryption:
    status = Status.NOT_CHECKED if refusal.code in _UNDECIDED else Status.FAILED
    return Decryption(status, refusal.code, refusal.reason, refusal.field, cap=refusal.cap)


def _summary(failures: list[Decryption], recipients: int) -> Decryption:
    """Return the most telling of the failures: a cap that bit, an attempt, what was not decided, then any."""
    capped = [one for one in failures if one.cap]
    attempted = [one for one in failures if one.code == "decryption-failed"]
    undecided = [one for one in failures if one.status is Status.NOT_CHECKED]
    chosen = (capped or attempted or undecided or failures)[0]
    if len(attempted) > 1 and not capped:
        reason = f"the content does not decrypt with any of {len(attempted)} attempts (recipients and keys)"
        return chosen._replace(reason=reason)
    if recipients > 1 and not capped and not attempted:
        return chosen._replace(reason=f"for none of {recipients} recipients; for one of them: {chosen.reason}")
    return chosen
