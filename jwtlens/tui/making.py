"""Other tokens out of the one on the bench: signed with the key at hand, or encrypted for the holder of one."""

from jwtlens.tui.bench import BenchScreen

_BRIEFLY = 4
"""Seconds for which a message stays over the panes."""


class MakingScreen(BenchScreen):
    """A bench on which tokens are made."""

    def action_sign_now(self) -> None:
        """Sign the token as it is with the key in hand."""
        edited = self.workspace.signed()
        if edited.source is None or edited.note:
            self._refuse(edited.note or "This cannot be signed.")
            return
        self.workspace.take_signed(edited)
        self.refresh_inspection()

    def encrypt(self) -> None:
        """Ask for whom to encrypt the token, and how; the new token takes its place."""
        from jwtlens.editing.recipients import contents, recipients  # noqa: PLC0415 - with the libraries, when wanted
        from jwtlens.tui.dialogs.encrypt import EncryptDialog  # noqa: PLC0415 - as above

        found = contents(self.inspection.token) if self.inspection else ()
        fitting = recipients(self.workspace.keyring)
        if not found:
            self._refuse("There is no token to encrypt: paste one, or repair this one.")
        elif not fitting:
            self._refuse("No key here can encrypt. Add the recipient's public key, or a secret that you share (F7).")
        else:
            self.app.push_screen(EncryptDialog(found, fitting), self._take_made)

    def _take_made(self, token: str | None) -> None:
        """Put a token that was made here on the bench; the keys stay, for they are what it was made with."""
        if token is None:
            return
        self.token_pane.sample = False
        self.outer = []
        self.token_pane.forget_removed()
        self.workspace.open(token)
        self.refresh_inspection()
        self.action_go("token")
        self.notify("Encrypted: five parts. alt+up brings back the token before.", timeout=_BRIEFLY, markup=False)

    def _refuse(self, words: str) -> None:
        self.notify(words, severity="warning", timeout=_BRIEFLY, markup=False)
