"""Files: contents by hash, and the rows that say whose they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag


class Blob(Base):
    """One content in the store, by its SHA-256; swept when no file row names it any more."""

    __tablename__ = "core_blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True, info=tag(impersonal=True))
    size: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime]


class File(Record, Base):
    """A file as people see it: a name, a type, an area and an owner.

    `area` names a FileArea; `course_id`, `activity_id` or `owner_uid` place it; `item_id` is the
    area's own number (a post, a folder). `path` is the folder inside the area: "" or "a/b/".
    """

    __tablename__ = "core_file"
    __table_args__ = (
        Index(None, "area", "activity_id", "item_id"),
        Index(None, "course_id", "area"),
        Index(None, "sha256"),
        Index(None, "owner_id"),
    )

    sha256: Mapped[str] = mapped_column(String(64), info=tag(audit=True, impersonal=True))
    size: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(255), info=tag(audit=True, personal="file"))
    path: Mapped[str] = mapped_column(String(500), default="", info=tag(personal="folder"))
    media_type: Mapped[str] = mapped_column(String(120), info=tag(impersonal=True))
    area: Mapped[str] = mapped_column(String(60), info=tag(impersonal=True))
    course_id: Mapped[int | None] = mapped_column(BigInteger)
    activity_id: Mapped[int | None] = mapped_column(BigInteger)
    item_id: Mapped[int] = mapped_column(BigInteger, default=0)
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(BigInteger, default=0)
    author: Mapped[str] = mapped_column(String(255), default="", info=tag(personal="author"))
    licence: Mapped[str] = mapped_column(String(100), default="", info=tag(impersonal=True))
