"""Real servers on loopback, well-behaved and not: each answers with whatever a test writes to the connection."""

import datetime as dt
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from jwtlens.keys.jwk import to_jwk
from tests.core_kit import pair

Behaviour = Callable[["Exchange"], None]
JWKS = {"keys": [to_jwk(pair("P-256", kid="a"), private=False), to_jwk(pair("RSA", kid="b"), private=False)]}


class Exchange(NamedTuple):
    """One request to a server: its first line's path, all of it, and the connection to answer on."""

    path: str
    request: str
    connection: socket.socket
    over: threading.Event
    """Set when the server stops: what a slow behaviour waits for."""

    def send(self, text: str | bytes) -> None:
        self.connection.sendall(text.encode() if isinstance(text, str) else text)

    def reply(self, body: object, *, status: str = "200 OK", kind: str = "application/json", headers: str = "") -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n{headers}\r\n")
        self.send(data)


class Server:
    """Listens on 127.0.0.1 while the context lasts; ``requests`` are the texts of what it was asked."""

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None) -> None:
        self.behaviour, self.context = behaviour, context
        self.requests: list[str] = []
        self.over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self.threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes the one who accepts
        for thread in self.threads:
            thread.join()
        self.listener.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [request.split(" ", 2)[1] for request in self.requests]

    def _accept(self) -> None:
        while True:
            connection, _ = self.listener.accept()
            if self.over.is_set():
                connection.close()
                return
            self.threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self.threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while not request.endswith(b"\r\n\r\n"):
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    request += piece
                text = request.decode("ascii")
                self.requests.append(text)
                self.behaviour(Exchange(text.split(" ", 2)[1], text, connection, self.over))
        except OSError:  # the client has left, as it should from a server that misbehaves
            connection.close()


def pages(found: dict[str, object]) -> Behaviour:
    """Answer each path with its JSON."""

    def behave(exchange: Exchange) -> None:
        if exchange.path in found:
            exchange.reply(found[exchange.path])
        else:
            exchange.reply({"error": "no"}, status="404 Not Found")

    return behave


class Authority:
    """A certificate authority of the tests' own, and servers' certificates by it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
        self._certificate = self._sign(name, name, self._key.public_key(), authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def trusted(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and no other."""
        return ssl.create_default_context(cafile=str(self.file))

    def server(self, *names: str, self_signed: bool = False) -> ssl.SSLContext:
        """A server's context for these host names and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0])])
        issuer, signer = (subject, key) if self_signed else (self._certificate.subject, self._key)
        certificate = self._sign(subject, issuer, key.public_key(), names, signer)
        file = self.folder / f"{names[0]}-{self_signed}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _sign(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        public: Any,  # noqa: ANN401 - the classes of cryptography share no such interface
        names: tuple[str, ...] = (),
        signer: ec.EllipticCurvePrivateKey | None = None,
        *,
        authority: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
        return builder.sign(signer or self._key, hashes.SHA256())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
