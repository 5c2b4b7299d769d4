"""What is measured, against what, how good it shall be; and of goals that are missed, where the time goes."""

from typing import NamedTuple

BARE = "a bare Textual app"
PASS = "python -c pass"
PEER = "jwt-tui"


class Goal(NamedTuple):
    """One row of the table.

    ``limit`` is what the ratio of figure and floor may be at most, or ``at_least``; where there is no floor, it is
    what the figure itself may be. ``distance`` says in a sentence where the time goes, if the goal was missed.
    """

    figure: str
    against: str
    limit: float
    at_least: bool = False
    distance: str = ""

    def is_kept(self, ratio: float) -> bool:
        """Whether a ratio is as good as it shall be."""
        return ratio >= self.limit if self.at_least else ratio <= self.limit


_PASTE_1M = "the payload pane lays out all lines of the JSON, in Python, not only those in sight"
_WHOLE_FRAME = "most of it is Textual: it lays out and draws again whatever a changed pane touches"

GOALS = {
    "first-paint": Goal("first paint of the workbench", BARE, 1.25),
    "verdict": Goal("verdict on the sample painted", BARE, 1.4),
    "quit": Goal("quit key to process gone", BARE, 0.25),
    "memory": Goal("memory with the sample", BARE, 1.6),
    "memory-1m": Goal("memory with a 1 MB token", BARE, 2.5),
    "idle": Goal("CPU while a token counts down, % of a core", "", 0.5),
    "key-1k": Goal("key press to token, panes and verdict, 1 KB", BARE, 4.0, distance=_WHOLE_FRAME),
    "key-1k-frame": Goal("the same, in milliseconds", "", 1000 / 60, distance=_WHOLE_FRAME),
    "key-64k": Goal("key press to token, 64 KB", "the same, 1 KB", 2.0),
    "key-next": Goal("next key while a 64 KB token is checked", "the same, 1 KB", 2.0),
    "key-search": Goal("key press while a secret search runs", "the same, idle", 2.5),
    "paste-1k": Goal("paste to verdict painted, 1 KB", BARE, 3.0),
    "paste-64k": Goal("paste to verdict painted, 64 KB", BARE, 0.5),
    "paste-1m": Goal("paste to verdict painted, 1 MB", BARE, 0.2, distance=_PASTE_1M),
    "peer-1k": Goal("paste to verdict painted, 1 KB", PEER, 0.4),
    "peer-64k": Goal("paste to verdict painted, 64 KB", PEER, 0.15),
    "peer-1m": Goal("paste to verdict painted, 1 MB", PEER, 0.05, distance=_PASTE_1M),
    "decode": Goal("decode of a 1 KB token", PASS, 2.0),
    "verify-hs256": Goal("verify HS256", PASS, 2.5),
    "verify-rs256": Goal("verify RS256", "a script with PyJWT", 1.15),
    "imports": Goal("libraries that decode imports and need not", "", 0),
    "inspect": Goal("inspect() with all rules, 1 KB HS256", "jwt.decode()", 3.0),
    "scan": Goal("{tokens:,} tokens through scan --json, verified", "a loop of PyJWT", 0.5),
    "scan-audit": Goal("{tokens:,} tokens through scan --json, audited", "a loop of PyJWT", 0.5),
    "scan-memory": Goal("memory of all processes of that scan, MB", "", 200),
    "find": Goal("finding tokens in a log of {megabytes:,} MB", "grep -cE", 3.0),
    "search": Goal("weak-secret search, words a second", "one hmac.digest loop", 2.5, at_least=True),
    "linear-inspect": Goal("inspect(), cost of a byte at 1 MB", "at 64 KB", 1.3),
    "linear-paste": Goal("paste to verdict, cost of a byte at 1 MB", "at 64 KB", 1.3),
}
"""By the name that ``--only`` takes. The order is that of the table."""
