"""``jwtlens batch``: one JSON request a line on standard input, one JSON answer a line on standard output."""

import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from jwtlens.cli import key_render, options, output, render_json
from jwtlens.cli.batch_members import Id, RequestError
from jwtlens.cli.batch_request import Request, read
from jwtlens.cli.usage import UsageError
from jwtlens.cli.verify import EXIT
from jwtlens.inspection import Apart, inspect
from jwtlens.jose import strict_json
from jwtlens.keys.described import thumbprint_of
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.verify.report import Verdict

if TYPE_CHECKING:
    from jwtlens.cli.batch_profile import Standing
    from jwtlens.inspection import Inspection

SUMMARY = "Answer requests, one JSON object a line, until standard input ends."
EXAMPLES = (
    """echo '{"id": 1, "op": "decode", "token": "eyJhbGciOiJub25lIn0.e30."}' | jwtlens batch""",
    """printf '{"id": 2, "op": "detect", "token": "%s"}' "$TOKEN" | jwtlens batch""",
)
REQUEST_BYTES = 64 * 1024 * 1024
"""Longest line that is served, in bytes; a longer one is skipped, and the answer says so."""
_HELD = frozenset({"verify", "audit", "decrypt"})
"""Operations that hold a token against expectations."""


def run(words: list[str]) -> int:
    """Serve every line; a request that cannot be read gets an answer too. Return 0 when the input ends."""
    parser = options.Parser("batch", SUMMARY, EXAMPLES)
    parser.add_argument("--profile", metavar="N", help="what a request does not say itself, this profile says for it")
    parser.add_argument(
        "--fetch", action="store_true", help="fetch keys of the profile from the network without asking"
    )
    options.add_settings(parser)
    args = parser.parse_args(words)
    held = None
    if args.of_profile is not None:
        from jwtlens.cli import batch_profile  # noqa: PLC0415 - for those who ask for it

        held = batch_profile.standing(args)
    if sys.stdin is None:
        raise UsageError("standard input is closed; there is nothing to read", "input")
    try:
        for line in _lines(sys.stdin.buffer):
            if line.strip() and not _heard(render_json.dump(serve(line, held), indent=None)):
                break
    except OSError as error:
        raise UsageError(f"standard input cannot be read: {error.strerror}", "input") from None
    return 0


def serve(line: bytes, held: "Standing | None" = None) -> dict[str, object]:
    """Answer one request: the object of ``--json``, with ``id`` and ``exit`` (0 valid, 1 invalid, 2 malformed).

    ``held`` is what a profile says where the request does not.
    """
    if len(line) >= REQUEST_BYTES:
        return _refused(None, "request-large", f"the line has {REQUEST_BYTES:,} bytes or more; jwtlens stops there")
    id_: Id = None
    try:
        request = read(line, now=time.time())
        id_ = request.id
        if held is not None and request.op in _HELD:
            from jwtlens.cli import batch_profile  # noqa: PLC0415 - for those who ask for it

            request = batch_profile.under(request, held)
        return {"id": id_, **_ANSWERS[request.op](request)}
    except RequestError as error:
        return _refused(id_ if error.id is None else error.id, error.code, str(error))
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not cost the other requests their answers
        return _refused(id_, "internal", f"jwtlens made a mistake here ({type(error).__name__}); nothing was judged")


