"""What the database knows of its own migrations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, tag


class SchemaHead(Base):
    """The migration head of the kernel or a plugin, written in each migration's transaction.

    `checksum` is the SHA-256 of the files up to the head, as they were when they ran.
    """

    __tablename__ = "core_schema"

    plugin: Mapped[str] = mapped_column(String(24), primary_key=True, info=tag(impersonal=True))
    head: Mapped[str] = mapped_column(String(32), info=tag(impersonal=True))
    checksum: Mapped[str] = mapped_column(String(64), info=tag(impersonal=True))
    at: Mapped[datetime]
