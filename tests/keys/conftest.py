"""Real keys, made once a session."""

import pytest

from tests.keys.key_kit import Kit, openssl


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return Kit(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def chain(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A leaf certificate on the P-256 key, then its issuer's."""
    folder = tmp_path_factory.mktemp("chain")
    (folder / "root.pem").write_bytes(kit.form("RSA", "certificate"))
    (folder / "leaf.csr").write_bytes(kit.form("P-256", "request"))
    leaf = openssl(
        "x509", "-req", "-in", str(folder / "leaf.csr"), "-days", "1",
        "-CA", str(folder / "root.pem"), "-CAkey", str(kit.folder / "RSA.pem"), "-set_serial", "7",
    )  # fmt: skip
    return (leaf + kit.form("RSA", "certificate")).decode("ascii")
