"""The lists that come with the program, searched here and now: a tenth of a second of one core, and no process."""

from itertools import islice

from jwtlens.inspection import Inspection, with_search
from jwtlens.jose.jws import Token
from jwtlens.keys.secret import Secret
from jwtlens.search.found import Found, Outcome, found_in
from jwtlens.search.guesses import names_in
from jwtlens.search.matching import first_match
from jwtlens.search.sources import BUNDLED, candidates
from jwtlens.search.target import Target, target_of
from jwtlens.verify.report import Status

BUDGET = 256 * 1024 * 1024
"""Bytes that may be hashed before a long token ends the search early; a quarter of a second or so."""

_HASHED_BESIDES = 256
"""Bytes that each candidate costs besides the token: pads, and the outer hash."""


def search_bundled(token: Token) -> Found | None:
    """Return the token's secret if it is in a bundled list. ValueError, with a sentence, where it has no secret."""
    return outcome_of_bundled(token, budget=None).found


def outcome_of_bundled(token: Token, *, budget: int | None = BUDGET) -> Outcome:
    """Search the bundled lists, the likeliest candidates first, until ``budget`` bytes are hashed; None has no end.

    ValueError, with a sentence, where the token has no shared secret.
    """
    target, names = target_of(token), names_in(token)
    most = None if budget is None else budget // _cost(target)
    tried = left_out = 0
    for source in BUNDLED:
        words = candidates(source, names)
        share = words if most is None else [*islice(words, max(most - tried, 0))]
        secret = first_match(target, share)
        if secret is not None:
            return Outcome(found_in(source, Secret(secret)), tried + share.index(secret) + 1)
        tried += len(share)
        left_out += len(words) - len(share)
    if left_out:
        return Outcome(None, tried, problems=(f"The token is long, so {left_out:,} candidates were not tried.",))
    return Outcome(None, tried, complete=True)


def fits(token: Token) -> bool:
    """Whether the whole bundled search of this token is short enough to be made at once."""
    count = sum(len(candidates(source, names_in(token))) for source in BUNDLED)
    return count * _cost(target_of(token)) <= BUDGET


def is_searchable(inspection: Inspection) -> bool:
    """Whether the token has a shared secret, and one that is not yet known to be published."""
    try:
        target_of(inspection.token)
    except ValueError:
        return False
    signature = inspection.report.check("signature")
    known = any(finding.slug == "hmac-secret-known" for finding in inspection.findings or ())
    return not (known and signature is not None and signature.status is Status.PASSED)


def with_bundled_search(inspection: Inspection) -> Inspection:
    """Return the inspection with the bundled lists tried on it and on every token inside, within the budget."""
    if inspection.inner is not None:
        inspection = inspection._replace(inner=with_bundled_search(inspection.inner))
    return with_search(inspection, outcome_of_bundled(inspection.token)) if is_searchable(inspection) else inspection


def _cost(target: Target) -> int:
    return len(target.signing_input) + _HASHED_BESIDES
