"""``jwtlens decrypt``: the content of an encrypted token."""

import sys
import time
from typing import TYPE_CHECKING

from jwtlens.cli import key_option, options, output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import displayable_lines
from jwtlens.inspection import inspect
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict

if TYPE_CHECKING:
    from jwtlens.inspection import Inspection

SUMMARY = "Print the content of an encrypted token (JWE). That verifies nothing: anyone may have encrypted it."
EXAMPLES = (
    "jwtlens decrypt --key @private.json - < jwe.txt",
    "jwtlens decrypt --key @private.json --json - < jwe.txt",
)


def run(words: list[str]) -> int:
    """Print the content as it is, or on a terminal what can be shown of it; return 0, 1 not decrypted, 2 malformed."""
    parser = options.Parser("decrypt", SUMMARY, EXAMPLES)
    options.add_token(parser)
    options.add_key(parser)
    args = parser.parse_args(words)
    if args.key is None:
        raise UsageError("--key is missing: @FILE, env:NAME, - or the key itself", "usage", "key")
    keyring = key_option.required(key_option.read(args).keyring)
    policy = Policy(decrypt_only=True, check_claims=False)
    inspection = inspect(sources.read(args.token).text, keyring, policy, now=time.time(), with_audit=False)
    decryption = inspection.judgement.decryption
    plaintext = decryption.plaintext if decryption else None
    if args.json:
        from jwtlens.cli import render_json  # noqa: PLC0415 - text pays for text only

        output.write(render_json.verified(inspection))
    elif plaintext is not None:
        _print(plaintext)
    else:
        output.say(_refusal(inspection))
    if plaintext is not None:
        return 0
    return 2 if inspection.report.verdict is Verdict.MALFORMED else 1


def _print(plaintext: bytes) -> None:
    """Give programs the very bytes, and people only what cannot act on their terminal."""
    if output.is_terminal(sys.stdout):
        output.write(displayable_lines(plaintext.decode("utf-8", "replace")) + "\n")
    else:
        output.write_bytes(plaintext)


def _refusal(inspection: "Inspection") -> str:
    if inspection.token.problems:
        return inspection.token.problems[0].message
    if not inspection.token.encrypted:
        return "this token is not encrypted; jwtlens decode shows what is in it"
    failed = [check for check in inspection.report.checks if check.status in {Status.FAILED, Status.NOT_CHECKED}]
    return failed[0].reason if failed else "it could not be decrypted"
