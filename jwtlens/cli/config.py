"""``jwtlens config``: the settings, where they are from, and whether they are right. Each action is a module here."""

from importlib import import_module

from jwtlens.cli import options

ACTIONS: dict[str, str] = {
    "show": "say every setting, and where it is from",
    "path": "print where the file of settings is, or would be",
    "edit": "open the file in your editor, then check it",
    "check": "say what is wrong in the file, line by line",
}
SUMMARY = "Show, check and edit the settings.\n\nactions:\n"
EXAMPLES = (
    "jwtlens config show",
    "jwtlens config check --json",
)


def run(words: list[str]) -> int:
    """Carry out one action; return 0 done, 1 something is wrong in the file. Raises UsageError."""
    actions = "\n".join(f"  {name:<12}{words}" for name, words in ACTIONS.items())
    usage = "jwtlens config ACTION [options]\n       jwtlens config ACTION -h"
    parser = options.Parser("config", SUMMARY + actions, EXAMPLES, usage, with_settings=False)
    parser.add_argument("action", metavar="ACTION", choices=ACTIONS, help="one of those above")
    action = parser.parse_args(words[:1]).action
    return int(import_module(f"jwtlens.cli.config_{action}").run(words[1:]))


def parser(action: str, summary: str) -> options.Parser:
    """Return the parser of an action, with what all of them take."""
    made = options.Parser(f"config {action}", summary, (f"jwtlens config {action}",), with_settings=False)
    made.add_argument("--json", action="store_true", help="one JSON object instead of text")
    made.add_argument("--config", metavar="F", help="the file of settings; JWTLENS_CONFIG names one for every call")
    return made
