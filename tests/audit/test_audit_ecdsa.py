import pytest
from cryptography.hazmat.primitives.asymmetric import utils

from jwtlens.audit import ecdsa


def test_orders_have_the_size_of_their_curve() -> None:
    assert {name: order.bit_length() for name, order in ecdsa.ORDERS.items()} == {
        "ES256": 256,
        "ES384": 384,
        "ES512": 521,
        "ES256K": 256,
    }


@pytest.mark.parametrize("pair", [(1, 1), (255, 2**255), (2**520, 2**521 - 1), (0, 0)])
def test_der_reads_what_cryptography_writes(pair: tuple[int, int]) -> None:
    assert ecdsa.der(utils.encode_dss_signature(*pair)) == pair


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x00",
        b"\x30\x81",
        b"\x30\x03\x02\x01\x01",
        b"\x30\x06\x02\x01\x01\x02\x02\x01",
        b"\x30\x04\x02\x00\x02\x00",
    ],
)
def test_der_refuses_what_is_not_two_integers(data: bytes) -> None:
    assert ecdsa.der(data) is None


def test_raw_is_two_halves() -> None:
    assert ecdsa.raw(b"\x00\x01\x00\x02") == (1, 2)
    assert ecdsa.raw(b"\x01") is None
