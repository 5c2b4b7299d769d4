"""Options that several commands share, and what they mean: expectations, a clock, keys."""

import argparse
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any, NoReturn

from jwtlens import expectations
from jwtlens.cli import configuration, output
from jwtlens.cli.usage import UsageError
from jwtlens.displayable import quoted
from jwtlens.jose import jwa
from jwtlens.verify.policy import Policy

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

ENCODINGS = ("auto", "text", "base64", "base64url", "hex")
TOKEN_HELP = "the token; - for standard input, @FILE or env:NAME"


_DESCRIBE = "--\0"
"""No argument of a process has a NUL in it."""


class _DescribedError(Exception):
    def __init__(self, parser: argparse.ArgumentParser) -> None:
        super().__init__()
        self.parser = parser


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of one width: asking the terminal for its own costs every call an import, not only those for help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=20, width=100)


class _Help(argparse.Action):
    """-h or --help. argparse formats all groups or none, so the short help asks it for each by itself."""

    def __init__(self, option_strings: Sequence[str], dest: str, **words: Any) -> None:  # noqa: ANN401 - argparse's
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, **words)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - argparse passes it
        values: object,  # noqa: ARG002 - as above
        option_string: str | None = None,
    ) -> None:
        if option_string == "-h" and isinstance(parser, Parser):
            output.write(parser.short_help())
        else:
            output.write(parser.format_help())
        parser.exit()


class Parser(argparse.ArgumentParser):
    """argparse, with errors that the program words itself and help that survives a closed pipe."""

    def __init__(
        self, name: str, summary: str, examples: Sequence[str], usage: str | None = None, *, with_settings: bool = True
    ) -> None:
        super().__init__(
            prog=f"jwtlens {name}".rstrip(),
            usage=usage,
            description=summary,
            epilog="\n".join(["examples:", *(f"  {example}" for example in examples)]),
            formatter_class=_Formatter,
            allow_abbrev=False,
            add_help=False,
        )
        self._with_settings = with_settings
        self._further: list[argparse._ArgumentGroup] = []
        self.add_argument("-h", action=_Help, help="the usual options; --help explains all of them")
        self.add_argument("--help", action=_Help, help=argparse.SUPPRESS)

    def add_further_group(self, title: str) -> "argparse._ArgumentGroup":
        """Add options that few calls need: ``-h`` only names them."""
        group = self.add_argument_group(title)
        self._further.append(group)
        return group

    def short_help(self) -> str:
        """Write the help without the options that few calls need."""
        further = [action for group in self._further for action in group._group_actions]  # noqa: SLF001 - see _Help
        if not further:
            return self.format_help()
        formatter = self._get_formatter()
        formatter.add_usage(self.usage or f"{self.prog} [options] {self._named()}".rstrip(), [], [])
        formatter.add_text(self.description)
        for group in self._action_groups:
            if group not in self._further:
                formatter.start_section(group.title)
                formatter.add_arguments(group._group_actions)  # noqa: SLF001 - as above
                formatter.end_section()
        names = ", ".join(action.option_strings[-1] for action in further)
        import textwrap  # noqa: PLC0415 - for those who ask for help

        formatter.add_text(textwrap.fill(f"--help also explains {names}.", 100))
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _named(self) -> str:
        plural = {"+": " ...", "*": " ..."}
        words = [f"{one.metavar}{plural.get(str(one.nargs), '')}" for one in self._actions if not one.option_strings]
        return " ".join(words)

    def parse_args(  # type: ignore[override]  # nobody here hands in a namespace
        self, args: Sequence[str] | None = None
    ) -> argparse.Namespace:
        """Read the words of a call, and the settings; unless it is only about what could be called."""
        if args == [_DESCRIBE]:
            raise _DescribedError(self)
        found = super().parse_args(args)
        if self._with_settings:
            configuration.take(found)
        return found

    def error(self, message: str) -> NoReturn:
        """Raise UsageError instead of ending the process."""
        raise UsageError(f"{message.removeprefix('argument ')}; {self.prog} -h shows how to call it")

    def _print_message(
        self,
        message: str,
        file: "SupportsWrite[str] | IO[str] | None" = None,  # noqa: ARG002 - argparse passes it; errors go elsewhere
    ) -> None:
        output.write(message)


def described(run: Callable[[list[str]], object]) -> argparse.ArgumentParser:
    """Return the parser that a command makes for itself; nothing is carried out."""
    try:
        run([_DESCRIBE])
    except _DescribedError as found:
        return found.parser
    raise TypeError("this is no command: it makes no parser of options")


