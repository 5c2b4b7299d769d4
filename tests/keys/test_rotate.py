"""Rotation: old tokens still verify, the new one names the new key."""

import json

import pytest

from jwtlens.editing import edit, shown, sign
from jwtlens.inspection import inspect
from jwtlens.keys.export import public
from jwtlens.keys.generate import KINDS, generate
from jwtlens.keys.key import Keyring
from jwtlens.keys.rotate import rotate, with_kid
from jwtlens.keys.thumbprint import thumbprint
from jwtlens.verify.report import Verdict
from tests.core_kit import NOW, b64, pair, secret, signed


@pytest.mark.parametrize("alg", ["HS256", "RS256", "PS512", "ES256", "ES256K", "Ed25519", "ML-DSA-44"])
@pytest.mark.parametrize("kid", ["old", None])
def test_the_token_is_signed_with_the_new_key_and_both_verify(alg: str, kid: str | None) -> None:
    old = generate(alg, kid=kid)._replace(kid=kid)
    named: dict[str, object] = {"kid": kid} if kid else {}
    token = signed({"alg": alg, **named}, key=old)
    before = inspect(token, Keyring((old,)), now=NOW)
    header = shown(before.token.segment("header"), before.token.header).text
    rotated = rotate(before.keyring, old, header)
    assert rotated.keyring.keys == (rotated.key, old)
    assert rotated.keyring.is_set
    made = edit(before, header=rotated.header, resign_with=rotated.keyring)
    assert (made.signature, made.note) == ("signed", "")
    for source in (token, made.source or ""):
        assert inspect(source, rotated.keyring, now=NOW).report.verdict is Verdict.ACCEPTED
    after = inspect(made.source or "", Keyring((old,)), now=NOW)
    assert after.report.verdict is Verdict.REJECTED
    assert after.token.header.members == {"alg": alg, "kid": thumbprint(rotated.key)}
    assert after.token.segment("payload") == before.token.segment("payload")._replace(
        span=after.token.segment("payload").span
    )


def test_signing_from_segments() -> None:
    old = generate("ES256")
    rotated = rotate(Keyring((old,)), old, '{"alg":"ES256"}')
    made = sign(b64(rotated.header), b64("{}"), rotated.keyring)
    assert inspect(made.source or "", Keyring((rotated.key,)), now=NOW).report.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("kind", KINDS)
def test_the_new_key_is_of_the_same_kind(kind: str) -> None:
    old = generate(kind)._replace(use="x", key_ops=("sign",), alg="A")
    new = rotate(Keyring((old,)), old, "{}").key
    assert (new.kind, new.use, new.key_ops, new.alg) == (old.kind, "x", ("sign",), "A")
    assert new.kid == thumbprint(new) != old.kid


def test_sizes_too_small_for_today_are_raised() -> None:
    for old, kind in (
        (secret(b"short"), "secret, 256 bits"),
        (secret(b"x" * 1000), "secret, 4096 bits"),
        (pair("RSA")._replace(bits=1024), "RSA 2048"),
        (pair("RSA")._replace(bits=2047), "RSA 2048"),
    ):
        assert rotate(Keyring((old,)), old, "{}").key.kind == kind


def test_a_public_key_gets_a_private_successor() -> None:
    old = public(generate("P-256"))._replace(key_ops=("verify",))
    new = rotate(Keyring((old,)), old, "{}").key
    assert (new.private, new.can_sign) == (True, True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{"kid":"K"}'),
        ('{"alg":"x"}', '{"alg":"x","kid":"K"}'),
        ('{"alg": "x", "typ": "JWT"}', '{"alg": "x", "typ": "JWT","kid": "K"}'),
        ('{\n  "alg": "x"\n}', '{\n  "alg": "x",\n  "kid": "K"\n}'),
        ('{"kid":"old","n":1e400}', '{"kid":"K","n":1e400}'),
        ('{"kid":{"kid":1},"jwk":{"kid":"inner"}}', '{"kid":"K","jwk":{"kid":"inner"}}'),
        ('{"kid":1,"\\u006bid":2}', '{"kid":"K","\\u006bid":"K"}'),
    ],
)
def test_only_the_kid_of_the_header_changes(before: str, after: str) -> None:
    assert with_kid(before, "K") == after


def test_a_kid_is_written_as_json() -> None:
    assert json.loads(with_kid("{}", 'a"\\\x1bé')) == {"kid": 'a"\\\x1bé'}


@pytest.mark.parametrize("header", ["", "[]", '"x"', "{", "null"])
def test_what_is_no_header(header: str) -> None:
    with pytest.raises(ValueError, match="not a JSON object"):
        with_kid(header, "K")


def test_a_kind_that_cannot_be_made() -> None:
    old = pair("P-256")._replace(curve="brainpoolP256r1")
    with pytest.raises(ValueError, match="cannot make keys of the kind EC brainpoolP256r1"):
        rotate(Keyring((old,)), old, "{}")
