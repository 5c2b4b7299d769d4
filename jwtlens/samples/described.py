"""Readers of the data files of samples and lessons; a word that means nothing is an error, not silence."""

from collections.abc import Collection
from typing import Any

from jwtlens.samples.recipe import Recipe
from jwtlens.samples.setup import EXPECTATIONS, Plan

_RECIPE = frozenset(Recipe._fields)
PLAN = frozenset({"token", "keys", "expect"})
"""Members that describe a setup, in a sample and in the step of a lesson."""


def only(table: dict[str, Any], known: Collection[str], where: str) -> None:
    """Raise ValueError where a table has a member of another name."""
    if unknown := table.keys() - set(known):
        raise ValueError(f"{where} has {', '.join(sorted(unknown))}, which mean nothing there")


def plan(table: dict[str, Any], where: str) -> Plan:
    """Read what a table says of token, keys and expectations. Raises ValueError."""
    recipe, keys, expect = table.get("token"), table.get("keys"), table.get("expect")
    if recipe is not None:
        only(recipe, _RECIPE, f"the token of {where}")
    if expect is not None:
        only(expect, EXPECTATIONS, f"the expectations of {where}")
    names = None if keys is None else (keys,) if isinstance(keys, str) else tuple(keys)
    return Plan(None if recipe is None else Recipe(**recipe), names, expect)
