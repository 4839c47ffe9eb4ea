"""Handing a message over: to a mail server, or to a folder when none is configured."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit

from updago.kernel.errors import StartError
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from updago.kernel.settings import Settings

TIMEOUT_SECONDS: Final = 20
SCHEMES: Final = ("smtp", "smtps", "smtp+tls")


def post(settings: Settings, message: EmailMessage) -> None:
    """Send the message. Raises OSError or SMTPException when the server does not take it."""
    url = str(settings["mail_url"])
    if not url:
        _write(settings.data_dir / "mail", message)
        return
    parts = server_of(url)
    with _connect(parts) as server:
        if parts.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def server_of(url: str) -> SplitResult:
    """The parts of `smtp://[user:password@]host[:port]`, or smtps:// or smtp+tls:// (STARTTLS).

    Raises StartError for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise StartError(_("The setting mail_url must be like smtp://host:port."))
    return parts


def _connect(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT_SECONDS)


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{name}.eml")
