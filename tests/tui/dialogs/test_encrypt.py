"""F7, Encrypt the token: what is made is read by jwcrypto and by the bench."""

from jwcrypto import jwe, jwk

from jwtlens.keys.export import export
from jwtlens.keys.generate import generate
from jwtlens.keys.key import Key
from jwtlens.samples import made_keys
from jwtlens.tui.button import TextButton
from jwtlens.tui.dialog import ChoiceField, Dialog
from jwtlens.tui.dialogs.encrypt import EncryptDialog
from tests.tui.bench_kit import EC_KEY, NARROW, SECRET, Bench, opened, public_pem, start, token

HOSTILE = "\x1b[31m[bold]\u202eevil\u202c" + "k" * 300


def ring(*keys: Key) -> str:
    return export(keys, "jwks").reveal()


async def ask(bench: Bench) -> EncryptDialog:
    await bench.screen.run_action("key('encrypt')")
    await bench.settle()
    assert isinstance(bench.app.screen, EncryptDialog)
    return bench.app.screen


def field(dialog: Dialog[str], name: str) -> ChoiceField:
    return dialog.query_one(f"#field-{name}", ChoiceField)


async def press(bench: Bench, dialog: Dialog[str]) -> None:
    dialog.query_one("#button-encrypt", TextButton).action_press()
    await bench.settle()


async def test_a_signed_token_is_nested_and_read_again() -> None:
    issuer, api = made_keys.named("Ed25519#issuer"), made_keys.named("P-256#api")
    private = export((api,), "jwk").reveal()
    signed = token(SECRET)
    secret = generate("oct", bits=256)
    async with opened(start(signed, ring(issuer, api, secret)), size=NARROW) as bench:
        dialog = await ask(bench)
        assert field(dialog, "for").options == ("key api, EC P-256", f"{secret.label}, 256 bits")
        assert field(dialog, "what").options == ("the signed token: sign, then encrypt", "the payload alone, unsigned")
        assert (field(dialog, "alg").options[0], field(dialog, "enc").options[0]) == ("ECDH-ES+A256KW", "A256GCM")
        field(dialog, "for").chosen = 1
        await bench.settle()
        assert field(dialog, "alg").options[0] == "A256KW"
        assert "ECDH-ES" not in field(dialog, "alg").options
        field(dialog, "alg").chosen = field(dialog, "alg").options.index("dir")
        await bench.settle()
        assert field(dialog, "enc").options == ("A256GCM", "A128CBC-HS256")
        field(dialog, "for").chosen = 0
        await bench.settle()
        for words in ("Encrypt", "Close", "AES-256 in GCM mode", "esc closes"):
            assert words in bench.seen()
        await bench.press("tab", "tab", "tab", "tab", "enter")
        other = jwe.JWE()
        other.deserialize(bench.token, jwk.JWK.from_json(private))
        assert other.payload == signed.encode()
        assert other.jose_header["cty"] == "JWT"
        assert other.jose_header["kid"] == "api"
        assert bench.token.count(".") == 4
        assert bench.focus == "token"
        assert bench.inspection.inner is not None
        assert bench.inspection.inner.token.text == signed
        await bench.press("alt+up")
        assert bench.token == signed
        await bench.press("alt+down")
        assert bench.token.count(".") == 4
        dialog = await ask(bench)
        assert field(dialog, "what").options == ("the token, encrypted once more",)
        await bench.press("escape")
        assert bench.token.count(".") == 4


async def test_where_nothing_can_be_encrypted_the_reason_is_said() -> None:
    async with opened(start(token(), ring(made_keys.named("Ed25519#e"))), size=NARROW) as bench:
        await bench.screen.run_action("key('encrypt')")
        await bench.settle()
        assert "No key here can encrypt" in bench.told[-1]
        await bench.set_key(public_pem(EC_KEY))
        await bench.paste_token("nonsense")
        await bench.screen.run_action("key('encrypt')")
        await bench.settle()
        assert "no token to encrypt" in bench.told[-1]


async def test_hostile_names_are_shown_escaped_and_the_dialog_keeps_its_shape() -> None:
    key = made_keys.named("P-256")._replace(kid=HOSTILE)
    async with opened(start(token(), ring(key)), size=NARROW) as bench:
        dialog = await ask(bench)
        name = field(dialog, "for").options[0]
        assert name.isprintable()
        assert "\u202e" not in bench.seen()
        assert "\x1b" not in bench.seen()
        box = dialog.query_one("Vertical").region
        assert box.width <= 80
        assert box.height <= 24
        await press(bench, dialog)
        assert bench.token.count(".") == 4
        assert bench.inspection.inner is not None
