"""Passwords, as hashes, and links that are good for choosing one once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, tag


class Password(Base):
    """The password of a person: an encoded Argon2id hash (RFC 9106) with its parameters."""

    __tablename__ = "auth_local_password"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[str] = mapped_column(String(255), info=tag(impersonal=True))
    changed_at: Mapped[datetime]


class ChoiceLink(Base):
    """A link to choose a password; only the SHA-256 of its token is kept. One per person."""

    __tablename__ = "auth_local_link"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info=tag(impersonal=True))
    expires_at: Mapped[datetime]
