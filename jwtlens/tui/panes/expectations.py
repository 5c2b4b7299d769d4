"""The Expectations pane: what a verifier would be configured with."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from jwtlens import times
from jwtlens.expectations import read_instant, read_leeway, read_names
from jwtlens.tui.borders import write_subtitle, write_title
from jwtlens.tui.editing.editor import Editor
from jwtlens.tui.panes.fields import Field
from jwtlens.verify.policy import Policy


class PolicyChanged(Message):
    """The user changed an expectation; algorithms are not among them. ``at`` is a Unix time in seconds or None."""

    def __init__(self, policy: Policy, at: float | None) -> None:
        super().__init__()
        self.policy, self.at = policy, at


class ExpectationsPane(VerticalScroll, can_focus=False):
    """Fields for issuer, audience, type, required claims, leeway and clock. An empty field expects nothing."""

    ALLOW_MAXIMIZE = True

    DEFAULT_CSS = """
    ExpectationsPane {
        scrollbar-size-vertical: 1;
        & > Horizontal { height: 1; }
        & > Horizontal > Field { width: 1fr; }
        & #field-typ, & #field-required { margin: 0 2 0 0; }
        &.-wrong { border-subtitle-color: $error; }
    }
    """

    def __init__(self, policy: Policy, at: float | None) -> None:
        super().__init__(id="expectations")
        write_title(self, "5 Expectations")
        self._at = at
        self._policy = policy
        text_of = {
            "issuer": " ".join(policy.issuers),
            "audience": " ".join(policy.audiences),
            "typ": policy.typ or "",
            "required": " ".join(policy.required),
            "leeway": str(policy.leeway) if policy.leeway else "",
            "clock": "" if at is None else times.utc(at).replace(" ", "T"),
        }
        placeholders = {
            "issuer": "not checked",
            "audience": "not checked",
            "typ": "not checked",
            "required": "e.g. exp sub",
            "leeway": "0 s",
            "clock": "now",
        }
        self._fields = {
            name: Field(name, label, placeholders[name], text_of[name])
            for name, label in (
                ("issuer", "issuer"),
                ("audience", "audience"),
                ("typ", "type"),
                ("required", "require"),
                ("leeway", "leeway"),
                ("clock", "as of"),
            )
        }

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

    def on_editor_changed(self, event: Editor.Changed) -> None:
        """Read all fields again; a field that cannot be read is marked and keeps its last value in force."""
        event.stop()
        self._policy = self._policy._replace(
            issuers=read_names(self._text("issuer")),
            audiences=read_names(self._text("audience")),
            typ=self._text("typ").strip() or None,
            required=read_names(self._text("required")),
        )
        problems: list[str] = []
        leeway = self._read("leeway", read_leeway, problems)
        if leeway is not None:
            self._policy = self._policy._replace(leeway=leeway)
        if not self._wrong("clock", read_instant, problems):
            self._at = read_instant(self._text("clock"))
        write_subtitle(self, problems[0] if problems else "")
        self.set_class(bool(problems), "-wrong")
        self.post_message(PolicyChanged(self._policy, self._at))

    def _text(self, name: str) -> str:
        return self._fields[name].editor.text

    def _read(self, name: str, read: Callable[[str], int], problems: list[str]) -> int | None:
        return None if self._wrong(name, read, problems) else read(self._text(name))

    def _wrong(self, name: str, read: Callable[[str], object], problems: list[str]) -> bool:
        try:
            read(self._text(name))
        except ValueError as error:
            problems.append(str(error))
            self._fields[name].add_class("-wrong")
            return True
        self._fields[name].remove_class("-wrong")
        return False
