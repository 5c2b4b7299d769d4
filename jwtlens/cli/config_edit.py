"""``jwtlens config edit``: the file of settings in the user's editor, and what is wrong with it afterwards."""

import os
import shlex
import shutil
import subprocess

from jwtlens.cli import config, config_check, output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.settings import write
from jwtlens.settings.load import load
from jwtlens.settings.place import place
from jwtlens.settings.template import template

_OTHERWISE = ("vi", "nano", "notepad")


def run(words: list[str]) -> int:
    """Open the editor and check; return 0 the file is right, 1 something is wrong in it, 2 there is no editor."""
    summary = "Open the file of settings in $VISUAL or $EDITOR, and check it. Where there is none, one is made."
    args = config.parser("edit", summary).parse_args(words)
    path = place(args.config)
    editor = _editor()
    if not os.path.lexists(path):
        try:
            write.create(path, template())
        except ValueError as error:
            raise UsageError(str(error), "settings") from None
        output.say(f"{quoted(path)} is made; nothing in it counts yet")
    try:
        code = subprocess.call([*editor, path])  # noqa: S603 - it is what the user wants to edit with
    except OSError as error:
        raise UsageError(f"{quoted(editor[0])} cannot be started: {error.strerror}. Set EDITOR", "editor") from None
    if code:
        raise UsageError(f"{quoted(editor[0])} ended with exit code {code}", "editor")
    return config_check.report(load(args.config), as_json=args.json)


def _editor() -> list[str]:
    for name in ("VISUAL", "EDITOR"):
        if named := os.environ.get(name, "").strip():
            try:
                return shlex.split(named)
            except ValueError:
                raise UsageError(f"{name} cannot be read: a quote is not closed", "editor") from None
    found = next((name for name in _OTHERWISE if shutil.which(name)), None)
    if found is None:
        raise UsageError("no editor is known; set EDITOR, as in export EDITOR=nano", "editor")
    return [found]
