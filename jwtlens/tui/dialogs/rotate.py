"""The dialog that replaces a key by a new one, as a team does it."""

from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.rotate import Rotated, rotate
from jwtlens.tui.dialog import Dialog, DialogButton


class RotateDialog(Dialog[Rotated]):
    """Says what a rotation does and makes the new key; the workbench puts it in force."""

    HEADING = "Rotate the key"
    BUTTONS = (DialogButton("rotate", "Rotate", "Make the new key and sign the token with it (enter)"),)

    def __init__(self, keyring: Keyring, old: Key, header: str) -> None:
        super().__init__()
        self._given = keyring, old, header
        self.ABOUT = (
            f"Makes a new key like {old.label} ({old.kind}), with its thumbprint as kid. The token gets that kid and "
            "is signed again. The old key stays in the ring, so tokens that it signed still verify. Nothing is saved."
        )

    def pressed(self, name: str) -> None:
        """Make the key."""
        del name
        self.work("making the new key", lambda: rotate(*self._given), self.dismiss)
