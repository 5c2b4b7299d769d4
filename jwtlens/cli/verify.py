"""``jwtlens verify``: would a verifier with this key, these expectations and this clock accept the token?"""

import time
from typing import TYPE_CHECKING

from jwtlens.cli import kinds_options, options, output, profile_options, sources
from jwtlens.cli.usage import UsageError
from jwtlens.inspection import inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.explanation import Explanation
    from jwtlens.inspection import Inspection
    from jwtlens.keys.secret import Secret

SUMMARY = "Say whether a token would be accepted, and why not."
EXAMPLES = (
    "jwtlens verify --key env:JWT_SECRET --aud https://api.example.com env:TOKEN",
    "jwtlens verify --json --key @jwks.json --alg RS256,ES256 - < token.txt",
)
EXIT = {Verdict.ACCEPTED: 0, Verdict.REJECTED: 1, Verdict.NOT_VERIFIED: 1, Verdict.MALFORMED: 2}


def run(words: list[str]) -> int:
    """Print the verdict and every check; return 0 accepted, 1 rejected or not verified, 2 malformed."""
    parser = options.Parser("verify", SUMMARY, EXAMPLES)
    options.add_token(parser)
    parser.add_argument("--no-claims", action="store_true", help="judge the signature alone")
    parser.add_argument("--explain", action="store_true", help="say why a signature fails, and what PyJWT would do")
    options.add_judgement(parser)
    profile_options.add(parser)
    kinds_options.add(parser)
    args = parser.parse_args(words)
    keyring, key_text = Keyring(), None
    if args.key is not None:
        from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

        given = key_option.read(args)
        keyring, key_text = key_option.required(given.keyring), given.text
    if args.no_claims and (args.iss or args.aud or args.require or args.leeway):
        raise UsageError("--no-claims judges no claims, so it does not go with --iss, --aud, --require or --leeway")
    policy = options.policy(args, check_claims=not args.no_claims)
    policy = kinds_options.extended(profile_options.extended(policy, args), args)
    now = time.time() if args.at is None else args.at
    apart = kinds_options.apart(args)
    text = sources.read(args.token).text
    inspection = inspect(text, keyring, policy, now=now, as_of=args.at is not None, apart=apart)
    if not args.json:
        return report(inspection, _explained(inspection, key_text) if args.explain else None)
    return report_json(inspection, _explained(inspection, key_text) if args.explain else None)


def report(inspection: "Inspection", explanation: "Explanation | None" = None) -> int:
    """Print the text report; return the exit code of its verdict."""
    from jwtlens import styled  # noqa: PLC0415 - JSON pays for JSON only
    from jwtlens.cli import render_text  # noqa: PLC0415 - as above

    output.write(styled.render(render_text.verified(inspection, explanation), colour=output.has_colour()))
    return EXIT[inspection.report.verdict]


def report_json(inspection: "Inspection", explanation: "Explanation | None" = None) -> int:
    """Print the report as one JSON object; return the exit code of its verdict.

    Without an ``explanation`` it says what PyJWT answers, and nothing about why a signature fails.
    """
    from jwtlens.cli import render_json  # noqa: PLC0415 - text pays for text only
    from jwtlens.explanation import compare  # noqa: PLC0415 - as above

    asked = explanation is not None
    output.write(render_json.verified(inspection, explanation or compare(inspection), with_diagnosis=asked))
    return EXIT[inspection.report.verdict]


def _explained(inspection: "Inspection", key_text: "Secret[str] | None") -> "Explanation":
    from jwtlens.explanation import explain  # noqa: PLC0415 - imports PyJWT, for those who ask

    return explain(inspection, key_text)
