"""``jwtlens verify``: would a verifier with this key, these expectations and this clock accept the token?"""

import time
from typing import TYPE_CHECKING, NamedTuple

from jwtlens.cli import configuration, output, sources
from jwtlens.cli.usage import UsageError
from jwtlens.inspection import Apart, inspect
from jwtlens.keys.key import Keyring
from jwtlens.verify.policy import Policy
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


class Call(NamedTuple):
    """What was asked for: ``at`` is a Unix time in seconds, None for now."""

    token: str
    json: bool = False
    explain: bool = False
    at: float | None = None
    keyring: Keyring = Keyring()
    key_text: "Secret[str] | None" = None
    policy: Policy = Policy()
    apart: Apart = Apart()


def run(words: list[str]) -> int:
    """Print the verdict and every check; return 0 accepted, 1 rejected or not verified, 2 malformed."""
    call = plain(words) or parsed(words)
    now = time.time() if call.at is None else call.at
    text = sources.read(call.token).text
    inspection = inspect(text, call.keyring, call.policy, now=now, as_of=call.at is not None, apart=call.apart)
    explanation = _explained(inspection, call.key_text) if call.explain else None
    return report_json(inspection, explanation) if call.json else report(inspection, explanation)


def plain(words: list[str]) -> Call | None:
    """Read a call of the usual options. None for all others and for mistakes: those are worth argparse's 8 ms."""
    given: dict[str, list[str]] = {"--key": [], "--iss": [], "--aud": [], "--json": [], "": []}
    rest = iter(words)
    for word in rest:
        option = word if word.startswith("-") and word != "-" else ""
        value = next(rest, "-") if option in {"--key", "--iss", "--aud"} else word
        if option not in given or (option not in {"", "--json"} and value.startswith("-")):
            return None
        given[option].append(value)
    if len(given[""]) != 1:
        return None
    leeway = configuration.begin().settings.leeway
    call = Call(given[""][0], json=bool(given["--json"]))
    policy = call.policy._replace(issuers=tuple(given["--iss"]), audiences=tuple(given["--aud"]), leeway=leeway)
    return _with_key(call._replace(policy=policy), given["--key"][-1] if given["--key"] else None)


def _with_key(call: Call, spec: str | None) -> Call:
    if spec is None:
        return call
    from jwtlens.cli import key_option  # noqa: PLC0415 - no key, no readers of keys

    key = key_option.at(spec)
    return call._replace(keyring=key_option.required(key.keyring), key_text=key.text)


def parsed(words: list[str]) -> Call:
    """Read any call, by argparse. Raises UsageError."""
    from jwtlens.cli import kinds_options, options, profile_options  # noqa: PLC0415 - a third of a plain call

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
    apart = kinds_options.apart(args)
    return Call(args.token, args.json, args.explain, args.at, keyring, key_text, policy, apart)


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
