"""Texts with several tokens."""

import json

from tests.tui.bench_kit import CLAIMS, EC_KEY, NOW, SECRET, pem, token

TOKENS = (
    token(claims=CLAIMS | {"sub": "anna", "exp": NOW + 30}),
    token(claims={"iss": "https://zebra.example", "sub": "bert", "exp": NOW - 60}),
    token(pem(EC_KEY), "ES256", {"iss": "https://alpha.example", "sub": "carl", "exp": NOW + 9000}),
    token("quite another secret, long enough too", claims={"iss": "https://issuer.example"}),
)
GOOD, EXPIRED, FOREIGN, WRONG = TOKENS
KEY = SECRET


def har(*tokens: str) -> str:
    """Write a capture as browsers do; the first token is in it twice."""
    values = [*tokens, tokens[0]]
    requests = [
        {"url": "https://a.example/", "headers": [{"name": "Authorization", "value": f"Bearer {t}"}]} for t in values
    ]
    return json.dumps({"log": {"version": "1.2", "entries": [{"request": one} for one in requests]}}, indent=1)
