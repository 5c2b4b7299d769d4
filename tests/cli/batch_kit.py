"""Requests of ``jwtlens batch`` in one readable call."""

import json
from typing import Any

from jwtlens.cli.batch import serve
from tests.core_kit import NOW, SECRET, hs256
from tests.jwe_kit import secret_for

KEY = SECRET.decode()
TOKEN = hs256({"sub": "a", "iss": "i", "aud": "a", "exp": NOW + 60})
OCT = secret_for("dir", "A128GCM")


def asked(**members: object) -> dict[str, Any]:
    return serve(json.dumps({"id": 1, "op": "verify", "token": TOKEN, "key": KEY, "at": NOW, **members}).encode())


def codes(answer: dict[str, Any]) -> list[str]:
    return [error["code"] for error in answer["errors"]]
