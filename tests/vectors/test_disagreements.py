"""PyJWT's answer over everybody's vectors: wherever it is not ours, the reason is one rule, named."""

import pytest

from jwtlens.cli import batch_request
from jwtlens.explanation import compare
from jwtlens.inspection import Apart, inspect
from tests.core_kit import NOW
from tests.vectors.judging import HOW, folder, request, vectors

GENERIC = ("it says:", "it does not check this", "it does not expect", "it was given the key")
"""Words that would tell of a disagreement without telling why."""


@pytest.mark.skipif(folder() is None, reason=HOW)
def test_every_disagreement_with_pyjwt_is_explained() -> None:
    reasons: dict[str, list[str]] = {}
    asked = 0
    for vector in vectors():
        if vector["kind"] in {"jwk", "detect", "x5c-chain"} or not isinstance(vector["token"], str):
            continue
        read = batch_request.read(request(vector, "verify"), NOW)
        apart = Apart(read.detached, read.outer_keys)
        for judging in (True, False):
            policy = read.policy._replace(check_claims=judging)
            inspection = inspect(read.token, read.keyring, policy, now=read.now, with_audit=False, apart=apart)
            found = compare(inspection)
            asked += found.second_opinion is not None
            if found.difference:
                reasons.setdefault(found.difference, []).append(vector["id"])
    assert asked > 700
    assert len(reasons) > 10
    generic = {words: ids for words, ids in reasons.items() if any(start in words for start in GENERIC)}
    assert generic == {}
