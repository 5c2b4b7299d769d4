"""The dialog that shows keys in another form, copies them, and saves them."""

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from jwtlens.displayable import quoted
from jwtlens.keys.export import Form
from jwtlens.keys.key import Key
from jwtlens.keys.save import NotSavedError, save
from jwtlens.tui import clipboard
from jwtlens.tui.dialog import ChoiceField, Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.keyring.written import Written, write
from jwtlens.tui.panes.fields import Field

_FORMS: tuple[Form, ...] = ("jwk", "jwks", "pem")
_FORM_NAMES = ("JWK", "JWK Set", "PEM")
_SAVE = DialogButton("save", "Save", "Write the file, for you alone to read (0600), in one step")
_COPY = DialogButton("copy", "Copy", "Send the text to the clipboard, also where it is hidden")
_REVEAL = DialogButton("reveal", "Reveal", "Show or hide private material (F9)")


class WriteDialog(Dialog[None]):
    """Writes one key or all of them; what is private stays hidden until it is revealed."""

    BUTTONS = (_SAVE, _COPY, _REVEAL)

    DEFAULT_CSS = """
    WriteDialog {
        & #preview { height: 7; margin: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "reveal", "Reveal", id="write.reveal", show=False)]

    revealed: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether private material is shown."""

    def __init__(self, keys: tuple[Key, ...], at: int, *, saving: bool) -> None:
        super().__init__()
        self.HEADING = "Save keys" if saving else "Convert or copy keys"
        self._keys, self._at, self._saving = keys, at, saving
        self._written: Written | None = None
        self._replacing = ""
        several = len(keys) > 1
        which = [f"only {keys[at].label}", *([f"all {len(keys)} keys"] if several else [])]
        self._which = ChoiceField("which", "keys", which, int(saving and several))
        self._form = ChoiceField("form", "as", _FORM_NAMES, int(saving), tooltip="JWK, JWK Set or PEM")
        self._half = ChoiceField("half", "with", ("what is private", "public halves only"))
        self._kid = ChoiceField("kid", "kid", ("as it is", "the thumbprint"))
        self._preview = Editor(wrap=True, id="preview")
        self._preview.read_only = True
        self._preview.masked = True
        self._path = Field("path", "file", "~/keys/jwks.json")

    def fields(self) -> ComposeResult:
        """Lay out the choices, the text and the file."""
        yield self._which
        yield self._form
        yield self._half
        yield self._kid
        yield self._preview
        yield self._path

    def on_mount(self) -> None:
        """Show the text."""
        if self._saving:
            self._path.editor.focus()
        self._write()

    def pressed(self, name: str) -> None:
        """Save, copy or reveal."""
        if name == "reveal":
            self.action_reveal()
        elif self._written is None:
            return  # the reason stands there already
        elif name == "copy":
            private = self._written.private
            clipboard.copy(self.app, self._written.text.reveal(), secret=private)
            seconds = clipboard.SECRET_SECONDS
            self.say(f"Copied with its private material, for {seconds} seconds." if private else "Copied.")
        else:
            self._save(self._written)

    def action_reveal(self) -> None:
        """Show or hide private material."""
        self.revealed = not self.revealed

    def watch_revealed(self) -> None:
        """Show or hide the text."""
        self.relabel("reveal", "Hide" if self.revealed else "Reveal")
        self._mask()

    @on(ChoiceField.Changed)
    def _write(self) -> None:
        self.run_worker(self._write_in_background(), exclusive=True, group="write")

    async def _write_in_background(self) -> None:
        keys = self._keys if self._which.chosen else (self._keys[self._at],)
        form, public_only, named = _FORMS[self._form.chosen], bool(self._half.chosen), bool(self._kid.chosen)
        self._written = None
        try:
            self._written = await asyncio.to_thread(write, keys, form, public_only=public_only, named=named)
        except ValueError as error:
            self._preview.load("")
            self.say_problem(str(error))
            return
        self._preview.masked = True  # before the text is there
        self._preview.load(self._written.text.reveal())
        self._mask()
        self.say(self._written.note)

    def _mask(self) -> None:
        self._preview.holds_secret = self._written is None or self._written.private
        self._preview.masked = self._preview.holds_secret and not self.revealed

    @on(Editor.Changed, "#path")
    def _path_changed(self) -> None:
        if self._replacing:
            self._replacing = ""
            self.relabel("save", _SAVE.label)
            self.say("")

    def _save(self, written: Written) -> None:
        path = self._path.editor.text.strip()
        if not path:
            self._path.editor.focus()
            self.say_problem("there is no name for the file yet. Write one, such as ~/keys/jwks.json")
            return
        overwrite = path == self._replacing

        def job() -> NotSavedError | None:
            try:
                save(path, written.text, overwrite=overwrite)
            except NotSavedError as error:
                return error
            return None

        def take(error: NotSavedError | None) -> None:
            if error is None:
                count = f"{written.size} key{'s' * (written.size != 1)}"
                self.app.notify(f"Saved {count} to {quoted(path)}, for you alone to read.", timeout=4, markup=False)
                self.dismiss(None)
            elif error.problem.code == "save-exists":
                self._replacing = path
                self.relabel("save", "Replace")
                self.say_question(
                    f"{quoted(path)} is there already. Replace it? Enter in its name, or the button, does."
                )
            else:
                self.say_problem(str(error))

        self.work("saving", job, take)
