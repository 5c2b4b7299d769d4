import pytest

from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.keys.key import Key, Keyring
from jwtlens.verify import signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from jwtlens.verify.selection import signer
from jwtlens.verify.signature import cannot_fit
from tests.core_kit import Json, check, compact, judge, pair, secret, signed

A, B = pair("P-256", nth=1, kid="a"), pair("P-256", nth=2, kid="b")
NAMELESS = pair("P-256", nth=3)
ACCEPTED, REJECTED = Verdict.ACCEPTED, Verdict.REJECTED


@pytest.mark.parametrize(
    ("kid", "keys", "in_set", "by", "verdict", "said"),
    [
        (None, (A,), False, A, ACCEPTED, "the only key"),
        ("a", (A,), False, A, ACCEPTED, "the key has this kid"),
        ("zzz", (A,), False, A, ACCEPTED, "the token asks for kid zzz; tried with your key, whose kid is a"),
        (
            "zzz",
            (NAMELESS,),
            False,
            NAMELESS,
            ACCEPTED,
            "the token asks for kid zzz; tried with your key, which has none",
        ),
        (None, (A, B), True, B, ACCEPTED, "the token names no kid; 2 keys to try; 2 keys fit ES256"),
        ("b", (A, B), True, B, ACCEPTED, "the set has a key with this kid"),
        ("a", (A, B), True, B, REJECTED, "the set has a key with this kid"),
        ("zzz", (A, B), True, B, REJECTED, "none of the 2 keys has kid zzz"),
        ("zzz", (A, NAMELESS), True, NAMELESS, ACCEPTED, "no key has kid zzz; 1 without a kid to try"),
        ("zzz", (A, NAMELESS), True, A, REJECTED, "no key has kid zzz; 1 without a kid to try"),
        ("a", (A,), True, A, ACCEPTED, "the set has a key with this kid"),
        ("zzz", (A,), True, A, REJECTED, "none of the 1 keys has kid zzz"),
        ("a", (pair("RSA", kid="a"), A), True, A, ACCEPTED, "the set has a key with this kid"),
        (
            "a",
            (pair("P-256", nth=4, kid="a"), A),
            True,
            A,
            ACCEPTED,
            "the set has a key with this kid; 2 keys fit ES256",
        ),
        ("", (pair("P-256", nth=1, kid=""), B), True, A, ACCEPTED, "the set has a key with this kid"),
        ("A", (A, B), True, A, REJECTED, "none of the 2 keys has kid A"),
        (None, (pair("RSA"), secret(), B), True, B, ACCEPTED, "the token names no kid; 3 keys to try"),
    ],
)
def test_the_key_is_chosen_by_kid_and_then_by_what_fits(
    kid: str | None, keys: tuple[Key, ...], in_set: bool, by: Key, verdict: Verdict, said: str
) -> None:
    header: Json = {"alg": "ES256"}
    if kid is not None:
        header["kid"] = kid
    report = judge(signed(header, key=by), *keys, in_set=in_set)
    assert (report.verdict, check(report, "key").reason) == (verdict, said)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"use": "sig"}, ""),
        ({"key_ops": ("verify",)}, ""),
        ({"key_ops": ("sign",)}, ""),
        ({"key_ops": ("sign",), "private": False}, "key-use"),  # a public half that is for signing is for nothing
        ({"use": "sig", "key_ops": ("sign", "verify"), "alg": "ES256"}, ""),
        ({"use": "enc"}, "key-use"),
        ({"use": ""}, "key-use"),
        ({"use": "SIG"}, "key-use"),
        ({"key_ops": ("encrypt",)}, "key-use"),
        ({"key_ops": ()}, "key-use"),
        ({"use": "sig", "key_ops": ("deriveKey",)}, "key-use"),
        ({"alg": "ES384"}, "key-mismatch"),
        ({"alg": "ECDH-ES"}, "key-mismatch"),
        ({"alg": "es256"}, "key-mismatch"),
        ({"alg": ""}, "key-mismatch"),
    ],
)
def test_what_a_jwk_says_it_is_for_is_kept(said: dict[str, object], code: str) -> None:
    report = judge(signed({"alg": "ES256"}, key=A), A._replace(**said))  # type: ignore[arg-type]
    assert report.verdict is (REJECTED if code else ACCEPTED)
    assert not code or check(report, "key").code == code
    assert not code or check(report, "signature").status is Status.NOT_CHECKED


@pytest.mark.parametrize(
    ("alg", "said", "fits"),
    [("EdDSA", "Ed25519", True), ("Ed25519", "EdDSA", True), ("Ed25519", "Ed448", False), ("EdDSA", "Ed448", False)],
)
def test_eddsa_and_the_name_of_its_curve_are_one_algorithm(alg: str, said: str, fits: bool) -> None:
    key = pair("Ed25519")
    report = judge(signed({"alg": alg}, key=key), key._replace(alg=said))
    assert (report.verdict is ACCEPTED) is fits


