"""The examples of RFC 7515 appendix A and RFC 7519 section 3.1, which every implementer knows."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from jwtlens.jose.jws import parse
from jwtlens.keys.key import Key
from jwtlens.keys.secret import Secret
from jwtlens.verify.policy import Policy
from jwtlens.verify.report import Status, Verdict
from tests.core_kit import check, judge, unb64

CLAIMS = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
EXPIRES = 1_300_819_380
HS256 = f"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.{CLAIMS}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
RS256 = (
    f"eyJhbGciOiJSUzI1NiJ9.{CLAIMS}."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw"
)
ES256 = (
    f"eyJhbGciOiJFUzI1NiJ9.{CLAIMS}."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
ES512 = (
    "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
    "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZq"
    "wqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8Kp"
    "EHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
)
NONE = f"eyJhbGciOiJub25lIn0.{CLAIMS}."


def _number(text: str) -> int:
    return int.from_bytes(unb64(text), "big")


def _secret() -> Key:
    octets = unb64("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
    return Key("oct", Secret(octets), private=True, bits=512, words="the secret of A.1")


def _rsa() -> Key:
    modulus = (
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pC"
        "gNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg6"
        "65xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRW"
        "yuXpoQ"
    )
    public = rsa.RSAPublicNumbers(_number("AQAB"), _number(modulus)).public_key()
    return Key("RSA", Secret(public), private=False, bits=2048, words="the key of A.2")


def _ec(curve: ec.EllipticCurve, name: str, x: str, y: str) -> Key:
    public = ec.EllipticCurvePublicNumbers(_number(x), _number(y), curve).public_key()
    return Key("EC", Secret(public), private=False, bits=curve.key_size, words="a key", curve=name)


def _p256() -> Key:
    x, y = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    return _ec(ec.SECP256R1(), "P-256", x, y)


def _p521() -> Key:
    x = "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk"
    y = "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"
    return _ec(ec.SECP521R1(), "P-521", x, y)


@pytest.mark.parametrize(
    ("text", "key"),
    [(HS256, _secret()), (RS256, _rsa()), (ES256, _p256())],
    ids=["RFC 7515 A.1 and RFC 7519 3.1", "RFC 7515 A.2", "RFC 7515 A.3"],
)
def test_the_examples_are_accepted_until_they_expire(text: str, key: Key) -> None:
    assert parse(text).payload.value == {"iss": "joe", "exp": EXPIRES, "http://example.com/is_root": True}
    assert judge(text, key, now=EXPIRES - 1).verdict is Verdict.ACCEPTED
    expired = judge(text, key, now=EXPIRES)
    assert [one.code for one in expired.failed] == ["expired"]
    assert check(expired, "signature").status is Status.PASSED


def test_the_example_of_a_4_is_signed_right_and_is_no_jwt() -> None:
    assert judge(ES512, _p521(), policy=Policy(check_claims=False)).verdict is Verdict.ACCEPTED
    report = judge(ES512, _p521())
    assert report.verdict is Verdict.REJECTED
    assert [one.name for one in report.failed] == ["claims"]


def test_the_unsecured_example_of_a_5_is_never_accepted() -> None:
    for keys in ((), (_secret(),)):
        report = judge(NONE, *keys, now=EXPIRES - 1)
        assert report.verdict is Verdict.REJECTED
        assert [one.code for one in report.failed] == ["alg-none", "alg-none"]


def test_the_header_of_a_1_is_kept_with_its_line_break() -> None:
    document = parse(HS256).header
    assert document.text == '{"typ":"JWT",\r\n "alg":"HS256"}'
    assert json.loads(document.text) == document.value
