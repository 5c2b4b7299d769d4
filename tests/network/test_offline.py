"""A token causes no request, whatever addresses it names: with sockets denied, everything about it still works."""

from jwtlens.inspection import edit, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Verdict
from tests.core_kit import NOW, pair, signed

URL = "https://127.0.0.1:9/keys"


def test_no_address_in_a_token_is_asked(no_sockets: None) -> None:
    header: dict[str, object] = {"alg": "ES256", "kid": URL, "jku": URL, "x5u": URL, "typ": "JWT"}
    claims = {"iss": "https://127.0.0.1:9", "aud": URL, "jwks_uri": URL, "sub": "a"}
    token = signed(header, claims, key=pair("P-256"))
    for keyring in (Keyring(), Keyring((pair("P-256"),)), Keyring((pair("P-256", nth=1),))):
        seen = inspect(token, keyring, Policy(issuers=("https://127.0.0.1:9",)), now=NOW)
        assert seen.findings
        edit(seen, payload='{"iss":"https://127.0.0.1:9/other"}', resign_with=keyring)
    accepted = inspect(token, Keyring((pair("P-256"),)), Policy(audiences=(URL,)), now=NOW)
    assert accepted.report.verdict is Verdict.ACCEPTED
