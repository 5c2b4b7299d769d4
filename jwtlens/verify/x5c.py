"""The key in a token's own certificate chain: trusted only where it leads to a root that the user named.

The path is validated by cryptography's verifier (RFC 5280 section 6); the words about a failure are ours.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from jwtlens import times
from jwtlens.displayable import quoted
from jwtlens.jose import x509
from jwtlens.jose.json_pointer import pointer
from jwtlens.jose.strict_json import is_text
from jwtlens.jose.x509 import Certificate, Certificates
from jwtlens.keys.key import Key
from jwtlens.keys.request import UnreadableKeyError
from jwtlens.verify.report import Check, Status
from jwtlens.verify.x5c_diagnosis import Fault, diagnose, in_our_words

if TYPE_CHECKING:
    from cryptography.x509 import BasicConstraints, ExtendedKeyUsage, KeyUsage
    from cryptography.x509 import Certificate as Loaded
    from cryptography.x509.verification import ClientVerifier, Policy

_NAME = "certificates"
_FIELD = "header/x5c"


OTHER_KEY = Check(
    _NAME,
    Status.FAILED,
    "the first certificate does not hold the key that signed the token (RFC 7515 section 4.1.6)",
    "x5c-other-key",
    _FIELD,
    "the certificate is another key's",
)


class Chain(NamedTuple):
    """What became of a token's certificates.

    ``certificates`` are those that could be read, in the token's order. ``key`` is the public key of the first one;
    it may verify the token only where ``trusted``.
    """

    certificates: tuple[Certificate, ...]
    key: Key | None
    check: Check

    @property
    def trusted(self) -> bool:
        """Whether the chain leads to a root that the user named."""
        return self.check.status is Status.PASSED


def validate(found: Certificates, roots: tuple[bytes, ...], now: float) -> Chain:
    """Validate what :func:`x509.in_header` found, at ``now`` (a Unix time). Never raises for a bad chain.

    ``roots`` are the certificates that the user trusts, in DER, as :func:`x509.in_pem` reads them.
    """
    if found.problems:
        problem = found.problems[0]
        return Chain((), None, Check(_NAME, Status.NOT_CHECKED, problem.message, problem.code, problem.field))
    der = found.der
    if not der:
        return Chain((), None, Check(_NAME, Status.NOT_APPLICABLE, "no x5c in the header", "x5c-missing", "header"))
    read = tuple(x509.read(data) for data in der)
    certificates = tuple(one for one in read if one is not None)
    key, fault = None, None
    if None in read:
        index = read.index(None)
        fault = Fault("x5c-unreadable", index, f"certificate {index + 1} of x5c cannot be read")
    else:
        try:
            key = leaf_key(der[0])
        except UnreadableKeyError as error:
            reason = f"the key in the first certificate cannot be used: {error.problem.message}"
            fault = Fault(error.problem.code, 0, reason)
    if not roots:  # then a chain of any kind decides nothing, and the user's own key may
        reason = "no root certificate named: the key came with the token, which proves nothing"
        reason += f"; and {fault.reason}" if fault else ""
        return Chain(certificates, key, Check(_NAME, Status.NOT_CHECKED, reason, "x5c-no-roots", _FIELD))
    if fault:
        return Chain(certificates, None, _failed(fault))
    return Chain(certificates, key, _path_check(certificates, roots, now))


def leaf_key(der: bytes) -> Key:
    """Return the public key in a certificate. Raises UnreadableKeyError for a kind that JOSE does not know."""
    from jwtlens.keys import load  # noqa: PLC0415 - imports cryptography; the certificate was read with it

    with x509.quietly():
        return load.key_of(load.from_der(der, None), "x5c", "x5c")


def thumbprint_check(header: dict[str, object], known: Sequence[dict[str, str]], whose: str = "") -> Check:
    """Compare ``x5t`` and ``x5t#S256`` (RFC 7515 sections 4.1.7 and 4.1.8) with those of the key's certificate.

    ``known`` has the thumbprints of each certificate that may be meant; one that fits is enough. ``whose`` follows
    "the certificate" in the sentence.
    """
    name = "x5t"
    said: dict[str, object] = {one: header[one] for one in ("x5t", "x5t#S256") if one in header}
    if not said:
        return Check(name, Status.NOT_APPLICABLE, "no thumbprint in the header", "x5t-missing", "header")
    comparable = [one for one in known if one.keys() & said.keys()]
    if not comparable:
        reason = "no certificate to compare the thumbprint with"
        return Check(name, Status.NOT_CHECKED, reason, "x5t-no-certificate", "header" + pointer(next(iter(said))))
    wrong = [_other_names(said, one) for one in comparable]
    if [] in wrong:
        names = [one for one in said if one in comparable[wrong.index([])]]
        words = f"{' and '.join(names)} is that of the certificate{whose}"
        return Check(name, Status.PASSED, words, "x5t", "header" + pointer(names[0]))
    first = wrong[0][0]
    shown = quoted(str(said[first])) if is_text(said[first]) else "not a string"
    reason = f"{first} ({shown}) is not the thumbprint of the certificate{whose}"
    return Check(name, Status.FAILED, reason, "x5t-mismatch", "header" + pointer(first), brief="another certificate")


def _other_names(said: dict[str, object], known: dict[str, str]) -> list[str]:
    return [name for name, value in said.items() if name in known and known[name] != value]


def _path_check(chain: tuple[Certificate, ...], roots: tuple[bytes, ...], now: float) -> Check:
    from cryptography.x509 import load_der_x509_certificate as load  # noqa: PLC0415 - as in jose.x509
    from cryptography.x509.verification import VerificationError  # noqa: PLC0415 - as above

    try:
        with x509.quietly():
            verifier = _verifier([load(root) for root in roots], min(max(now, times.YEAR_1), times.YEAR_9999))
            first, *others = [load(certificate.der) for certificate in chain]
            path = verifier.verify(first, others).chain
    except VerificationError as error:
        fault = diagnose(chain, roots, now) or in_our_words(str(error))
        return _failed(fault)
    words = f"{quoted(chain[0].subject)} is itself a certificate that you trust"
    if len(path) > 1:
        root = quoted(path[-1].subject.rfc4514_string())
        words = f"{quoted(chain[0].subject)} leads to your root {root} ({len(path)} certificates)"
    return Check(_NAME, Status.PASSED, words, _NAME, _FIELD)


def _failed(fault: Fault) -> Check:
    field = "header" + pointer("x5c", fault.at)
    return Check(_NAME, Status.FAILED, fault.reason, fault.code, field, brief="the certificates are not trusted")


def _verifier(roots: "list[Loaded]", moment: float) -> "ClientVerifier":
    """Build a verifier for certificates that sign tokens.

    The library's defaults are made for TLS: they want a server's or a client's name, and a key usage on every root.
    Here issuers must be authorities that may sign certificates, and the first certificate must be one that may sign
    and is not, by a critical extended key usage, for other purposes alone; other extensions that are marked critical
    and not understood are refused by the library all the same.
    """
    from cryptography.x509 import BasicConstraints, ExtendedKeyUsage, KeyUsage  # noqa: PLC0415 - as in jose.x509
    from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store  # noqa: PLC0415 - as above

    anything = ExtensionPolicy.permit_all()
    issuer = anything.require_present(BasicConstraints, Criticality.AGNOSTIC, _must_be_authority)
    issuer = issuer.may_be_present(KeyUsage, Criticality.AGNOSTIC, _must_sign_certificates)
    signer = anything.may_be_present(KeyUsage, Criticality.AGNOSTIC, _must_sign)
    signer = signer.may_be_present(ExtendedKeyUsage, Criticality.AGNOSTIC, _must_be_for_tokens)
    builder = PolicyBuilder().store(Store(roots)).time(datetime.fromtimestamp(moment, UTC))
    return builder.extension_policies(ca_policy=issuer, ee_policy=signer).build_client_verifier()


def _must_be_authority(_: "Policy", __: "Loaded", constraints: "BasicConstraints") -> None:
    if not constraints.ca:
        raise ValueError("not a certificate authority")


def _must_sign_certificates(_: "Policy", __: "Loaded", usage: "KeyUsage | None") -> None:
    if usage is not None and not usage.key_cert_sign:
        raise ValueError("its key usage does not allow to sign certificates")


def _must_sign(_: "Policy", __: "Loaded", usage: "KeyUsage | None") -> None:
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise ValueError("its key usage does not allow to sign")


def _must_be_for_tokens(_: "Policy", certificate: "Loaded", usage: "ExtendedKeyUsage | None") -> None:
    """Refuse a certificate for other purposes alone (RFC 5280 section 4.2.1.12), none of which is signing tokens.

    Many issuers sign with a certificate that they have for TLS: that is only refused where the extension is critical.
    """
    from cryptography.x509 import ExtendedKeyUsage  # noqa: PLC0415 - as in jose.x509
    from cryptography.x509.oid import ExtendedKeyUsageOID  # noqa: PLC0415 - as above

    if usage is None or ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in usage:
        return
    if certificate.extensions.get_extension_for_class(ExtendedKeyUsage).critical:
        raise ValueError("its extended key usage, which is critical, names other purposes only")