def _refused(id_: Id, code: str, message: str) -> dict[str, object]:
    problem = {"code": code, "message": message, "field": "request"}
    return {"schema": render_json.SCHEMA, "id": id_, "exit": 2, "valid": False, "errors": [problem]}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Read line by line; of one that is too long only the beginning, which is not served as a request."""
    while line := stream.readline(REQUEST_BYTES):
        rest = line
        while len(rest) == REQUEST_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(REQUEST_BYTES)
        yield line


def _heard(text: str) -> bool:
    """Write one answer; return whether somebody still reads them."""
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(text)  # ASCII, in any encoding
        sys.stdout.flush()
    except BrokenPipeError:
        output.write("\n")  # fails again, and knows how to end without a complaint
        return False
    except OSError as error:
        raise UsageError(f"standard output cannot be written: {error.strerror}", "output") from None
    return True


def _judged(request: Request) -> dict[str, object]:
    inspection = _inspected(request, with_audit=request.op == "audit")
    if request.op == "audit":
        from jwtlens.search.bundled import with_bundled_search  # noqa: PLC0415 - other operations search for nothing

        inspection = with_bundled_search(inspection)
    return {**render_json.answer(inspection), "exit": EXIT[inspection.report.verdict]}


def _decrypted(request: Request) -> dict[str, object]:
    """Decrypt: that is all that is asked of a JWE; a token that is not encrypted was never confidential."""
    answer = _judged(request._replace(policy=request.policy._replace(decrypt_only=True)))
    if answer["valid"] and not str(answer["kind"]).startswith("JWE"):
        return answer | {"valid": False, "exit": 1, "errors": [_error("not-encrypted", "this token is not encrypted")]}
    return answer


def _decoded(request: Request) -> dict[str, object]:
    inspection = _inspected(request, with_audit=False)
    malformed = inspection.report.verdict is Verdict.MALFORMED
    # Decoding claims nothing about the signature, so a batch never calls a token valid because it could be read.
    found = render_json.answer(inspection) | {"valid": False, "exit": 2 if malformed else 1}
    return found | ({} if found["errors"] else {"errors": [_error("not-verified", "decoding is not verifying")]})


def _detected(request: Request) -> dict[str, object]:
    inspection = _inspected(request, with_audit=False)
    problems = inspection.token.problems
    errors = [_error(problem.code, problem.message) for problem in problems]
    return {
        "schema": render_json.SCHEMA,
        "valid": not problems,
        "exit": 2 if problems else 0,
        "errors": errors,
        "kind": inspection.token.serialization,
    }


def _key(request: Request) -> dict[str, object]:
    """Read a JWK or JWK Set, given as ``key`` or as the text ``token``: malformed where it is no JSON object at all."""
    given = request.key is not None
    text = request.key if request.key is not None else Secret(request.token)
    looks_like_json = text.reveal().lstrip().startswith(("{", "["))
    if (looks_like_json or not given) and not _is_object(text):
        return _refused(request.id, "no-jwk", "this is no JWK: it is not one JSON object")
    keyring = request.keyring if given else read_keys(text, origin="the request")
    faults = [problem for problem in keyring.problems if not keyring.keys or problem.code != "problems-more"]
    valid = bool(keyring.keys) and not faults
    answer: dict[str, object] = {
        "schema": render_json.SCHEMA,
        "valid": valid,
        "exit": 0 if valid else 1,
        "errors": [_error(problem.code, problem.message) for problem in faults],
        "keys": [key_render.described(key) for key in keyring.keys],
    }
    if valid:
        key = keyring.keys[0]
        answer |= {"kty": key.kty, "private": key.private, "words": keyring.words}
        if mark := thumbprint_of(key):
            answer["thumbprint"] = mark
    elif not faults:
        answer["errors"] = [_error("no-key", "there is no key in it")]
    return answer


def _is_object(text: Secret[str]) -> bool:
    document = strict_json.parse_text(text.reveal(), "key")
    return document.readable and isinstance(document.value, dict)


def _inspected(request: Request, *, with_audit: bool) -> "Inspection":
    apart = Apart(request.detached, request.outer_keys)
    return inspect(
        request.token,
        request.keyring,
        request.policy,
        now=request.now,
        with_audit=with_audit,
        as_pasted=False,
        apart=apart,
    )


def _error(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message, "field": "token"}


_ANSWERS = {
    "verify": _judged,
    "decrypt": _decrypted,
    "jwk": _key,
    "detect": _detected,
    "decode": _decoded,
    "audit": _judged,
}
