"""The program ``jwtlens``: a command, or the screen."""

import gc
import sys
from importlib import import_module
from itertools import pairwise

from jwtlens.cli import output
from jwtlens.cli.commands import COMMANDS
from jwtlens.cli.usage import UsageError

INTERRUPTED = 130
"""What shells report for ctrl+c."""


def main(argv: list[str] | None = None) -> int:
    """Run the program with these words (default: the process's own); return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        if words and words[0] in COMMANDS:
            return int(import_module(f"jwtlens.cli.{words[0]}").run(words[1:]))
        return _screen(words)
    except UsageError as error:
        return _refuse(error, words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # argparse ends --help and --version this way
        return int(end.code or 0)


def _screen(words: list[str]) -> int:
    from jwtlens import __version__  # noqa: PLC0415 - a command imports nothing of this
    from jwtlens.cli import screen  # noqa: PLC0415 - as above

    args = screen.parse(words, __version__)
    if args.print_completion:
        from jwtlens.cli import completion  # noqa: PLC0415 - asked for once, when the shell is set up

        output.write(completion.script(args.print_completion))
        return 0
    if args.list_samples:
        from jwtlens import styled  # noqa: PLC0415 - as above
        from jwtlens.cli import samples  # noqa: PLC0415 - as above

        output.write(styled.render(samples.listed(), colour=output.has_colour()))
        return 0
    start = screen.start(args, _clipboard() if args.clipboard else None)
    if args.json or not screen.attach_keyboard():
        return screen.report(start, as_json=args.json)
    gc.disable()  # until the screen is ready: nothing made on the way is garbage, and looking for it costs 8 %
    from jwtlens.tui import app  # noqa: PLC0415 - a quarter of a second, for the screen only

    return app.run(screen.with_capture(start, args))


def _clipboard() -> str:
    from jwtlens.tui import clipboard  # noqa: PLC0415 - few calls ask for it

    text = clipboard.read()
    if text is None:
        raise UsageError("the clipboard cannot be read here; pipe the token in: jwtlens -", "clipboard", "token")
    return text


def _refuse(error: UsageError, words: list[str]) -> int:
    output.say(str(error))
    if _wants_json(words):
        from jwtlens.cli import render_json  # noqa: PLC0415 - only errors need it

        output.write(render_json.refused(error.problem))
    return 2


def _wants_json(words: list[str]) -> bool:
    """Whether the call asks for JSON, in either spelling; errors are found before the words are taken apart."""
    if "--json" in words or "--format=json" in words:
        return True
    return any(one == "--format" and other == "json" for one, other in pairwise(words))


if __name__ == "__main__":
    sys.exit(main())
