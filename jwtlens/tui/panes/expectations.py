"""The Expectations pane: what a verifier would be configured with."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from jwtlens import times
from jwtlens.expectations import read_instant, read_leeway, read_names
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.first_frame import FilledLater
from jwtlens.tui.panes.fields import Field
from jwtlens.verify.policy import Policy


def _read_typ(text: str) -> str | None:
    return text.strip() or None


_LABELS = {
    "issuer": "issuer",
    "audience": "audience",
    "typ": "type",
    "required": "require",
    "leeway": "leeway",
    "clock": "as of",
}
_PLACEHOLDERS = {"required": "e.g. exp sub", "leeway": "0 s", "clock": "now"}
_NOT_CHECKED = "not checked"
_READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "issuer": ("issuers", read_names),
    "audience": ("audiences", read_names),
    "typ": ("typ", _read_typ),
    "required": ("required", read_names),
    "leeway": ("leeway", read_leeway),
}
"""For each field but the clock's, what of the policy it is and how it is read."""


class PolicyChanged(Message):
    """The user changed an expectation; algorithms are not among them. ``at`` is a Unix time in seconds or None.

    ``unread`` is the label of a field that cannot be read, whose last value stays in force; empty where all can.
    """

    def __init__(self, policy: Policy, at: float | None, unread: str) -> None:
        super().__init__()
        self.policy, self.at, self.unread = policy, at, unread


class ExpectationsPane(FilledLater, VerticalScroll, can_focus=False):
    """Fields for issuer, audience, type, required claims, leeway and clock. An empty field expects nothing."""

    ALLOW_MAXIMIZE = True

    DEFAULT_CSS = """
    ExpectationsPane {  /* Textual takes the styles of the first base only */
        overflow: hidden auto;
        scrollbar-size-vertical: 1;
        & > Horizontal { height: 1; }
        & > Horizontal > Field { width: 1fr; }
        & #field-typ, & #field-required { margin: 0 2 0 0; }
        & #field-leeway > Words, & #field-clock > Words { width: 7; }
        &.-wrong { border-subtitle-color: $error; }
    }
    """

    def __init__(self, policy: Policy, at: float | None) -> None:
        super().__init__(id="expectations")
        write_title(self, "5 Expectations")
        self._given = (policy, at)
        self._policy, self._at = policy, at
        self._problems: dict[str, str] = {}
        self._said = ""
        self._prefilled = _prefilled(policy, at)
        self._fields = {
            name: Field(name, label, _PLACEHOLDERS.get(name, _NOT_CHECKED), self._prefilled[name])
            for name, label in _LABELS.items()
        }
        self._name_empty_names()

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield self._fields["issuer"]
        yield self._fields["audience"]
        with Horizontal():
            yield self._fields["typ"]
            yield self._fields["leeway"]
        with Horizontal():
            yield self._fields["required"]
            yield self._fields["clock"]

    @property
    def first(self) -> Editor:
        """The field that the focus goes to."""
        return self._fields["issuer"].editor

    def say(self, words: str) -> None:
        """Say below the fields which profile they are of, or which there is; what is wrong in a field comes first."""
        self._said = words
        if not self._problems:
            write_subtitle(self, words)

    def show(self, policy: Policy, at: float | None) -> None:
        """Show other expectations, which their owner has put in force; undo in a field brings back what it said."""
        self._given, self._policy, self._at = (policy, at), policy, at
        self._problems, self._prefilled = {}, _prefilled(policy, at)
        for name, field in self._fields.items():
            if field.editor.text != self._prefilled[name]:
                field.editor.load(self._prefilled[name], undoable=True)
            field.editor.placeholder = _PLACEHOLDERS.get(name, _NOT_CHECKED)
            field.set_class(False, "-wrong")
        self._name_empty_names()
        write_subtitle(self, self._said)
        self.set_class(False, "-wrong")

    def _name_empty_names(self) -> None:
        policy = self._given[0]
        for name, names in (("issuer", policy.issuers), ("audience", policy.audiences)):
            if names and not self._prefilled[name]:
                self._fields[name].editor.placeholder = "an empty name"

    def on_editor_changed(self, event: Editor.Changed) -> None:
        """Read the field that was edited; one that cannot be read is marked and keeps its last value in force."""
        event.stop()
        name = next(name for name, field in self._fields.items() if field.editor is event.editor)
        try:
            self._take(name, event.editor.text)
        except ValueError as error:
            self._problems[name] = str(error)
        else:
            self._problems.pop(name, None)
        self._fields[name].set_class(name in self._problems, "-wrong")
        unread = next(iter(self._problems), "")
        write_subtitle(self, self._problems.get(unread, self._said))
        self.set_class(bool(unread), "-wrong")
        self.post_message(PolicyChanged(self._policy, self._at, _LABELS.get(unread, "")))

    def _take(self, name: str, text: str) -> None:
        """Put what a field says in force. The text that a given value was written as is that value, whatever it is."""
        policy, at = self._given
        untouched = text == self._prefilled[name]
        if name == "clock":
            self._at = at if untouched else read_instant(text)
            return
        attribute, read = _READERS[name]
        value: Any = getattr(policy, attribute) if untouched else read(text)
        self._policy = self._policy._replace(**{attribute: value})


def _prefilled(policy: Policy, at: float | None) -> dict[str, str]:
    return {
        "issuer": " ".join(policy.issuers),
        "audience": " ".join(policy.audiences),
        "typ": policy.typ or "",
        "required": " ".join(policy.required),
        "leeway": str(policy.leeway) if policy.leeway else "",
        "clock": "" if at is None else _instant(at),
    }


def _instant(at: float) -> str:
    """Write an instant so that it reads as the same one: as a date where a date says all of it, else as a number."""
    if not at.is_integer():
        return format(Decimal(repr(at)), "f")
    return times.utc(at).replace(" ", "T") if times.YEAR_1 <= at <= times.YEAR_9999 else str(int(at))
