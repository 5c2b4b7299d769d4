"""The dialog that makes a new key."""

from textual import on
from textual.app import ComposeResult

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.generate import KINDS, SIZES, generate
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.keyring.made import entry_of
from jwtlens.tui.keyring.ring import Entry
from jwtlens.tui.panes.fields import Field

_KINDS = tuple(KINDS)
_PREFIX = {"oct": "secret (oct)", "RSA": "RSA"}
_SIZES = {"oct": "256 bits; 128 to 4096", "RSA": "2048 bits; up to 4096"}
_FIXED = "fixed by the kind"


class GenerateDialog(Dialog[Entry]):
    """Asks for the kind of key, its size and its names; gives an entry for the ring."""

    HEADING = "Generate a key"
    ABOUT = "Makes a new secret or private key and adds it to the ring. Nothing is saved."
    BUTTONS = (DialogButton("generate", "Generate", "Make the key and add it to the ring (enter)"),)

    def __init__(self, alg: str = "") -> None:
        super().__init__()
        row = SIGNATURE_ALGORITHMS.get(alg)
        kind = "oct" if row is None else row.curves[0] if row.curves else row.kty
        names = [_named(one) for one in _KINDS]
        at = _KINDS.index(kind) if kind in KINDS else 0
        self._kind = ChoiceField("kind", "kind", names, at, tooltip="Choose what to make; left and right step")
        self._bits = Field("bits", "size", "")
        self._kid = Field("kid", "kid", "its thumbprint")
        self._called = Field("name", "name", "what the table calls it")

    def fields(self) -> ComposeResult:
        """Lay out kind, size and names."""
        yield self._kind
        yield self._bits
        yield self._kid
        yield self._called

    def on_mount(self) -> None:
        """Say which sizes there are."""
        self._describe_size()

    @on(ChoiceField.Changed)
    def _describe_size(self) -> None:
        kind = _KINDS[self._kind.chosen]
        self._bits.editor.placeholder = _SIZES.get(kind, _FIXED)
        self._bits.editor.disabled = kind not in SIZES
        if self._bits.editor.disabled:
            self._bits.editor.load("")
        self.say("")

    def pressed(self, name: str) -> None:
        """Make the key."""
        del name
        kind, text = _KINDS[self._kind.chosen], self._bits.editor.text.strip().removesuffix("bits").strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
            self.say_problem("the size is a number of bits, such as 256")
            self._bits.editor.focus()
            return
        bits, kid, label = int(text) if text else None, self._kid.editor.text.strip(), self._called.editor.text.strip()
        words = f"making {kind}{f' {bits}' if bits else ''}"

        def make() -> Entry:
            return entry_of([generate(kind, bits=bits, kid=kid or None)], "generated", name=label)

        self.work(words, make, self.dismiss)


def _named(kind: str) -> str:
    return _PREFIX.get(kind, f"{KINDS[kind]} {kind}")
