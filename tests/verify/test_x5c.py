import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509 as foreign
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa, x448
from hypothesis import given
from hypothesis import strategies as st

from jwtlens.inspection import inspect
from jwtlens.jose import x509
from jwtlens.jose.jwa import SIGNATURE_ALGORITHMS
from jwtlens.jose.x509 import Certificates
from jwtlens.keys.key import Key, Keyring
from jwtlens.keys.secret import Secret
from jwtlens.verify import signature
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from jwtlens.verify.x5c import Chain, leaf_key, thumbprint_check, validate
from tests.certificate_kit import BETWEEN, DAY, LEAF, MOMENT, ROOT, Issued, issue, usage
from tests.core_kit import NOW, b64, compact

SIGNS = (usage(digital_signature=True),)
CERTIFIES = (usage(key_cert_sign=True),)


def judged(*chain: Issued, roots: tuple[Issued, ...] = (ROOT,), now: float = NOW) -> Chain:
    return validate(Certificates(tuple(one.der for one in chain), ()), tuple(root.der for root in roots), now)


def test_a_chain_to_a_named_root_is_trusted() -> None:
    chain = judged(LEAF, BETWEEN)
    assert chain.trusted
    assert chain.check.reason == "CN=leaf leads to your root CN=root (3 certificates)"
    assert [one.subject for one in chain.certificates] == ["CN=leaf", "CN=between"]
    assert chain.key is not None
    assert (chain.key.kind, chain.key.private, chain.key.origin) == ("EC P-256", False, "x5c")


def test_the_key_of_the_chain_verifies_the_token() -> None:
    message = compact({"alg": "ES256", "x5c": [LEAF.x5c, BETWEEN.x5c]}, {"sub": "a"}, "")[:-1]
    private = Key("EC", Secret(LEAF.key), private=True, bits=256, words="", curve="P-256")
    text = f"{message}.{b64(signature.sign(SIGNATURE_ALGORITHMS['ES256'], private, message.encode()))}"
    token = inspect(text, now=NOW, with_audit=False).token
    chain = validate(x509.in_header(token.header.members), (ROOT.der,), NOW)
    assert chain.trusted
    assert chain.key is not None
    report = inspect(text, Keyring((chain.key,)), Policy(), now=NOW, with_audit=False).report
    assert report.verdict is Verdict.ACCEPTED


def test_without_a_named_root_the_chain_proves_nothing() -> None:
    for chain in (judged(LEAF, BETWEEN, ROOT, roots=()), judged(issue("self"), roots=())):
        assert not chain.trusted
        assert chain.check.status is Status.NOT_CHECKED
        assert "came with the token, which proves nothing" in chain.check.reason
        assert chain.key is not None


def test_no_chain_and_a_malformed_one() -> None:
    assert judged().check.status is Status.NOT_APPLICABLE
    malformed = validate(x509.in_header({"x5c": []}), (ROOT.der,), NOW)
    assert (malformed.check.status, malformed.check.code, malformed.key) == (Status.NOT_CHECKED, "x5c-empty", None)


@pytest.mark.parametrize(
    "chain",
    [
        (LEAF, BETWEEN, ROOT),
        (LEAF, BETWEEN, issue("stranger")),
        (LEAF, ROOT, BETWEEN),
        (issue("direct", ROOT),),
        (issue("signs", ROOT, extensions=(usage(content_commitment=True),)),),
        (issue("named", ROOT, extensions=(foreign.SubjectAlternativeName([foreign.DNSName("a.example")]),)),),
        (issue("code", ROOT, extensions=(foreign.ExtendedKeyUsage([foreign.OID_CODE_SIGNING]),), critical=False),),
        (issue("any", ROOT, extensions=(foreign.ExtendedKeyUsage([foreign.ObjectIdentifier("2.5.29.37.0")]),)),),
        (issue("rsa", ROOT, key=rsa.generate_private_key(65537, 2048)),),
        (issue("ed", ROOT, key=ed25519.Ed25519PrivateKey.generate()),),
        (issue("k1", ROOT, key=ec.generate_private_key(ec.SECP256K1())),),
    ],
)
def test_chains_that_are_good_for_signing(chain: tuple[Issued, ...]) -> None:
    assert judged(*chain).trusted


def test_a_certificate_may_be_pinned_itself() -> None:
    pinned = issue("pinned", ca=True)
    chain = judged(pinned, roots=(pinned,))
    assert chain.trusted
    assert chain.check.reason == "CN=pinned is itself a certificate that you trust"
    expired = issue("pinned", ca=True, start=MOMENT - 2 * DAY, end=MOMENT - DAY)
    assert judged(expired, roots=(expired,)).check.code == "x5c-expired"


