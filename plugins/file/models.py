"""The table of file resources; the files themselves are rows of the kernel."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, tag


class Document(Record, Base):
    """How one file is opened: "auto" shows what a browser can, "download" always downloads."""

    __tablename__ = "file_document"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), unique=True
    )
    display: Mapped[str] = mapped_column(
        String(10), default="auto", info=tag(audit=True, impersonal=True)
    )
