"""The table of pages."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, RichTextType, tag
from updago.api.text import RichText


class Page(Record, Base):
    """The text of one page."""

    __tablename__ = "page_page"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), unique=True
    )
    content: Mapped[RichText] = mapped_column(
        RichTextType, default=RichText(), info=tag(audit=True, personal="content")
    )
    shows_changed: Mapped[bool] = mapped_column(Boolean, default=True, info=tag(audit=True))