FALSE_ROOT = issue("root", ca=True, key=ec.generate_private_key(ec.SECP256R1()))
PLAIN = issue("plain", ROOT, ca=False)
SILENT = issue("silent", ROOT)
ENCRYPTS = issue("encrypts", ROOT, ca=True, extensions=(usage(key_encipherment=True),))
SHORT = issue("short", ROOT, ca=True, path_length=0)
BELOW = issue("below", SHORT, ca=True)
OLD = issue("old", ROOT, ca=True, start=MOMENT - 2 * DAY, end=MOMENT - DAY)
FOR_TLS = foreign.ExtendedKeyUsage([foreign.OID_SERVER_AUTH])
UNKNOWN = foreign.UnrecognizedExtension(foreign.ObjectIdentifier("1.2.3.4"), b"\5\0")
ED_ROOT = issue("edwards", ca=True, key=ed25519.Ed25519PrivateKey.generate())


@pytest.mark.parametrize(
    ("chain", "code", "words"),
    [
        ((LEAF,), "x5c-incomplete", "certificate 1 was issued by CN=between, which is neither in x5c nor among"),
        ((issue("self"),), "x5c-untrusted-root", "which issued itself and is none of the roots you named"),
        ((issue("under", FALSE_ROOT), FALSE_ROOT), "x5c-signature", "names your root CN=root as issuer, which did not"),
        ((issue("x", ROOT, issuer="between"), BETWEEN), "x5c-signature", "certificate 1 was not signed by certificate"),
        ((BETWEEN, LEAF), "x5c-order", "the signer's must come first"),
        ((issue("x", PLAIN), PLAIN), "x5c-not-ca", "certificate 2 issued another one but is not a certificate auth"),
        ((issue("x", SILENT), SILENT), "x5c-not-ca", "not a certificate authority"),
        ((issue("x", ENCRYPTS), ENCRYPTS), "x5c-refused", "key usage does not allow to sign certificates"),
        ((issue("x", ROOT, extensions=(usage(key_agreement=True),)),), "x5c-refused", "does not allow to sign"),
        ((issue("x", ROOT, extensions=(FOR_TLS,)),), "x5c-refused", "its extended key usage, which is critical, names"),
        ((issue("x", BELOW), BELOW, SHORT), "x5c-refused", "path length constraint violated"),
        ((issue("x", ROOT, extensions=(UNKNOWN,)),), "x5c-refused", "critical extension"),
        ((issue("x", ROOT, start=MOMENT - 2 * DAY, end=MOMENT - DAY),), "x5c-expired", "CN=x) expired 1 d ago"),
        ((issue("x", ROOT, start=MOMENT + DAY, end=MOMENT + 2 * DAY),), "x5c-not-yet-valid", "valid in 1 d"),
        ((issue("x", OLD), OLD), "x5c-expired", "certificate 2 (CN=old) expired 1 d ago"),
    ],
)
def test_chains_that_are_refused_with_the_reason(chain: tuple[Issued, ...], code: str, words: str) -> None:
    found = judged(*chain)
    assert (found.check.status, found.check.code) == (Status.FAILED, code)
    assert words in found.check.reason
    assert found.check.field.startswith("header/x5c/")
    assert not found.trusted


def test_faults_of_the_root_itself() -> None:
    old = issue("root", ca=True, start=MOMENT - 2 * DAY, end=MOMENT - DAY)
    assert judged(issue("x", old), roots=(old,)).check.reason == "your root (CN=root) expired 1 d ago"
    weak = issue("no authority", ca=False)
    assert "your root CN=no authority is not a certificate auth" in judged(issue("x", weak), roots=(weak,)).check.reason


def test_what_the_verifier_does_not_support_is_a_sentence() -> None:
    chain = judged(issue("x", ED_ROOT), roots=(ED_ROOT,))
    assert (chain.check.status, chain.check.code) == (Status.FAILED, "x5c-unsupported")
    assert "not supported for certificates here" in chain.check.reason


def test_keys_that_cannot_verify_a_token() -> None:
    exchange = judged(issue("exchange", ROOT, key=x448.X448PrivateKey.generate())).key
    assert exchange is not None
    assert exchange.algorithms() == ()
    old_kind = judged(issue("dsa", ROOT, key=dsa.generate_private_key(1024)))  # noqa: S505 - refused at any size
    assert (old_kind.check.status, old_kind.check.code, old_kind.key) == (Status.FAILED, "key-unsupported", None)
    assert "this is a DSA key, which no algorithm of JOSE uses" in old_kind.check.reason


def test_bytes_that_are_no_certificate_fail_with_their_place() -> None:
    chain = validate(Certificates((LEAF.der, b"\x30\x00"), ()), (ROOT.der,), NOW)
    assert (chain.check.reason, chain.check.field) == ("certificate 2 of x5c cannot be read", "header/x5c/1")
    assert chain.key is None
    unsaid = validate(Certificates((LEAF.der, b"\x30\x00"), ()), (), NOW).check
    assert (unsaid.status, unsaid.code) == (Status.NOT_CHECKED, "x5c-no-roots")
    assert unsaid.reason.endswith("; and certificate 2 of x5c cannot be read")


