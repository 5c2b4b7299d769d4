import pytest

from jwtlens.inspection import inspect
from jwtlens.samples import made_keys
from jwtlens.samples.recipe import Recipe, token
from jwtlens.samples.setup import Plan, built
from tests.core_kit import NOW


def test_offsets_become_times_where_times_stand() -> None:
    claims = {"iat": "now", "exp": "+15m", "nbf": "-1h", "sub": "+15m", "amr": [{"timestamp": "-5"}]}
    found = inspect(token(Recipe(claims, {"alg": "HS256"}, "oct"), NOW), now=NOW).claims
    assert found == {
        "iat": NOW,
        "exp": NOW + 900,
        "nbf": NOW - 3_600,
        "sub": "+15m",
        "amr": [{"timestamp": NOW - 5}],
    }


def test_keys_are_the_same_for_one_name_and_differ_by_kid() -> None:
    assert made_keys.named("P-256#a") == made_keys.named("P-256#a")
    assert made_keys.named("P-256#a").material != made_keys.named("P-256#b").material
    assert made_keys.named("RSA#a").material == made_keys.named("RSA#b").material
    assert made_keys.named("RSA#a").kid == "a"
    assert not made_keys.named("public:P-256#a").private


IMPOSSIBLE = {
    "an algorithm for another key": Recipe({}, {"alg": "RS256"}, "oct"),
    "no key": Recipe({}, {"alg": "HS256"}),
    "no such kind": Recipe({}, {"alg": "HS256"}, "P-255"),
    "no such way": Recipe({}, {"alg": "HS256"}, "borrowed:RSA"),
    "the public half of a secret": Recipe({}, {"alg": "HS256"}, "public:oct"),
}


@pytest.mark.parametrize("recipe", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_made_is_an_error(recipe: Recipe) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        token(recipe, NOW)


def test_a_setup_leaves_alone_what_its_plan_leaves_out() -> None:
    made = built(Plan(), NOW)
    assert (made.token, made.key_text, made.policy, made.at) == (None, None, None, None)
    assert built(Plan(expect={"at": "+1d"}), NOW).at == NOW + 86_400


def test_keys_do_not_show_in_what_is_built() -> None:
    made = built(Plan(keys=("text:very-secret-text-of-some-length",)), NOW)
    assert "very-secret" not in repr(made)
    assert made.keyring.keys[0].bits == 8 * len("very-secret-text-of-some-length")
