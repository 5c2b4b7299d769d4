"""The help page (F1): what each pane is for, every key, and how copying works."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from jwtlens.tui.actions import Action

_PANES = (
    ("1 Token", "Paste over it; line breaks, Bearer and quotes are removed. Type in it to see what breaks."),
    ("2 Header", "What the token says about itself. Edit it, and the token is rebuilt."),
    ("3 Payload", "The claims. Words beside a line say what it means, when it is, and what fails."),
    ("4 Keys", "Any key: secret, PEM, certificate, JWK, JWK Set, @file or env:NAME. F7: more keys, new ones."),
    ("5 Expectations", "What your verifier demands. Empty fields are not checked, and the verdict says so."),
    ("6 Verification", "Would a verifier accept it? One line a check. Enter leads to the field."),
    ("7 Audit", "What is weak or odd about it, whatever the verdict. Enter leads to the field."),
    ("several tokens", "Paste a HAR file, a log or a mail: a list opens, and up and down walk through its tokens."),
)
_KEYS = (
    ("tab, shift+tab", "Next or previous field."),
    ("left, right", "On the tabs of a small terminal: the view beside it. Enter goes into the view."),
    ("up, down, enter", "In a list: move, and go to the field that the line is about."),
    ("f, d, u", "In the Audit: filter by severity, dismiss a guess or bring it back, bring all back."),
    ("s, f, e, esc", "In the list of tokens: sort, filter, save; close it and keep the token at the cursor."),
    ("r, d, u", "In the table of keys: rename, remove, bring back. Enter takes the key."),
    ("ctrl+z, ctrl+y", "Undo and redo."),
    ("ctrl+a, ctrl+c, ctrl+x", "Select all, copy, cut."),
    ("ctrl+left, ctrl+right", "Word by word; with shift, select."),
    ("ctrl+w, ctrl+u, ctrl+k", "Delete a word, to the line's start, to its end."),
    ("underlined", "In the token: what encodes the claim at the cursor; dim where it is shared with what is beside."),
    ("ctrl+p", "Every action by name."),
    ("ctrl+q", "Quit."),
)
_MARKS = (
    ("✓ ✗ ? –", "Passed, failed, not checked, not applicable. The verdict has its word beside the mark."),
    ("▲ ◆ ● ○ ·", "Critical, high, medium, low, info: what the audit found on that line."),
    ("! why:", "Why a signature does not verify, and what ctrl+t does about it."),
)
_SEEING = (
    ("without colour", "Set NO_COLOR=1: the pane with the focus has a heavy border, what is chosen is reversed."),
    ("without symbols", 'symbols = "ascii" in the settings. LANG=C and the Linux console have it by themselves.'),
    ("larger text", "The terminal makes it. Nothing is lost down to 60 columns and 20 rows."),
    ("screen reader", "jwtlens verify --explain TOKEN and jwtlens audit TOKEN say as text what the panes say."),
)
_COPYING = (
    ("over ssh", "Copies go to your own terminal (OSC 52) as well as to the desktop's clipboard."),
    ("secrets", "A key that is copied is cleared after 45 seconds and when you quit, unless you copy something else."),
    ("in tmux", "OSC 52 needs: set -s set-clipboard on. Over ssh, in the tmux on either side."),
    ("by hand", "Hold shift (option on a Mac) and select with the mouse."),
)
_PROMISES = (
    ("offline", "No token causes a request, wherever it points. Fetching keys shows the host and asks first."),
    ("forgetful", "Tokens seen are known until you quit. Nothing is written but files that you ask for."),
    ("your keys only", "A key that came with the token proves nothing and is never trusted."),
)


Rows = tuple[tuple[str, str], ...]


def _sections(actions: Sequence[Action]) -> tuple[tuple[str, Rows], ...]:
    rows = tuple(
        (action.key or "in the palette", f"{action.title.removesuffix('…')}. {action.help}")
        for action in actions
        if "go(" not in action.name
    )
    return (
        ("Panes (alt and the number jumps there, or ctrl+g)", _PANES),
        ("Actions", rows),
        ("Moving and editing", _KEYS),
        ("Copying", _COPYING),
        ("Marks", _MARKS),
        ("Seeing", _SEEING),
        ("Trust", _PROMISES),
    )


class HelpScreen(ModalScreen[None]):
    """One page over the workbench."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > VerticalScroll {
            width: 84;
            max-width: 96%;
            height: 90%;
            scrollbar-size-vertical: 1;
            border: round $primary;
            border-title-color: $primary;
            border-subtitle-color: $quiet;
            background: $surface;
            padding: 0 2;
            & .heading { margin: 1 0 0 0; }
            & Horizontal { height: auto; }
            & Horizontal > Static { width: 1fr; }
            & Horizontal > .name { width: 24; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        with VerticalScroll() as page:
            page.border_title = "Help"
            page.border_subtitle = "up and down scroll · esc closes"
            for heading, rows in _sections(self._actions):
                yield Static(Content.assemble((heading, "bold $primary")), classes="heading")
                for name, words in rows:
                    with Horizontal():
                        yield Static(Content.assemble((name, "bold")), classes="name")
                        yield Static(Content(words))

    def on_mount(self) -> None:
        """Let the arrow keys scroll the page."""
        self.query_one(VerticalScroll).focus()