@pytest.mark.parametrize("now", [-1e300, -1.0, 0.0, 1e11, 1e300])
def test_any_clock_is_taken(now: float) -> None:
    assert judged(LEAF, BETWEEN, now=now).check.status is Status.FAILED


def test_foreign_names_are_displayable_in_every_reason() -> None:
    evil = issue("a\x1b[2Jb\u202e")
    for chain in (judged(evil), judged(evil, roots=(evil,)), judged(issue("x", evil))):
        assert not {"\x1b", "\u202e"} & set(chain.check.reason)


def test_roots_as_openssl_makes_them_are_good_roots(tmp_path: Path) -> None:
    root, key, request, leaf = (str(tmp_path / name) for name in ("root.pem", "root.key", "leaf.csr", "leaf.pem"))
    ec_options = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run("req", "-x509", *ec_options, "-subj", "/CN=made by openssl", "-keyout", key, "-out", root, "-days", "2")
    run("req", *ec_options, "-subj", "/CN=leaf", "-keyout", str(tmp_path / "leaf.key"), "-out", request)
    extensions = tmp_path / "extensions"
    extensions.write_text("keyUsage = digitalSignature\n")
    run("x509", "-req", "-in", request, "-CA", root, "-CAkey", key, "-extfile", str(extensions), "-out", leaf)
    roots, chain = x509.in_pem(Path(root).read_text()), x509.in_pem(Path(leaf).read_text())
    now = (datetime.now(UTC) + timedelta(hours=1)).timestamp()
    assert validate(chain, roots.der, now).trusted


def run(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@given(st.integers(0, len(LEAF.der) + len(BETWEEN.der) - 1), st.integers(0, 7))
def test_one_flipped_bit_in_a_chain_is_never_trusted(at: int, bit: int) -> None:
    data = bytearray(LEAF.der + BETWEEN.der)
    data[at] ^= 1 << bit
    der = bytes(data[: len(LEAF.der)]), bytes(data[len(LEAF.der) :])
    if validate(Certificates(der, ()), (ROOT.der,), NOW).trusted:
        # One byte is neither certified nor part of the signature: how many bits the signature's last byte leaves over.
        assert [signed_part(one) for one in der] == [signed_part(LEAF.der), signed_part(BETWEEN.der)]


def signed_part(der: bytes) -> tuple[bytes, bytes]:
    certificate = foreign.load_der_x509_certificate(der)
    return certificate.tbs_certificate_bytes, certificate.signature


S1, S256 = (x509.thumbprints(LEAF.der)[name] for name in ("x5t", "x5t#S256"))


@pytest.mark.parametrize(
    ("header", "der", "status", "field"),
    [
        ({}, (LEAF.der,), Status.NOT_APPLICABLE, "header"),
        ({"x5t": S1}, (), Status.NOT_CHECKED, "header/x5t"),
        ({"x5t": S1}, (LEAF.der,), Status.PASSED, "header/x5t"),
        ({"x5t": S1, "x5t#S256": S256}, (LEAF.der,), Status.PASSED, "header/x5t"),
        ({"x5t#S256": S256}, (BETWEEN.der, LEAF.der), Status.PASSED, "header/x5t#S256"),
        ({"x5t": S1, "x5t#S256": S1}, (LEAF.der,), Status.FAILED, "header/x5t#S256"),
        ({"x5t#S256": S256 + "="}, (LEAF.der,), Status.FAILED, "header/x5t#S256"),
        ({"x5t": S1}, (BETWEEN.der,), Status.FAILED, "header/x5t"),
        ({"x5t": 1}, (LEAF.der,), Status.FAILED, "header/x5t"),
    ],
)
def test_thumbprints_are_compared(
    header: dict[str, object], der: tuple[bytes, ...], status: Status, field: str
) -> None:
    check = thumbprint_check(header, [x509.thumbprints(one) for one in der])
    assert (check.status, check.field) == (status, field)


def test_two_thumbprints_must_name_one_certificate() -> None:
    mixed: dict[str, object] = {"x5t": S1, "x5t#S256": x509.thumbprints(BETWEEN.der)["x5t#S256"]}
    known = [x509.thumbprints(one.der) for one in (LEAF, BETWEEN)]
    assert thumbprint_check(mixed, known).status is Status.FAILED
    assert thumbprint_check(mixed, [{"x5t": S1}]).reason == "x5t is that of the certificate"
    assert thumbprint_check({"x5t": S1}, [{"x5t#S256": S256}]).status is Status.NOT_CHECKED


def test_the_leaf_key_of_every_kind() -> None:
    assert leaf_key(LEAF.der).words == "x5c certificate; EC P-256 public key"
