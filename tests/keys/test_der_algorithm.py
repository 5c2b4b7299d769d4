"""What only the AlgorithmIdentifier of a key tells: restrictions of RSA-PSS keys, and kinds unknown to JOSE."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jwtlens.keys import der_algorithm
from jwtlens.keys.abilities import abilities
from jwtlens.keys.read import read_keys
from jwtlens.verify.report import Verdict
from tests.core_kit import check, look, signed
from tests.keys.key_kit import Kit, boxed, openssl


def pss(*options: str) -> bytes:
    """An RSA-PSS key with these restrictions, in PEM; an option is ``md:sha256``."""
    said = [word for option in options for word in ("-pkeyopt", f"rsa_pss_keygen_{option}")]
    return openssl("genpkey", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1024", *said)


@pytest.mark.parametrize(
    ("options", "only"),
    [
        ((), ("PS256", "PS384", "PS512")),
        (("md:sha256", "mgf1_md:sha256", "saltlen:32"), ("PS256",)),
        (("md:sha256", "mgf1_md:sha256", "saltlen:20"), ("PS256",)),
        (("md:sha256", "mgf1_md:sha256"), ("PS256",)),
        (("md:sha384", "mgf1_md:sha384", "saltlen:48"), ("PS384",)),
        (("md:sha256", "mgf1_md:sha256", "saltlen:33"), ()),
        (("md:sha256",), ()),
        (("md:sha1",), ()),
        (("md:sha512-256", "mgf1_md:sha512-256"), ()),
    ],
)
def test_an_rsa_pss_key_keeps_its_restriction(options: tuple[str, ...], only: tuple[str, ...]) -> None:
    keyring = read_keys(boxed(pss(*options)))
    assert keyring.keys[0].only == only
    assert set(keyring.keys[0].algorithms()) == set(only) - {"PS512"}  # which 1024 bits are too few for
    assert keyring.words.endswith(f"RSA-PSS for {', '.join(only) or 'no algorithm of JOSE'} alone")


def test_an_rsa_pss_key_verifies_no_pkcs1_signature_and_encrypts_nothing(kit: Kit) -> None:
    (key,) = read_keys(boxed(kit.form("RSA-PSS", "pkcs8"))).keys
    assert abilities(key) == ("verify", "sign")
    plain = key._replace(only=None, use=None)
    token = signed({"alg": "RS256"}, key=plain)
    assert look(token, plain).report.verdict is Verdict.ACCEPTED
    report = look(token, key).report
    assert report.verdict is Verdict.REJECTED
    for name in ("algorithm", "key"):
        assert check(report, name).reason == (
            "the key is an RSA-PSS key, for PS256, PS384, PS512; the token uses RS256"
        )
    assert look(signed({"alg": "PS256"}, key=key), key).report.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (("genpkey", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048"), "a Diffie-Hellman key"),
        (("genpkey", "-algorithm", "SM2"), "an EC key on a curve"),
        (("ecparam", "-name", "sect233k1", "-genkey", "-noout"), "an EC key on a curve"),
        (
            ("ecparam", "-name", "brainpoolP256r1", "-genkey", "-noout", "-param_enc", "explicit"),
            "an EC key on a curve",
        ),
    ],
)
@pytest.mark.parametrize("write", [(), ("-pubout",), ("-outform", "DER"), ("-pubout", "-outform", "DER")])
def test_kinds_without_an_algorithm_in_jose_are_named(
    make: tuple[str, ...], kind: str, write: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("kinds") / "key.pem"
    file.write_bytes(openssl(*make))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the package warns of some of them, on the terminal of whoever is there
        keyring = read_keys(boxed(openssl("pkey", "-in", str(file), *write)))
    (problem,) = keyring.problems
    assert problem.code == "key-unsupported"
    assert f"this is {kind}" in problem.message
    assert problem.message.endswith("Wanted is RSA, EC, Ed25519, Ed448 or ML-DSA")


def test_a_dsa_key_is_named_in_every_form(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("dsa")
    parameters, key = folder / "parameters.pem", folder / "key.pem"
    openssl("dsaparam", "-out", str(parameters), "1024")
    openssl("gendsa", "-out", str(key), str(parameters))
    forms = [key.read_bytes(), openssl("dsa", "-in", str(key)), openssl("dsa", "-in", str(key), "-pubout")]
    forms += [openssl("req", "-x509", "-key", str(key), "-subj", "/CN=x", "-days", "1")]
    for form in forms:
        (problem,) = read_keys(boxed(form)).problems
        assert "(line 1): this is a DSA key, which no algorithm of JOSE uses" in problem.message


def test_a_known_curve_with_its_parameters_written_out_is_that_curve() -> None:
    keyring = read_keys(boxed(openssl("ecparam", "-name", "P-256", "-genkey", "-noout", "-param_enc", "explicit")))
    assert keyring.keys[0].curve == "P-256"


@given(st.binary(max_size=40), st.integers(0, 60))
@settings(max_examples=200, deadline=None)
def test_damaged_der_is_never_a_crash(data: bytes, cut: int) -> None:
    head = bytes.fromhex("303c300d06092a864886f70d01010a3000") + data
    for damaged in (data, head[:cut], head):
        der_algorithm.kind(damaged)
        der_algorithm.restricted_to(damaged)
        der_algorithm.in_certificate(damaged)
