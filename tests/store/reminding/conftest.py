"""A mail server and a group's service on this machine, and a ledger in which something waits for each of three people."""

from __future__ import annotations

import ipaddress
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from argon2 import PasswordHasher
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from store import passwords
from store.model.enums import Role
from store.opening import Store
from tests.store.conftest import ADMIN, TODAY, registered
from tools.live import free_port

HOUSE = "https://ledger.example"
PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setenv("XIAOHAO_TODAY", TODAY.isoformat())
    monkeypatch.setenv("XIAOHAO_LANG", "zh_CN")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def staffed(store: Store) -> Store:
    """Two units with something overdue, a contact for each, one of the office, and a viewer for whom nothing waits."""
    registered(store, due=TODAY - timedelta(days=6), found_on=TODAY - timedelta(days=30), title="窗口首问 <b>责任</b> 落空")
    registered(store, unit="U02", due=TODAY - timedelta(days=2), found_on=TODAY - timedelta(days=30), title="会议过多")
    registered(store, due=TODAY + timedelta(days=2), title="临期的")
    for name, role, unit in (
        ("li", Role.UNIT, "U01"),
        ("zhao", Role.UNIT, "U02"),
        ("zhou", Role.OFFICE, ""),
        ("kan", "viewer", ""),
    ):
        store.accounts.create(ADMIN, name, PASSWORD, role, unit, f"{name}先生", f"{name}@house.example")
    return store


@dataclass
class MailServer:
    """What it took in, and whom it refuses. ``port`` is where it listens."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    users: list[str] = field(default_factory=list)
    in_cipher: list[bool] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        if address in self.refused:
            return f"550 no such person {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.in_cipher.append(session.ssl is not None)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def letter_to(self, name: str) -> EmailMessage:
        (found,) = [one for one in self.letters if f"{name}@house.example" in one["To"]]
        return found


@pytest.fixture
def mail_server() -> Iterator[Callable[..., MailServer]]:
    """``mail_server(certificate=…, password=…)``: another server on this machine; ends with the test."""
    with ExitStack() as stack:

        def start(certificate: Path | None = None, password: str = "") -> MailServer:
            server = MailServer(port=free_port())

            def knows(_: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
                right = isinstance(given, LoginPassword) and given.password.decode() == password
                server.users += [given.login.decode()] * right
                return AuthResult(success=right, handled=False)

            cipher = None
            if certificate:
                cipher = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                cipher.load_cert_chain(certificate)
            controller = Controller(
                server,
                hostname="127.0.0.1",
                port=server.port,
                tls_context=cipher,
                require_starttls=cipher is not None,
                authenticator=knows if password else None,
                auth_required=bool(password),
                auth_require_tls=cipher is not None,
            )
            controller.start()
            stack.callback(controller.stop)
            return server

        yield start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and self-signed certificate of 127.0.0.1, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of the house")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return file


@dataclass
class Group:
    """A group's service: what was posted to it, and how it answers."""

    url: str = ""
    posted: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"errcode": 0}'
    seconds: float = 0
    location: str = ""


@pytest.fixture
def group() -> Iterator[Group]:
    """The service, running."""
    told, over = Group(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            over.wait(told.seconds)
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.answer)))
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *args: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/robot?key=s3cret"
    yield told
    over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def by_mail(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``by_mail(server, TLS="none")``: set up the way to a server in the environment."""

    def set_up(port: int, **more: str) -> None:
        given = {"XIAOHAO_SMTP_HOST": "127.0.0.1", "XIAOHAO_SMTP_PORT": str(port), "XIAOHAO_SMTP_TLS": "none"}
        given |= {"XIAOHAO_MAIL_FROM": "xiaohao@house.example", "XIAOHAO_URL": HOUSE + "/"}
        for name, value in (given | {f"XIAOHAO_SMTP_{name}": value for name, value in more.items()}).items():
            monkeypatch.setenv(name, value)

    return set_up
