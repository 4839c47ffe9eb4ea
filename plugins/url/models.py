"""The table of web addresses."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, tag


class Link(Record, Base):
    """One address; `display` is "page" (our page with a link) or "direct" (straight there)."""

    __tablename__ = "url_link"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), unique=True
    )
    address: Mapped[str] = mapped_column(
        String(2000), default="", info=tag(audit=True, personal="address")
    )
    display: Mapped[str] = mapped_column(
        String(10), default="page", info=tag(audit=True, impersonal=True)
    )
