"""The verification that a key and expectations stand for, as a short program in the user's own language.

Every program names its algorithms, asks for the issuer and audience, and reads secrets from its environment: the text
never holds one.
"""

from collections.abc import Callable

from jwtlens.inspection import Inspection
from jwtlens.programs import curl, go, javascript, python
from jwtlens.programs.facts import Facts, facts

PROGRAMS: dict[str, Callable[[Facts], str]] = {
    "pyjwt": python.pyjwt,
    "jsonwebtoken": javascript.jsonwebtoken,
    "jose": javascript.jose,
    "go-jwt": go.golang_jwt,
    "curl": curl.curl,
}
"""By name: PyJWT, Node's jsonwebtoken and jose, golang-jwt, and a request that sends the token."""


def program(inspection: Inspection, name: str) -> str:
    """Write the program of that name, which is one of ``PROGRAMS``.

    Raises ValueError with a sentence for a token that no such program should accept, or could.
    """
    return PROGRAMS[name](facts(inspection))
