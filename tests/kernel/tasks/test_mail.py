from __future__ import annotations

import email
import email.policy
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.errors import Invalid, StartError
from updago.kernel.tasks.mail import compose, deliver, one_line, send_mail
from updago.kernel.tasks.models import DONE, WAITING, Job, Mail
from updago.kernel.tasks.posting import server_of


class Letters(Sink):
    """A mail server's handler that keeps what it is given, or refuses."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        content = envelope.content  # type: ignore[attr-defined]
        message = email.message_from_bytes(content, policy=email.policy.default)
        if self.answer.startswith("250"):
            self.taken.append(message)
        return self.answer


@pytest.fixture
def letters() -> Iterator[tuple[Letters, str]]:
    handler = Letters()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


def post(site: Site, **values: str) -> None:
    message = {"address": "ada@example.org", "subject": "Été", "text": "Bonjour…"} | values
    with site.acting() as act:
        send_mail(act, **message)  # type: ignore[arg-type]


def job(site: Site) -> Job:
    with site.database.reading() as session:
        return session.scalars(select(Job).where(Job.kind == "core.mail.send")).one()


def test_a_message_reaches_the_server_once(
    make_site: Callable[..., Site], letters: tuple[Letters, str]
) -> None:
    handler, url = letters
    site = make_site(mail_url=url, base_url="https://cours.example.org/")
    post(site, name="Ada Lovelace")
    assert handler.taken == []
    site.tasks.drain()
    site.tasks.drain()
    (message,) = handler.taken
    assert message["To"] == "Ada Lovelace <ada@example.org>"
    assert message["Subject"] == "Été"
    assert message["From"] == "UPdago <no-reply@cours.example.org>"
    assert message.get_content().strip() == "Bonjour…"
    assert job(site).state == DONE


def test_a_refused_message_is_tried_again_later(
    make_site: Callable[..., Site], letters: tuple[Letters, str], clock: FrozenClock
) -> None:
    handler, url = letters
    handler.answer = "451 try later"
    site = make_site(mail_url=url)
    post(site)
    with pytest.raises(smtplib.SMTPException):
        site.tasks.drain()
    assert job(site).state == WAITING
    handler.answer = "250 OK"
    clock.advance(timedelta(minutes=1))
    site.tasks.drain()
    assert len(handler.taken) == 1


def test_a_dead_server_costs_the_request_nothing(make_site: Callable[..., Site]) -> None:
    site = make_site(mail_url="smtp://127.0.0.1:1")
    post(site)
    with pytest.raises(OSError, match="refused"):
        site.tasks.drain()
    assert job(site).state == WAITING


def test_without_a_server_mail_is_written_to_a_folder(site: Site) -> None:
    post(site)
    site.tasks.drain()
    (file,) = (site.settings.data_dir / "mail").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert file.suffix == ".eml"
    assert message["Subject"] == "Été"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_a_header_of_its_own(subject: str, name: str) -> None:
    for text in (subject, name, f"{subject}\r\nBcc: eve@example.org"):
        assert not {"\r", "\n", "\x00", "\u2028"} & set(one_line(text))
        assert len(one_line(text).splitlines()) <= 1


def test_an_injected_header_stays_in_the_subject(site: Site) -> None:
    post(site, subject="Hello\r\nBcc: eve@example.org", name="Ada\nReply-To: eve@example.org")
    with site.database.reading() as session:
        message = compose(site, session.scalars(select(Mail)).one())
    back = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert back["Subject"] == "Hello Bcc: eve@example.org"
    assert (back["Bcc"], back["Reply-To"]) == (None, None)


@pytest.mark.parametrize(
    "address",
    ["", "ada", "a@b@c", "a@b, c@d", "ada@example.org\r\nBcc: x@y", "<a@b>", "a b@c", "é\n@b"],
)
def test_only_a_single_address_is_written_to(site: Site, address: str) -> None:
    with pytest.raises(Invalid):
        post(site, address=address)


@pytest.mark.parametrize("url", ["http://host", "smtp:", "host:25", "smtp://"])
def test_a_wrong_address_of_the_server_is_told(url: str) -> None:
    with pytest.raises(StartError, match="mail_url"):
        server_of(url)


class Server:
    """What the library does with a mail server, noted."""

    def __init__(self, *address: object, **options: object) -> None:
        self.notes: list[object] = [address[:2]]
        self.options = options

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def starttls(self, *, context: ssl.SSLContext) -> None:
        assert context.verify_mode is ssl.CERT_REQUIRED
        self.notes.append("tls")

    def login(self, user: str, password: str) -> None:
        self.notes.append((user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.notes.append(message["Subject"])


@pytest.mark.parametrize(
    ("url", "library", "notes"),
    [
        ("smtp://mail.example.org", "SMTP", [("mail.example.org", 25), "Été"]),
        (
            "smtp+tls://ada:p%40ss@mail.example.org:587",
            "SMTP",
            [("mail.example.org", 587), "tls", ("ada", "p@ss"), "Été"],
        ),
        (
            "smtps://ada@mail.example.org",
            "SMTP_SSL",
            [("mail.example.org", 465), ("ada", ""), "Été"],
        ),
    ],
)
def test_a_password_travels_encrypted_as_the_address_says(
    make_site: Callable[..., Site],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    library: str,
    notes: list[object],
) -> None:
    servers: list[Server] = []

    def connect(*address: object, **options: object) -> Server:
        servers.append(Server(*address, **options))
        return servers[-1]

    monkeypatch.setattr(smtplib, library, connect)
    site = make_site(mail_url=url)
    post(site)
    site.tasks.drain()
    (server,) = servers
    assert server.notes == notes
    assert ("context" in server.options) is (library == "SMTP_SSL")


def test_a_message_that_was_sent_or_purged_is_left_alone(
    make_site: Callable[..., Site], letters: tuple[Letters, str]
) -> None:
    handler, url = letters
    site = make_site(mail_url=url)
    post(site)
    with site.database.reading() as session:
        key = session.scalars(select(Mail.id)).one()
    for mail in (key, key, 999_999):
        deliver(site, {"mail": mail})
    assert len(handler.taken) == 1
