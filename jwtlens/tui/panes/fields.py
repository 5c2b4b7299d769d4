"""A labelled field of one line, as the Keys and Expectations panes have several of."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from jwtlens.tui.editing.editor import Editor


class Words(Widget):
    """Text of ours or of others in one or two colours; never markup."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Words { height: 1; width: auto; }"

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._content = Content(content) if isinstance(content, str) else content

    def render(self) -> Content:
        """Draw the words."""
        return self._content

    def say(self, content: Content) -> None:
        """Change the words."""
        if content != self._content:
            self._content = content
            self.refresh(layout=self.styles.is_auto_height)


class Field(Horizontal):
    """A label and an editor of one line."""

    DEFAULT_CSS = """
    Field {
        height: 1;
        & > Words { width: 10; color: $quiet; }
        & > Editor { width: 1fr; background: $panel; }
        & > Editor:focus { background: $primary 15%; }
        &.-wrong > Editor { background: $error 25%; }
    }
    """

    def __init__(self, name: str, label: str, placeholder: str, text: str = "") -> None:
        super().__init__(id=f"field-{name}")
        self._label = label
        self.editor = Editor(text, wrap=False, multiline=False, placeholder=placeholder, id=name)

    def compose(self) -> ComposeResult:
        """Lay out label and editor."""
        yield Words(self._label)
        yield self.editor
