"""Rules about SD-JWT: claims that the holder may show or withhold (RFC 9901)."""

from collections.abc import Iterator

from jwtlens.audit.case import Case, sentence, shown, text
from jwtlens.audit.finding import Family, Hit, Need, Severity, never
from jwtlens.displayable import quoted
from jwtlens.jose import sd_jwt
from jwtlens.jose.sd_jwt import SdJwt

FAMILY = Family(Need.CLAIMS)

_VALIDITY = frozenset({"iss", "aud", "exp", "nbf", "cnf"})


def _presentation(case: Case) -> SdJwt | None:
    return sd_jwt.in_json(case.token) if case.is_json else sd_jwt.split(case.token.text)


@FAMILY.rule(
    "sdjwt-disclosure",
    "SD-JWT disclosure problem",
    Severity.HIGH,
    why="What is disclosed was not signed, or could be put in the place of something else.",
    remedy="Refuse the token.",
    source="RFC 9901 §7.1",
    when=never,
)
def _disclosure_problem(case: Case) -> Iterator[Hit]:
    presentation = _presentation(case)
    if presentation is None:
        return
    from jwtlens.jose.sd_jwt_payload import process  # noqa: PLC0415 - for SD-JWTs only

    processed = process(case.claims, presentation.disclosures)
    for problem in (*presentation.problems, *processed.problems):
        part, _, place = problem.field.partition("/")
        if part == "disclosures":
            evidence = quoted(presentation.disclosures[int(place)].text if place else "~")
            yield Hit("token", evidence or "empty", sentence(problem.message))
        elif part == "payload" and problem.code != "sd-alg-unknown":  # that is for the rule on hashes
            yield Hit(problem.field, quoted(problem.field), sentence(problem.message))


@FAMILY.rule(
    "sdjwt-hidden-validity",
    "Security claim is selectively disclosable",
    Severity.MEDIUM,
    why="Whoever holds the token can leave out what limits its use.",
    remedy="Keep claims that a verifier needs in the clear.",
    source="RFC 9901 §9.7",
    when=never,
)
def _hidden_validity(case: Case) -> Iterator[Hit]:
    presentation = _presentation(case)
    for disclosure in presentation.disclosures if presentation else ():
        if disclosure.name in _VALIDITY:
            yield Hit(
                "token", quoted(disclosure.name or ""), f"{disclosure.name} is a claim that the holder can withhold."
            )


@FAMILY.rule(
    "sdjwt-hash",
    "Weak, unknown or misplaced _sd_alg",
    Severity.MEDIUM,
    why="With a weak hash other claims can be made to fit; with an unknown one nothing can be checked.",
    remedy="Use sha-256 or better, at the top level.",
    source="RFC 9901 §4.1.1, §9.4",
)
def _hash(case: Case) -> Iterator[Hit]:
    for node in case.claim_nodes if case.may_say("_sd_alg") else ():
        if node.path[-1] != "_sd_alg":
            continue
        if len(node.path) > 1:
            yield Hit(node.field, shown(node.value), "_sd_alg stands inside another claim, where it means nothing.")
        elif text(node.value) not in sd_jwt.HASHES:
            yield Hit(node.field, shown(node.value), f"_sd_alg is {shown(node.value)}; sha-256 is the usual one.")
