"""People, the identities they sign in with, and their login sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Key, Record, tag
from updago.kernel.db.types import RichTextType
from updago.kernel.text import RichText

ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"
UNCONFIRMED: Final = "unconfirmed"


def _own(export: str, *, audit: bool = True) -> dict[str, object]:
    return tag(audit=audit, personal=export, subject="id", retention="account")


class Person(Record, Base):
    """A person: `username` is lower case and unique; `state` active, suspended or unconfirmed."""

    __tablename__ = "core_person"

    username: Mapped[str] = mapped_column(String(100), unique=True, info=_own("username"))
    email: Mapped[str] = mapped_column(String(254), index=True, info=_own("email"))
    first_name: Mapped[str] = mapped_column(String(100), info=_own("first_name"))
    last_name: Mapped[str] = mapped_column(String(100), index=True, info=_own("last_name"))
    state: Mapped[str] = mapped_column(String(12), default=ACTIVE, info=_own("state"))
    language: Mapped[str] = mapped_column(String(12), default="", info=_own("language"))
    timezone: Mapped[str] = mapped_column(String(60), default="", info=_own("timezone"))
    external_id: Mapped[str] = mapped_column(
        String(100), default="", index=True, info=_own("external_id")
    )
    about: Mapped[RichText] = mapped_column(
        RichTextType, default=RichText(), info=_own("about", audit=False)
    )
    attributes: Mapped[dict[str, object]] = mapped_column(
        JSON, default=dict, info=_own("attributes")
    )

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return initials_of(self.first_name, self.last_name)


def initials_of(first_name: str, last_name: str) -> str:
    """One or two capital letters."""
    return (first_name[:1] + last_name[:1]).upper()


class Identity(Record, Base):
    """One way a person signs in: `(method, subject)`, the subject as the method normalises it."""

    __tablename__ = "core_identity"
    __table_args__ = (Index(None, "method", "subject", unique=True),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), index=True
    )
    method: Mapped[str] = mapped_column(
        String(40), info=tag(personal="method", subject="person_id", retention="account")
    )
    subject: Mapped[str] = mapped_column(
        String(254), info=tag(personal="subject", subject="person_id", retention="account")
    )
    last_used_at: Mapped[datetime | None]


class LoginSession(Base):
    """A signed-in browser. The cookie carries `token`; only its SHA-256 is stored.

    `external_ticket` lets a single logout of the method find the session again. A guest's
    session belongs to no person.
    """

    __tablename__ = "core_login_session"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=tag(impersonal=True))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), index=True
    )
    method: Mapped[str] = mapped_column(String(40), info=tag(impersonal=True))
    external_ticket: Mapped[str | None] = mapped_column(
        String(256), index=True, info=tag(impersonal=True)
    )
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(
        String(45),
        default="",
        info=tag(personal="address", subject="person_id", retention="session"),
    )
    agent: Mapped[str] = mapped_column(
        String(200),
        default="",
        info=tag(personal="browser", subject="person_id", retention="session"),
    )
    acting_as_id: Mapped[int | None] = mapped_column(BigInteger)
    is_guest: Mapped[bool] = mapped_column(Boolean, default=False)
