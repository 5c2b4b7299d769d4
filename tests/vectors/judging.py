"""Vectors of other people: how each becomes a request of ``jwtlens batch``, and what makes the answer right.

The rules are those of ``accept.py`` beside the vectors: class, payload, thumbprint, nothing private in the answer. The
verdicts of ``policy`` vectors are house rules, and stand here.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from jwtlens.cli import render_json
from jwtlens.cli.batch import serve
from jwtlens.jose import x509
from jwtlens.jose.x509 import Certificates
from jwtlens.verify import x5c

VARIABLE = "JWTLENS_VECTORS"
HOW = f"{VARIABLE} names no folder of vectors; set it to one, such as ../shared/vectors/public"

Vector = dict[str, Any]
Result = Literal["right", "wrong", "unsupported"]

OPERATIONS = {"jwe": "decrypt", "jwk": "jwk", "detect": "detect", "robust": "decode"}
EXITS = {"valid": 0, "invalid": 1, "malformed": 2}
PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "k", "priv")
UNSUPPORTED = frozenset({"alg-unknown", "enc-unknown", "zip-unknown", "kb-cnf-unsupported"})
"""Codes that say: this is beyond jwtlens."""

HOUSE_RULES = {
    "weak-hmac-key": ("valid", "hmac-secret-short"),
    "weak-rsa-key": ("valid", "rsa-key-small"),
    "roca": ("valid", "rsa-weak-factors"),
    "mixed-keyset": ("valid", "jwks-mixed-symmetric"),
    "duplicate-kid": ("valid", "jwks-duplicate-kid"),
    "json-serialization": ("valid", "fmt-json-serialization"),
    "claims": ("valid", ""),  # judged without the claims, as all vectors are
    "detect-heuristic": ("valid", ""),  # five parts and a header that names enc are a JWE, whatever the parts hold
}
"""For each policy the verdict, and the finding that the audit must then have."""


def folder() -> Path | None:
    name = os.environ.get(VARIABLE)
    return Path(name) if name and Path(name).is_dir() else None


def vectors() -> list[Vector]:
    """Return every vector, in the order of the files; none where there is no folder."""
    where = folder()
    texts = [path.read_text(encoding="utf-8") for path in sorted(where.glob("*.json"))] if where else []
    files = [found for found in map(json.loads, texts) if isinstance(found, dict)]
    return [vector for one in files for vector in one.get("vectors", [])]


def request(vector: Vector, op: str = "") -> bytes:
    keys = vector.get("keys") or {}
    asked: Vector = {
        "id": vector["id"],
        "op": op or OPERATIONS.get(vector["kind"], "verify"),
        "claims": False,
        "token": vector["token"],
        "key": vector.get("key"),
        "alg": vector.get("alg"),
        "at": vector.get("valid_at"),
        "detached_payload_b64url": vector.get("detached_payload_b64url"),
        "outer_key": keys.get("outer"),
        "inner_key": keys.get("inner"),
        "trusted_roots_pem": vector.get("trusted_roots_pem"),
        "kb": vector.get("kb"),
    }
    return json.dumps(asked).encode()


def judged(vector: Vector) -> tuple[Result, list[str]]:
    """Ask, and return the result with everything that is wrong about the answer."""
    answer: dict[str, Any] = _chain(vector) if vector["kind"] == "x5c-chain" else serve(request(vector))
    wrong = [*_leaks(vector, render_json.dump(answer)), *_form(answer), *_verdict(vector, answer)]
    if not wrong and answer["valid"]:
        wrong = [*_content(vector, answer), *_finding(vector)]
    if not wrong:
        return "right", []
    missing = not answer["valid"] and {error["code"] for error in answer["errors"]} & UNSUPPORTED
    return ("unsupported" if missing else "wrong"), wrong


def _chain(vector: Vector) -> dict[str, Any]:
    """Judge a chain of certificates without a token, for which batch has no operation."""
    pem = "\n".join(vector["extra_intermediates_pem"])
    between = x509.in_pem(pem).der if pem else ()
    der = (*map(base64.b64decode, vector["chain_b64"]), *between)
    roots = x509.in_pem("\n".join(vector["trusted_roots_pem"])).der
    chain = x5c.validate(Certificates(der, ()), roots, vector["valid_at"])
    errors = [] if chain.trusted else [{"code": chain.check.code, "message": chain.check.reason}]
    return {"id": vector["id"], "valid": chain.trusted, "exit": int(not chain.trusted), "errors": errors}


def _leaks(vector: Vector, text: str) -> Iterator[str]:
    if any(not (" " <= char <= "~" or char == "\n") for char in text):
        yield "control bytes in the answer"
    said = [vector.get("key"), vector.get("signing_key"), *(vector.get("keys") or {}).values()]
    keys: list[object] = [key for one in said if isinstance(one, dict) for key in one.get("keys", [one])]
    objects = [key for key in keys if isinstance(key, dict)]
    values = {key[name] for key in objects for name in PRIVATE if isinstance(key.get(name), str)}
    if any(value in text for value in values if len(value) >= 16 and value not in vector["token"]):
        yield "private key material in the answer"


def _form(answer: dict[str, Any]) -> Iterator[str]:
    if answer["valid"] is not (answer["exit"] == 0):
        yield f"valid is {answer['valid']} and exit {answer['exit']}"
    if answer["exit"] and not answer["errors"]:
        yield "refused without an error"
    if not all(error["code"] and error["message"] and error["code"] != "internal" for error in answer["errors"]):
        yield f"an error without a code, a message or a reason in the token: {answer['errors']}"


def _verdict(vector: Vector, answer: dict[str, Any]) -> Iterator[str]:
    policy = vector["level"].removeprefix("policy:")
    wanted = HOUSE_RULES[policy][0] if policy in HOUSE_RULES else vector["expected"]
    exits = [1, 2] if vector["kind"] == "robust" else [EXITS[wanted]]
    if policy not in HOUSE_RULES and vector["kind"] != "robust":
        exits = vector.get("exit_codes") or exits
    if answer["exit"] not in exits:
        codes = [error["code"] for error in answer["errors"]]
        yield f"exit {answer['exit']} {codes}; expected {wanted} {exits}"


def _content(vector: Vector, answer: dict[str, Any]) -> Iterator[str]:
    if vector["kind"] == "jwk":
        if answer.get("thumbprint", vector["expected_thumbprint_sha256"]) != vector["expected_thumbprint_sha256"]:
            yield "another thumbprint"
        if vector.get("expected_private", answer["private"]) != answer["private"]:
            yield "private and public are mixed up"
    if vector["kind"] not in {"jws", "jwe", "nested", "x5c", "sdjwt"}:
        return
    payload = _decoded(answer["payload_b64url"])
    if "expected_claims" in vector:
        same = json.loads(payload) == vector["expected_claims"]
    elif "expected_payload_sha256" in vector:
        same = hashlib.sha256(payload).hexdigest() == vector["expected_payload_sha256"]
    else:
        same = "expected_payload_b64url" not in vector or payload == _decoded(vector["expected_payload_b64url"])
    if not same:
        yield "another payload"


def _finding(vector: Vector) -> Iterator[str]:
    slug = HOUSE_RULES.get(vector["level"].removeprefix("policy:"), ("", ""))[1]
    if slug:
        findings: Any = serve(request(vector, "audit"))["findings"]
        if slug not in {finding["slug"] for finding in findings}:
            yield f"the audit does not find {slug}"


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
