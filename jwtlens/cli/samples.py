"""The gallery on the command line: ``--list-samples``, and what ``--sample`` opens."""

import argparse
import time
from collections.abc import Iterator
from itertools import groupby

from jwtlens.cli import options
from jwtlens.cli.usage import UsageError
from jwtlens.samples import gallery
from jwtlens.start import Start
from jwtlens.styled import Line, Piece


def listed() -> Iterator[Line]:
    """Name the samples, one a line, under the headings of their groups."""
    found = gallery.samples()
    wide = max(len(sample.name) for sample in found)
    for group, samples in groupby(found, key=lambda sample: sample.group):
        yield (Piece(group, "strong"),)
        for sample in samples:
            yield Piece(f"  {sample.name:<{wide}}  ", "name"), Piece(sample.title)


def start(args: argparse.Namespace) -> Start:
    """Open a sample, dated now or as of ``--at``; expectations and key of the call stand in the place of its own.

    Raises UsageError where there is no such sample.
    """
    try:
        sample = gallery.find(args.sample)
    except ValueError as error:
        raise UsageError(str(error), "unknown-sample") from None
    made = gallery.setup(sample, time.time() if args.at is None else args.at)
    asked = options.policy(args)
    policy = asked if options.expects(args) or made.policy is None else made.policy
    notes = (f"sample {sample.name}: {sample.title}",)
    return Start(made.token, made.key_text, "auto", made.keyring, policy, args.at, notes, of_profile=args.of_profile)
