import os
from pathlib import Path

import pytest

from jwtlens.knowledge.published_secrets import published_secrets
from jwtlens.search.bundled import search_bundled
from jwtlens.search.guesses import guesses, names_in
from jwtlens.search.sources import common_passwords, wordlist
from tests.search.kit import signed, written


def test_published_secrets_are_many_and_each_is_written_once() -> None:
    written_down = Path("jwtlens/knowledge/published_secrets.txt").read_bytes().splitlines()
    assert len(set(written_down)) == len(written_down) > 600
    assert b"" not in written_down
    assert set(written_down) < published_secrets().keys()


@pytest.mark.parametrize(
    "secret",
    [
        b"",
        b"secret",
        b"your-256-bit-secret",
        b"super-secret-jwt-token-with-at-least-32-characters-long",
        b"super-strong-secret-change-me",
        b"a-string-secret-at-least-256-bits-long",
        b"your-super-secret-jwt-token-with-at-least-32-characters-long",
    ],
)
def test_knows_the_secrets_that_everybody_copies(secret: bytes) -> None:
    assert published_secrets()[secret] == "text"
    found = search_bundled(signed(secret))
    assert found is not None
    assert found.secret.reveal() == secret
    assert found.where == "published secrets"


@pytest.mark.parametrize(
    ("secret", "where"),
    [
        (bytes.fromhex("09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"), "hex"),
        (b"my-secret-token-to-change-in-production-and-to-keep-in-a-secure-place", ""),
        (bytes.fromhex("0323354b2b0fa5bc837e0665777ba68f"), ""),
    ],
)
def test_a_published_spelling_counts_for_what_it_stands_for(secret: bytes, where: str) -> None:
    found = search_bundled(signed(secret))
    if where:
        assert found is not None
        assert found.where == f"published secrets, read as {where}"
    else:
        assert (found is not None) == (secret in published_secrets())


def test_finds_common_passwords_words_and_names() -> None:
    for secret in (b"trustno1", b"yankees", b"elizabeth"):
        assert secret in common_passwords()
        assert search_bundled(signed(secret, "HS512")) is not None


def test_common_passwords_begin_with_the_commonest() -> None:
    assert common_passwords()[:2] == (b"123456", b"password")
    assert len(set(common_passwords())) == len(common_passwords()) > 90_000


@pytest.mark.parametrize(
    ("claims", "secret"),
    [
        ({"iss": "https://auth.my-shop.example/"}, b"my-shop-secret"),
        ({"iss": "https://auth.my-shop.example/"}, b"myshop123"),
        ({"iss": "PaymentService"}, b"PaymentServiceSecretKey"),
        ({"iss": "PaymentService"}, b"payment-service-jwt-secret"),
        ({"aud": ["zenithapi", "quuxly"]}, b"QUUXLY_SECRET_KEY"),
        ({"azp": "quuxly-web"}, b"super-secret-quuxly"),
        ({"sub": "ann@quuxly.example"}, b"Quuxly2025"),
    ],
)
def test_guesses_from_the_names_in_the_token(claims: dict[str, object], secret: bytes) -> None:
    found = search_bundled(signed(secret, claims=claims))
    assert found is not None
    assert found.where == "guesses from the names in the token"


def test_the_local_part_of_a_subject_is_no_name() -> None:
    assert not [name for name in names_in(signed(claims={"sub": "annabel@quuxly.example"})) if "annabel" in name]


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": ["a", 1, None]},
        {"iss": {"a": 1}},
        {"aud": "/" * 10_000, "iss": "a" * 100_000},
        {"iss": "\ud800\u202e", "sub": "@"},
        {"aud": [f"https://service-{number}.example" for number in range(1_000)]},
    ],
)
def test_foreign_claims_neither_break_nor_flood_it(claims: dict[str, object]) -> None:
    names = names_in(signed(claims=claims))
    assert len(names) <= 32
    assert len([*guesses(names)]) < 32 * 500


def test_a_miss_is_none() -> None:
    assert search_bundled(signed(claims={"iss": "https://auth.my-shop.example/"})) is None


@pytest.mark.parametrize("start", [b"\xff\xfe", b"\xfe\xff"])
def test_a_list_in_utf_16_is_refused_with_the_remedy(tmp_path: Path, start: bytes) -> None:
    with pytest.raises(ValueError, match="convert it to UTF-8"):
        wordlist(written(tmp_path, start + "secret\n".encode("utf-16-le")))


def test_a_missing_list_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        wordlist(str(tmp_path / "none"))


def test_a_device_a_folder_and_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/null", str(tmp_path), str(tmp_path / "pipe")):
        with pytest.raises(ValueError, match="ordinary file"):
            wordlist(path)


def test_the_name_of_a_list_is_shown_without_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb"
    path.write_bytes(b"x")
    assert "\x1b" not in wordlist(str(path)).words
