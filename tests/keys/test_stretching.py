"""A file may say that its passphrase takes hours to try: then that is said at once, and an ordinary one is opened."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, KeySerializationEncryption, PrivateFormat

from jwtlens.keys import load, stretching
from jwtlens.keys.read import read_keys
from jwtlens.keys.secret import Secret
from jwtlens.limits import KEY_ROUNDS
from tests.keys.key_kit import PASSPHRASE, Kit, boxed, openssl

KEY = ed25519.Ed25519PrivateKey.generate()


def openssh(rounds: int) -> KeySerializationEncryption:
    return PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(rounds).build(PASSPHRASE.encode())


def written(form: PrivateFormat, encryption: KeySerializationEncryption) -> bytes:
    return KEY.private_bytes(Encoding.PEM, form, encryption)


def codes(pem: bytes) -> list[str]:
    ring = read_keys(boxed(pem), passphrase=Secret(PASSPHRASE))
    assert len(ring.keys) + len(ring.problems) == 1
    return [problem.code for problem in ring.problems]


def body(pem: bytes) -> bytes:
    return base64.b64decode(b"".join(pem.splitlines()[1:-1]))


def test_ordinary_files_are_opened_and_their_rounds_known(kit: Kit) -> None:
    pbkdf2 = kit.form("P-256", "encrypted")
    assert codes(pbkdf2) == []
    assert stretching.of_pkcs8(body(pbkdf2)) == 2048
    scrypt = openssl(
        "pkcs8", "-topk8", "-scrypt", "-in", str(kit.folder / "P-256.pem"), "-passout", f"pass:{PASSPHRASE}"
    )
    assert codes(scrypt) == []
    assert stretching.of_pkcs8(body(scrypt)) == 16_384 * 8
    assert codes(written(PrivateFormat.OpenSSH, openssh(4))) == []
    assert stretching.of_openssh(body(written(PrivateFormat.OpenSSH, openssh(4)))) == 4 * 25_000
    for plain in (kit.form("P-256", "pkcs8"), kit.form("RSA", "pkcs1"), kit.form("P-256", "spki")):
        assert stretching.of_pkcs8(body(plain)) < KEY_ROUNDS


@pytest.mark.parametrize("form", ["encrypted", "encrypted-der", "openssh"])
def test_a_file_that_asks_for_too_much_is_refused_before_it_is_tried(
    kit: Kit, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(PrivateFormat.OpenSSH, openssh(4)) if form == "openssh" else kit.form("P-256", form)
    for most, wanted in ((2048 if form != "openssh" else 100_000, []), (2047, ["key-rounds"])):
        monkeypatch.setattr(load, "KEY_ROUNDS", most)
        assert codes(file) == wanted
    monkeypatch.setattr(load, "KEY_ROUNDS", 1)
    if form == "encrypted":  # headers of another encryption change nothing
        begin, _, rest = file.partition(b"\n")
        assert codes(begin + b"\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + rest) == ["key-rounds"]


def test_scrypt_that_asks_for_gigabytes_takes_for_ever() -> None:
    def der(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x81, len(content)]) + content

    def encrypted(*numbers: int) -> bytes:
        salted = der(0x04, bytes(16)) + b"".join(der(0x02, number.to_bytes(5, "big")) for number in numbers)
        scrypt = der(0x30, der(0x06, bytes.fromhex("2b06010401da47040b")) + der(0x30, salted))
        pbes2 = der(0x30, der(0x06, bytes.fromhex("2a864886f70d01050d")) + der(0x30, scrypt))
        return der(0x30, pbes2 + der(0x04, bytes(16)))

    assert stretching.of_pkcs8(encrypted(16_384, 8, 1)) == 131_072
    assert stretching.of_pkcs8(encrypted(2**24, 8, 1)) == stretching.NEVER
    assert stretching.of_pkcs8(encrypted(16_384, 8, 1_000)) > KEY_ROUNDS


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_damaged_files_cost_nothing(kit: Kit, cut: int) -> None:
    for data in (kit.form("P-256", "encrypted-der"), body(written(PrivateFormat.OpenSSH, openssh(4)))):
        stretching.of_pkcs8(data[:cut])
        stretching.of_openssh(data[:cut])
