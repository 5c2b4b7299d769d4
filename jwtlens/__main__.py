"""The program ``jwtlens``: a command, or the screen."""

import gc
import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import NoReturn

from jwtlens.cli import output
from jwtlens.cli.commands import COMMANDS
from jwtlens.cli.usage import UsageError

INTERRUPTED = 130
"""What shells report for ctrl+c."""
_YOUNG = 50_000
"""Objects made before a command looks for garbage; by default 700, and verify looked 33 times to find nothing."""


def program() -> NoReturn:
    """Be the process: run what its words say, and end it with the exit code."""
    _end(main())


def _end(code: int) -> NoReturn:
    """End the process without taking the interpreter down, module by module: 3 ms after decode, 40 after the screen.

    What waits for the exit is run, and what was printed is written. Where a thread is still there, or anything is not
    as expected, the interpreter does the rest as ever.
    """
    modules = sys.modules
    if "threading" in modules and modules["threading"].active_count() > 1:
        sys.exit(code)
    if "atexit" in modules:
        run = getattr(modules["atexit"], "_run_exitfuncs", None)
        if run is None:
            sys.exit(code)
        run()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)  # the interpreter knows what to say
    os._exit(code)


def main(argv: list[str] | None = None) -> int:
    """Run the program with these words (default: the process's own); return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    try:
        if words and words[0] in COMMANDS:
            gc.set_threshold(_YOUNG)
            return int(import_module(f"jwtlens.cli.{words[0]}").run(words[1:]))
        return _screen(words)
    except UsageError as error:
        return _refuse(error, words)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # argparse ends --help and --version this way
        return int(end.code or 0)


def _screen(words: list[str]) -> int:
    from jwtlens.cli import instead, screen  # noqa: PLC0415 - a command imports nothing of this

    args = screen.parse(words)
    if (text := instead.printed(args)) is not None:
        output.write(text)
        return 0
    start = screen.start(args, _clipboard() if args.clipboard else None)
    if args.save is not None:
        from jwtlens.cli import workspace  # noqa: PLC0415 - few calls save

        return workspace.save(start, args)
    if args.serve:
        from jwtlens.cli import serve_options  # noqa: PLC0415 - as above
        from jwtlens.web import serving  # noqa: PLC0415 - as above

        page = serve_options.words_for_page(words, args)
        return serving.serve(page, args.host, args.port, allow_others=args.allow_others)
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
    program()
