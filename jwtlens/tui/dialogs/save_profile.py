"""The dialog that saves the expectations as a profile: what it keeps, and what not, is said before it is done."""

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from jwtlens.displayable import displayable, quoted
from jwtlens.settings.model import Loaded
from jwtlens.settings.profile_members import left_out, members_of
from jwtlens.settings.read import profile_name
from jwtlens.settings.write import write_profile
from jwtlens.tui.dialog import Dialog, DialogButton
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Field, Words
from jwtlens.tui.settings.references import Kept
from jwtlens.verify.policy import Policy


class SaveProfileDialog(Dialog[str]):
    """Asks for a name; gives it once the profile is in the file."""

    HEADING = "Save expectations as profile"
    BUTTONS = (DialogButton("save", "Save", "Write the profile into the file of settings (enter)"),)
    DEFAULT_CSS = """
    SaveProfileDialog {
        & #kept, & #left { width: 100%; height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, loaded: Loaded, policy: Policy, keys: Kept, name: str) -> None:
        super().__init__()
        self.ABOUT = f"--profile NAME takes it on every command. It goes into {quoted(loaded.path)}."
        self._loaded = loaded
        self._members = members(policy, keys, loaded.settings.leeway)
        self._missing = [*left_out(policy), *keys.left_out, *_mixed(keys)]
        self._field = Field("profile-name", "name", "billing-api", name)
        self._replaces = ""

    def fields(self) -> ComposeResult:
        """Lay out the name, what is kept, and what is not."""
        yield self._field
        lines = [f"{name:<12}{displayable(_words(value))}" for name, value in self._members.items()]
        yield Words(Content("\n".join(lines) or "nothing: no expectation is filled in"), id="kept")
        if self._missing:
            yield Words(Content.assemble((f"not kept: {displayable('; '.join(self._missing))}", "$warning")), id="left")

    def on_mount(self) -> None:
        """Begin with the name."""
        self._field.editor.focus()
        self._field.editor.action_select_all()

    def pressed(self, name: str) -> None:
        """Write it, over a profile of that name only after a second press."""
        del name
        wanted = self._field.editor.text.strip()
        try:
            profile_name(wanted)
        except ValueError as error:
            self.say_problem(f"{error}.")
            return
        if not self._members:
            self.say_problem("There is nothing to keep. Fill in what you expect first.")
        elif wanted in self._loaded.settings.profiles and self._replaces != wanted:
            self._replaces = wanted
            self.relabel("save", "Replace it")
            self.say_question(f"There is a profile {wanted} already. Press again to replace it, or change the name.")
        else:
            self.work(
                "saving",
                lambda: write_profile(self._loaded.path, wanted, self._members),
                lambda _: self.dismiss(wanted),
            )

    @on(Editor.Changed, "#profile-name")
    def _name_changed(self) -> None:
        if self._replaces:
            self._replaces = ""
            self.relabel("save", "Save")
            self.say("")


def members(policy: Policy, keys: Kept, leeway: int = 0) -> dict[str, Any]:
    """Return the members of the profile as TOML has them; ``leeway``, in seconds, holds where a profile says none."""
    found = members_of(policy)
    references = [key.reference for key in keys.keys]
    if references:
        found["key"] = references[0] if len(references) == 1 else references
    encodings = {key.encoding for key in keys.keys}
    if len(encodings) == 1 and (encoding := encodings.pop()) != "auto":
        found["key_encoding"] = encoding
    if found and policy.leeway != leeway:
        found["leeway"] = policy.leeway
    return found


def _mixed(keys: Kept) -> list[str]:
    several = len({key.encoding for key in keys.keys}) > 1
    return ["how the secrets are written: a profile has one way for all"] if several else []


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
