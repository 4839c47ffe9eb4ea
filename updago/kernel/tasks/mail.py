"""Outgoing mail: written in the transaction that wants it, sent by a job."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.tasks.jobs import enqueue
from updago.kernel.tasks.models import Mail
from updago.kernel.tasks.posting import post

if TYPE_CHECKING:
    from updago.kernel.app import Site

SEND: Final = "core.mail.send"
NAME_LENGTH: Final = 200
SUBJECT_LENGTH: Final = 500

# A line break in a header would begin another header (RFC 5322, section 2.2).
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_ADDRESS: Final = re.compile(r"[^\s<>,;:\"()\\@\x00-\x1f\x7f]{1,64}@[A-Za-z0-9.-]{1,189}")


def send_mail(
    act: Act,
    *,
    address: str,
    subject: str,
    text: str,
    name: str = "",
    person_id: int | None = None,
) -> int:
    """Write a message to be sent after the commit, and return its id.

    `text` is plain; `subject` and `name` lose their control characters. Raises Invalid for an
    address that is not a single one.
    """
    if not _ADDRESS.fullmatch(address):
        raise Invalid(_("This is not an e-mail address: ${address}"), {"address": address})
    mail = act.add(
        Mail(
            at=act.now,
            uid=str(act.uids.new()),
            person_id=person_id,
            address=address,
            name=one_line(name)[:NAME_LENGTH],
            subject=one_line(subject)[:SUBJECT_LENGTH],
            text=text,
        )
    )
    enqueue(act, SEND, {"mail": mail.id}, mail.uid)
    return mail.id


def one_line(text: str) -> str:
    """The text with each run of control characters made a space."""
    return _CONTROL.sub(" ", text).strip()


def deliver(site: Site, payload: Mapping[str, Any]) -> None:
    """Send the message of a job, once: one that was sent is left alone.

    A worker that dies between sending and noting sends it again, under the same Message-ID.
    """
    with site.database.reading() as session:
        mail = session.get(Mail, payload["mail"])
        if mail is None or mail.sent_at is not None:
            return
        message = compose(site, mail)
    post(site.settings, message)
    with site.acting() as act:
        act.session.get_one(Mail, payload["mail"]).sent_at = act.now


def compose(site: Site, mail: Mail) -> EmailMessage:
    """The message as it travels (RFC 5322), in UTF-8."""
    host = urlsplit(site.settings.base_url).hostname or "localhost"
    message = EmailMessage()
    message["From"] = Address(
        one_line(str(site.state.setting("site_name"))), addr_spec=f"no-reply@{host}"
    )
    message["To"] = Address(mail.name, addr_spec=mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{uuid.UUID(mail.uid)}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no reply by a machine
    message.set_content(mail.text)
    return message
