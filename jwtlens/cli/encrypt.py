"""``jwtlens encrypt``: a new encrypted token from any content and a key."""

from jwtlens.cli import key_option, making, options
from jwtlens.cli.usage import UsageError
from jwtlens.editing.members import Member
from jwtlens.editing.new_token import content_type, encrypted
from jwtlens.jose.jwe_algorithms import CONTENT_ENCRYPTION, KEY_MANAGEMENT

SUMMARY = "Make an encrypted token (JWE) of any content; of a signed token it makes a nested one."
EXAMPLES = (
    "jwtlens sign --key env:JWT_SECRET --sub alice | jwtlens encrypt --key @jwks.json -",
    """jwtlens encrypt --key env:JWT_SECRET --alg PBES2-HS256+A128KW '{"sub":"alice"}'""",
)


def run(words: list[str]) -> int:
    """Print the token; return 0."""
    parser = options.Parser("encrypt", SUMMARY, EXAMPLES)
    making.add_content(parser, "content", "what to encrypt: claims, a signed token, any text")
    writable = [name for name, row in KEY_MANAGEMENT.items() if row.family != "RSAES-PKCS1-v1_5"]
    making.add_header(parser, ", ".join(writable))
    parser.add_argument("--enc", metavar="E", help=f"the content encryption: {', '.join(CONTENT_ENCRYPTION)} (A256GCM)")
    parser.add_argument(
        "--zip", action="store_true", help="compress the content first (what it says then shows in its length)"
    )
    args = parser.parse_args(words)
    if args.token is None:
        raise UsageError("there is nothing to encrypt: give the content, or - to read it from standard input")
    if args.key is None:
        raise UsageError("--key is missing: @FILE, env:NAME, - or the key itself", "usage", "key")
    content = making.content(args)
    wanted = making.wanted(args, typ=None)._replace(cty=content_type(content))
    if args.zip:
        wanted = wanted._replace(members=(Member("zip", "DEF"), *wanted.members))
    try:
        token = encrypted(content, wanted, key_option.required(key_option.read(args).keyring))
    except ValueError as error:
        raise UsageError(str(error)) from None
    return making.finish(token, args)
