"""What is fuzzed: each target makes an input and states what holds of the answer; anything raised is a finding."""

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from jwtlens.verify.policy import Policy
from tests.core_kit import NOW
from tests.fuzz import carriers, command_line, demands, judging, reading
from tests.fuzz.asked import RING, Asked, asked, simply_asked
from tests.fuzz.chance import below, one_in, pick
from tests.fuzz.keys import ENCODINGS, key_text
from tests.fuzz.texts import text
from tests.fuzz.tokens import claims_set, header, sd_jwt, token, whole, wrapped


class Target(NamedTuple):
    """``make`` makes an input of random choices; ``holds`` raises where a promise about it is broken.

    ``weight`` is the share of a long run: how cheap an execution is, and how much can go wrong.
    """

    make: Callable[[Random], Any]
    holds: Callable[[Any], None]
    weight: int = 1


TARGETS: dict[str, Target] = {
    "base64url": Target(reading.base64url_text, reading.base64url_holds, 150),
    "json": Target(reading.json_text, reading.json_holds, 100),
    "displayable": Target(lambda r: text(r) + text(r), reading.displayable_holds, 80),
    "paste": Target(lambda r: wrapped(r, token(r)), reading.paste_holds, 100),
    "parsing": Target(token, reading.parsing_holds, 100),
    "typed": Target(reading.typed_text, reading.typed_holds, 40),
    "inspection": Target(simply_asked, judging.inspection_holds, 80),
    "sd-jwt": Target(lambda r: Asked(sd_jwt(r), RING, Policy(), NOW), judging.inspection_holds, 20),
    "harvest": Target(reading.fed, reading.harvest_holds, 10),
    "harvest of text": Target(carriers.carrier, reading.harvest_of_text_holds, 20),
    "keys": Target(lambda r: (key_text(r), pick(r, ENCODINGS)), reading.keys_hold, 20),
    "audit": Target(asked, judging.audit_holds, 5),
    "time": Target(lambda r: (asked(r), pick(r, demands.INSTANTS)), judging.time_holds, 2),
    "edit": Target(
        lambda r: (asked(r), header(r), claims_set(r) if one_in(r, 2) else None, one_in(r, 2)), judging.edit_holds, 4
    ),
    "explaining": Target(asked, judging.explanations_hold, 2),
    "why": Target(asked, judging.reasons_hold, 2),
    "views": Target(lambda r: (asked(r), below(r, 500), below(r, 40)), judging.views_hold, 4),
    "comparison": Target(lambda r: (asked(r), token(r)), judging.comparison_holds, 2),
    "reports": Target(lambda r: (asked(r), text(r)), judging.reports_hold, 1),
    "answers": Target(asked, judging.answers_hold, 1),
    "search": Target(asked, judging.search_holds, 1),
    "programs": Target(asked, judging.programs_hold, 2),
    "lessons": Target(lambda r: (asked(r), pick(r, whole())), judging.lessons_hold, 1),
    "batch": Target(reading.request, reading.batch_holds, 6),
    "large": Target(reading.repeated, reading.large_holds, 1),
    "command line": Target(command_line.call, command_line.holds, 1),
}
