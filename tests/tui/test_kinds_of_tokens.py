"""Every kind of token on the screen: encrypted, inside one another, selectively disclosed, signed several times."""

import json

from joserfc import jwe
from joserfc.jwk import OctKey, RSAKey

from tests.sd_jwt_kit import digest, disclosure
from tests.tui.bench_kit import CLAIMS, EC_KEY, NARROW, SECRET, opened, pem, public_pem, token

WRAPPING = OctKey.import_key("0123456789abcdef0123456789abcdef")
RSA = RSAKey.generate_key(2048)


def encrypted(content: str, **header: str) -> str:
    protected = {"alg": "dir", "enc": "A256GCM", **header}
    return jwe.encrypt_compact(protected, content, WRAPPING, algorithms=["dir", "A256GCM"])


def wrapping_key() -> str:
    return json.dumps(WRAPPING.as_dict(private=True))


def ring() -> str:
    secret = OctKey.import_key(SECRET).as_dict(private=True)
    return json.dumps({"keys": [WRAPPING.as_dict(private=True), secret]})


async def test_an_encrypted_token_is_explained_and_opened_by_a_pasted_key() -> None:
    async with opened() as one:
        await one.paste_token(encrypted(json.dumps(CLAIMS)))
        assert one.verdict == "not verified"
        assert "the authentication tag" in one.payload
        assert "encrypted; its parts" in one.title("payload")
        await one.set_key(wrapping_key())
        assert one.verdict == "accepted"
        assert one.claims == CLAIMS
        assert "decrypted with the secret" in one.seen()
        await one.set_key(json.dumps(OctKey.generate_key(256).as_dict(private=True)))
        assert one.verdict == "rejected"
        assert "the authentication tag" in one.payload


async def test_editing_decrypted_content_encrypts_it_again_and_taking_it_back_restores_the_token() -> None:
    original = encrypted(json.dumps(CLAIMS, separators=(",", ":")))
    async with opened() as one:
        await one.paste_token(original)
        await one.set_key(wrapping_key())
        await one.replace("payload", '"u1"', '"u2"')
        assert one.token != original
        assert one.claims["sub"] == "u2"
        assert one.verdict == "accepted"
        made = jwe.decrypt_compact(one.token, WRAPPING, algorithms=["dir", "A256GCM"])
        assert json.loads(made.plaintext or b"")["sub"] == "u2"
        await one.replace("payload", '"u2"', '"u1"')
        assert one.token == original


async def test_without_a_key_encrypted_content_is_read_only() -> None:
    async with opened() as one:
        text = encrypted("{}")
        await one.paste_token(text)
        await one.set_key("")
        await one.go("payload")
        await one.type("x")
        assert one.token == text
        assert "read-only" in one.title("header")


async def test_one_walks_into_the_token_inside_and_out_again() -> None:
    inner = token()
    outer = encrypted(inner, cty="JWT")
    async with opened() as one:
        await one.paste_token(outer)
        await one.set_key(ring())
        assert one.verdict == "accepted"
        assert "[JWE compact] › JWS compact" in one.title("token")
        await one.press("ctrl+l", "2")
        assert (one.token, one.verdict, one.claims) == (inner, "accepted", CLAIMS)
        assert "JWE compact › [JWS compact]" in one.title("token")
        await one.replace("payload", '"u1"', '"u2"')
        await one.press("ctrl+l", "1")
        assert (one.token, one.verdict) == (outer, "accepted")
        await one.paste_token(inner)
        assert "›" not in one.title("token")


async def test_each_layer_has_its_own_verdict() -> None:
    async with opened() as one:
        await one.paste_token(encrypted(token(claims=CLAIMS | {"exp": 1}), cty="JWT"))
        await one.set_key(ring())
        assert one.verdict == "rejected"
        assert "the token inside is rejected" in one.seen()
        await one.press("ctrl+l")
        assert "JWE compact  ✗ REJECTED" in one.seen()
        await one.press("2")
        assert "expired" in one.seen()


async def test_a_token_alone_has_nothing_inside() -> None:
    async with opened() as one:
        await one.press("ctrl+l")
        assert one.told == ["There is no token inside this one."]


async def test_disclosures_are_listed_and_their_claims_stand_in_the_payload() -> None:
    name = disclosure("a salt", "given_name", "Érika")
    claims = {**CLAIMS, "_sd": [digest(name)], "_sd_alg": "sha-256"}
    text = f"{token(pem(EC_KEY), 'ES256', claims)}~{name}~"
    async with opened(size=NARROW) as one:
        await one.paste_token(text)
        await one.set_key(public_pem(EC_KEY))
        assert one.verdict == "accepted"
        assert one.claims["given_name"] == "Érika"
        assert "_sd" not in one.claims
        lines = [line.body for line in one.verification.lines]
        assert any("given_name" in line and "stands at /given_name" in line for line in lines)
        await one.paste_token(f"{text}{disclosure('other', 'role', 'admin')}~")
        assert one.verdict == "rejected"


async def test_every_signature_of_a_general_serialization_is_listed() -> None:
    good, bad = token().split("."), token("x" * 32).split(".")
    both = [{"protected": one[0], "signature": one[2]} for one in (bad, good)]
    async with opened() as one:
        await one.paste_token(json.dumps({"payload": good[1], "signatures": both}))
        await one.set_key(SECRET)
        assert one.verdict == "accepted"
        assert "1 of 2 signatures verify" in one.seen()
        assert [line.body.split(":")[0] for line in one.verification.lines[-2:]] == ["signature 1", "signature 2"]
        assert "read-only" in one.title("payload")