def add_token(parser: argparse.ArgumentParser) -> None:
    """Add the token and the form of the answer, for commands about one token."""
    parser.add_argument("token", metavar="TOKEN", help=TOKEN_HELP)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")


def add_key(parser: argparse.ArgumentParser) -> None:
    """Add the key, and how it is read."""
    key = parser.add_argument_group("key")
    key.add_argument("--key", metavar="K", help="@FILE, env:NAME, or the key itself: secret, PEM, JWK, JWK Set")
    key.add_argument(
        "--key-encoding",
        metavar="E",
        choices=ENCODINGS,
        default="auto",
        help=f"how a shared secret is written: {', '.join(ENCODINGS)}",
    )
    key.add_argument("--passphrase", metavar="P", help="@FILE or env:NAME with the passphrase of an encrypted key")


def add_settings(parser: Parser) -> None:
    """Add the file of settings, for commands that show times or ask the network."""
    group = parser.add_further_group("settings")
    group.add_argument("--config", metavar="F", help="the file of settings; JWTLENS_CONFIG names one for every call")


def add_judgement(parser: Parser, *, is_usual: bool = True) -> None:
    """Add what a verifier would be configured with: keys, expectations, a clock.

    Where expectations are not what the call is usually about, ``-h`` only names them.
    """
    add_key(parser)
    expect = parser.add_argument_group("expectations") if is_usual else parser.add_further_group("expectations")
    expect.add_argument("--alg", metavar="A[,A]", action="append", type=algorithms, help="allowed algorithms")
    expect.add_argument("--iss", metavar="I", action="append", default=[], help="expected issuer (repeatable)")
    expect.add_argument("--aud", metavar="A", action="append", default=[], help="expected audience (repeatable)")
    expect.add_argument("--typ", metavar="T", help="expected typ of the header")
    expect.add_argument("--require", metavar="C[,C]", action="append", type=names, help="claims that must be there")
    expect.add_argument("--leeway", metavar="S", type=leeway, help="clock skew allowed, in seconds")
    expect.add_argument(
        "--profile", metavar="N", help="the expectations and keys of this profile, under those given here"
    )
    add_clock(expect)
    add_settings(parser)
    fetching = parser.add_further_group("keys of the profile from the network")
    fetching.add_argument("--fetch", action="store_true", help="fetch them without asking")


def add_clock(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the instant of judgement."""
    parser.add_argument("--at", metavar="T", type=instant, help="judge as of: Unix time or 2026-11-23T14:49:40Z")


def policy(args: argparse.Namespace, *, check_claims: bool = True) -> Policy:
    """Build the expectations from parsed arguments."""
    return configuration.base(args)._replace(
        issuers=tuple(args.iss),
        audiences=tuple(args.aud),
        algorithms=tuple(dict.fromkeys(name for group in args.alg for name in group)) if args.alg else None,
        required=tuple(dict.fromkeys(name for group in args.require or () for name in group)),
        typ=args.typ,
        leeway=args.settings.leeway if args.leeway is None else args.leeway,
        check_claims=check_claims,
    )


def expects(args: argparse.Namespace) -> bool:
    """Whether the call itself expects anything: by an option or a profile, not by the settings alone."""
    given = (args.iss, args.aud, args.alg, args.require, args.profile)
    return any(given) or args.typ is not None or args.leeway is not None


def names(text: str) -> tuple[str, ...]:
    """Split a list of names, of which there must be one."""
    found = expectations.read_names(text)
    if not found:
        raise argparse.ArgumentTypeError("at least one name is needed")
    return found


def algorithms(text: str) -> tuple[str, ...]:
    """Split a list of algorithm names; one that is only spelled wrongly is refused here, not at the token."""
    found = names(text)
    for name in found:
        if meant := jwa.near_miss(name):
            raise argparse.ArgumentTypeError(f"{quoted(name)} is not an algorithm; meant is {meant}")
    return found


def leeway(text: str) -> int:
    """Read a number of whole seconds."""
    try:
        return expectations.read_leeway(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{quoted(text)}: {error}") from None


def instant(text: str) -> float | None:
    """Read a Unix time in seconds or an ISO 8601 instant; None for the running clock."""
    try:
        return expectations.read_instant(text)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"{quoted(text)}: {error}") from None
