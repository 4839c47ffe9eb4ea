"""Where blocks stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag

PLAIN = tag(audit=True, impersonal=True)


class BlockPlacement(Record, Base):
    """One block on a course, a category and all below it, the dashboard, or the site.

    `level` is site, category, course or dashboard; `object_id` the category's or course's id, a
    person's id for a personal dashboard, else 0; `inherited` shows it on everything below.
    """

    __tablename__ = "core_block"
    __table_args__ = (Index(None, "level", "object_id"),)

    type: Mapped[str] = mapped_column(String(40), info=PLAIN)
    level: Mapped[str] = mapped_column(String(12), info=PLAIN)
    object_id: Mapped[int] = mapped_column(BigInteger, default=0, info=PLAIN)
    inherited: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    region: Mapped[str] = mapped_column(String(20), default="aside", info=PLAIN)
    position: Mapped[int] = mapped_column(Integer, default=0, info=PLAIN)
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    title: Mapped[str] = mapped_column(String(255), default="", info=PLAIN)
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PLAIN)