@pytest.mark.parametrize(
    ("alg", "key", "words"),
    [
        ("ES256", pair("RSA"), "ES256 needs an EC P-256 key; this one is RSA 2048"),
        ("RS256", pair("P-256"), "RS256 needs an RSA key; this one is EC P-256"),
        ("HS256", pair("RSA"), "HS256 needs a secret; this one is RSA 2048"),
        ("ES384", pair("P-256"), "ES384 needs an EC P-384 key; this one is EC P-256"),
        ("EdDSA", secret(b"x" * 32), "EdDSA needs an OKP Ed25519 or Ed448 key; this one is secret, 256 bits"),
        ("RS256", pair("RSA", alg="RSA-OAEP"), "the key says that it is for RSA-OAEP, the token uses RS256"),
        ("RS256", pair("RSA", alg="\x1b[2J"), "the key says that it is for \\u001b[2J, the token uses RS256"),
        ("RS256", pair("RSA"), ""),
        ("XX", pair("RSA"), ""),
    ],
)
def test_a_key_that_does_not_fit_is_told_why_in_words_safe_to_print(alg: str, key: Key, words: str) -> None:
    assert cannot_fit(alg, key) == words
    if words:
        report = judge(compact({"alg": alg}), key)
        assert check(report, "algorithm").reason == words
        assert (check(report, "key").code, check(report, "key").status) == ("key-mismatch", Status.FAILED)


SERVED = {
    **{f"HS{bits}": ("secret",) for bits in (256, 384, 512)},
    **{f"{scheme}{bits}": ("RSA",) for scheme in ("RS", "PS") for bits in (256, 384, 512)},
    "ES256": ("P-256",),
    "ES384": ("P-384",),
    "ES512": ("P-521",),
    "ES256K": ("secp256k1",),
    "EdDSA": ("Ed25519", "Ed448"),
    "Ed25519": ("Ed25519",),
    "Ed448": ("Ed448",),
    **{name: (name,) for name in ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")},
}
"""The kinds of key that serve each algorithm (RFC 7518 section 3.1, RFC 8037, RFC 8812, RFC 9864, RFC 9964)."""
KINDS: dict[str, Key] = {name: pair(name) for names in SERVED.values() for name in names if name != "secret"}
KINDS |= {"secret": secret(), "RSA 1024": pair("RSA", bits=1024), "X25519": pair("Ed25519")._replace(curve="X25519")}


@pytest.mark.parametrize("alg", SIGNATURE_ALGORITHMS)
def test_every_pair_of_algorithm_and_key_fits_or_is_refused_before_a_signature_is_computed(
    alg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(*_: object) -> bool:
        raise AssertionError("a signature was computed")

    monkeypatch.setattr(signature, "verifies", computed)
    for name, key in KINDS.items():
        fits = name in SERVED[alg] or (name == "RSA 1024" and "RSA" in SERVED[alg] and alg != "PS512")
        words = cannot_fit(alg, key)
        assert bool(words) is not fits
        assert (alg in key.algorithms()) is fits
        if not fits:
            too_small = (alg, name) == ("PS512", "RSA 1024")
            assert words.startswith("PS512 needs an RSA key of 1,034 bits" if too_small else f"{alg} needs a")
            assert words.endswith("; this one has 1,024" if too_small else f"; this one is {key.kind}")
            for policy in (Policy(), Policy(algorithms=(alg,))):
                report = judge(compact({"alg": alg}), key, policy=policy)
                assert report.verdict is Verdict.REJECTED
                assert check(report, "key").reason == words
                assert check(report, "signature").status is Status.NOT_CHECKED


def test_the_kinds_of_a_set_without_a_fitting_key_are_named() -> None:
    report = judge(compact({"alg": "ES256"}), pair("RSA"), secret(b"x" * 16))
    assert check(report, "key").reason.endswith("but none fits ES256 (RSA 2048, secret, 128 bits)")


@pytest.mark.parametrize(
    ("kid", "keys", "chosen"),
    [
        (None, (A, B), A),
        ("b", (A, B), B),
        ("zzz", (A, B), A),
        (7, (A, B), A),
        ({}, (A, B), A),
        ("b", (A, pair("P-256", private=False, nth=2, kid="b")), A),
        (None, (secret(), pair("RSA"), B), B),
        (None, (pair("P-256", key_ops=("verify",)),), None),
        (None, (pair("P-256", use="enc"),), None),
        (None, (), None),
    ],
)
def test_the_signer_is_the_key_that_kid_names_or_the_first_that_can(
    kid: object, keys: tuple[Key, ...], chosen: Key | None
) -> None:
    assert signer("ES256", kid, Keyring(keys)) is chosen


def test_an_allow_list_counts_more_than_the_key() -> None:
    token = signed({"alg": "ES256"}, key=A)
    assert judge(token, A, policy=Policy(algorithms=("ES256",))).verdict is ACCEPTED
    for listed in ((), ("RS256",), ("es256",)):
        report = judge(token, A, policy=Policy(algorithms=listed))
        assert [one.code for one in report.failed] == ["alg-not-allowed"]
        assert check(report, "signature").status is Status.NOT_CHECKED
