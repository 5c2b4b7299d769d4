"""What reaches a real terminal, byte by byte: what Textual itself writes, and printable text."""

import json
import re
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.hostile.corpus import STRINGS, encoded, placed, write

QUIT, ESCAPE, F1, F7, F12 = "\x11", "\x1b[27u", "\x1bOP", "\x1b[18~", "\x1b[24~"
TEXTUAL = re.compile(
    r"\x1b\[[0-9;]*m"  # colours
    r"|\x1b\[\d+;\d+H"  # where to write
    r"|\x1b\[\?(?:7|25|1000|1002|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"  # modes
    r"|\x1b\[\?(?:2026|2048)\$p"  # questions about modes
    r"|\x1b\[>\d+u|\x1b\[<u"  # the keyboard
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse pointer
    r"|\r\n|\n"
)
PIECES = [text[:12] for text in STRINGS.values()]


def test_hostile_text_on_every_pane_writes_only_text(tmp_path: Path) -> None:
    text = " ".join(PIECES)
    made = placed(text)
    write(made.files, tmp_path)
    (tmp_path / "log").write_text(
        f"{made.token}\n{encoded({'alg': 'HS256', 'kid': text}, {piece: piece for piece in PIECES})}"
    )
    words = ("--config", str(tmp_path / "settings"), "--file", str(tmp_path / "log"))
    with Terminal(*words, columns=140, rows=40) as terminal:
        terminal.until("Tokens in")
        terminal.go_to("4 Keys")
        terminal.paste(made.files["jwks"].decode())
        for pane in ("2 Header", "3 Payload", "5 Expect", "7 Audit"):
            terminal.go_to(pane)
        terminal.paste(json.dumps(made.token))
        for key in (F1, F7, F12):
            terminal.send(key)
            terminal.send(ESCAPE)
        terminal.send(QUIT)
        assert terminal.wait() == 0
        rest = TEXTUAL.sub("", terminal.output.decode())
        assert "\\u001b" in rest, "it was on the screen"
        odd = [at.start() for at in re.finditer("[^ -~]", rest) if not at[0].isprintable()]
        assert [rest[max(at - 40, 0) : at + 20] for at in odd] == []
