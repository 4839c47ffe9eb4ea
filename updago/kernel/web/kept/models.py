"""The table of kept posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Key, tag


class KeptPost(Base):
    """One post of a person who was not signed in any more; `key` is part of its address.

    `fields` lists (name, text); `files` lists (name, sha256, size, file name, media type), their
    contents being in the file store.
    """

    __tablename__ = "core_kept_post"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, info=tag(impersonal=True))
    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(
        String(2000), info=tag(personal="address", subject="person_id", retention="session")
    )
    fields: Mapped[list[Any]] = mapped_column(
        JSON, info=tag(personal="fields", subject="person_id", retention="session")
    )
    files: Mapped[list[Any]] = mapped_column(
        JSON, info=tag(personal="files", subject="person_id", retention="session")
    )
