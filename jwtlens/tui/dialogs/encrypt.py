"""The dialog that encrypts the token on the bench for the holder of a key."""

from textual import on
from textual.app import ComposeResult

from jwtlens.editing.new_token import Wanted, content_type, encrypted
from jwtlens.editing.recipients import Content, Recipient
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jwtlens.keys.key import Key, Keyring
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton


class EncryptDialog(Dialog[str]):
    """Asks what to encrypt, for whom, and with which algorithms; gives the new token."""

    HEADING = "Encrypt"
    ABOUT = "Makes an encrypted token (JWE), which only the holder of the key can read. Its public half is enough."
    BUTTONS = (DialogButton("encrypt", "Encrypt", "Put the encrypted token on the bench (enter)"),)

    def __init__(self, contents: tuple[Content, ...], recipients: tuple[Recipient, ...]) -> None:
        super().__init__()
        self._contents, self._recipients = contents, recipients
        self._what = ChoiceField("what", "what", [one.words for one in contents], tooltip="A token keeps its signature")
        names = [_named(one.key) for one in recipients]
        self._for = ChoiceField("for", "for", names, tooltip="Whose key it is encrypted with")
        self._alg = ChoiceField("alg", "alg", [""], tooltip="How the key of the content gets to the recipient")
        self._enc = ChoiceField("enc", "enc", [""], tooltip="How the content is encrypted")

    def fields(self) -> ComposeResult:
        """Lay out what, for whom and how."""
        yield self._what
        yield self._for
        yield self._alg
        yield self._enc

    def on_mount(self) -> None:
        """Offer what fits the first key."""
        self._offer_algorithms()

    @on(ChoiceField.Changed, "#field-for")
    def _offer_algorithms(self) -> None:
        self._alg.offer([name for name, _ in self._algorithms])
        self._offer_contents()

    @on(ChoiceField.Changed, "#field-alg")
    def _offer_contents(self) -> None:
        self._enc.offer(self._algorithms[self._alg.chosen][1])
        self._explain()

    @on(ChoiceField.Changed, "#field-enc")
    def _explain(self) -> None:
        alg, enc = self._chosen
        self.say(f"{alg}: {KEY_MANAGEMENT[alg].words}. {enc}: {CONTENT_ENCRYPTION[enc].words}.")

    def pressed(self, name: str) -> None:
        """Encrypt."""
        del name
        content, key = self._contents[self._what.chosen].text, self._recipients[self._for.chosen].key
        alg, enc = self._chosen
        wanted = Wanted(alg=alg, enc=enc, cty=content_type(content))
        self.work("encrypting", lambda: encrypted(content, wanted, Keyring((key,))), self.dismiss)

    @property
    def _algorithms(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self._recipients[self._for.chosen].algorithms

    @property
    def _chosen(self) -> tuple[str, str]:
        alg, encs = self._algorithms[self._alg.chosen]
        return alg, encs[self._enc.chosen]


def _named(key: Key) -> str:
    kind = f"{key.bits} bits" if key.kty == "oct" else key.kind
    return key.label if kind in key.label else f"{key.label}, {kind}"
