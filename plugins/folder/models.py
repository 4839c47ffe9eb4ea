"""The table of folders; their files are rows of the kernel."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, tag


class Folder(Record, Base):
    """How one folder is shown."""

    __tablename__ = "folder_folder"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), unique=True
    )
    starts_open: Mapped[bool] = mapped_column(Boolean, default=True, info=tag(audit=True))
    offers_archive: Mapped[bool] = mapped_column(Boolean, default=True, info=tag(audit=True))
