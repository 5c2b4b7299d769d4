"""``jwtlens decode``: what is in a token. It judges nothing, so it fails only where there is no token to show."""

import time
from typing import NamedTuple

from jwtlens.cli import configuration, output, sources
from jwtlens.inspection import inspect
from jwtlens.verify.report import Verdict

SUMMARY = "Show what is in a token. Decoding is not verifying: nothing is checked."
EXAMPLES = ("jwtlens decode env:TOKEN", "jwtlens decode --json - < token.txt")


class Call(NamedTuple):
    """What was asked for: ``at`` is a Unix time in seconds, None for now."""

    token: str
    json: bool = False
    at: float | None = None


def run(words: list[str]) -> int:
    """Print the token's content; return 0, or 2 where it is malformed."""
    call = parse(words)
    now = time.time() if call.at is None else call.at
    inspection = inspect(sources.read(call.token).text, now=now, with_audit=False)
    if call.json:
        from jwtlens.cli import render_json  # noqa: PLC0415 - text pays for text only

        output.write(render_json.decoded(inspection))
    else:
        from jwtlens import styled  # noqa: PLC0415 - as above
        from jwtlens.cli import render_text  # noqa: PLC0415 - as above

        output.write(styled.render(render_text.decoded(inspection), colour=output.has_colour()))
    return 2 if inspection.report.verdict is Verdict.MALFORMED else 0


def parse(words: list[str]) -> Call:
    """Read the words of the call. The plain one, a token and perhaps --json, does not pay for argparse."""
    match words:
        case [token] | ["--json", token] | [token, "--json"] if token == "-" or not token.startswith("-"):
            configuration.begin()
            return Call(token, len(words) == 2)
    from jwtlens.cli import options  # noqa: PLC0415 - half the start-up of this command

    parser = options.Parser("decode", SUMMARY, EXAMPLES)
    options.add_token(parser)
    options.add_clock(parser)
    options.add_settings(parser)
    args = parser.parse_args(words)
    return Call(args.token, args.json, args.at)
