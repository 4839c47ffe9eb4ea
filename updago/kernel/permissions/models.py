"""Roles held, overrides of permissions, and the counters that tell caches what changed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag

ALLOW: Final = "allow"
PREVENT: Final = "prevent"
PROHIBIT: Final = "prohibit"


class RoleAssignment(Record, Base):
    """A role held directly at a level: site (object 0), category, course or activity."""

    __tablename__ = "core_role_assignment"
    __table_args__ = (
        Index(None, "person_id", "role", "level", "object_id", unique=True),
        Index(None, "level", "object_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("core_person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(
        String(40), info=tag(audit=True, personal="role", subject="person_id")
    )
    level: Mapped[str] = mapped_column(String(12), info=tag(audit=True, impersonal=True))
    object_id: Mapped[int] = mapped_column(BigInteger, default=0, info=tag(audit=True))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]


class RoleOverride(Record, Base):
    """One value set for a role and permission at a level: allow, prevent or prohibit."""

    __tablename__ = "core_role_override"
    __table_args__ = (
        Index(None, "role", "permission", "level", "object_id", unique=True),
        Index(None, "level", "object_id"),
    )

    role: Mapped[str] = mapped_column(String(40), info=tag(audit=True, impersonal=True))
    permission: Mapped[str] = mapped_column(String(80), info=tag(audit=True, impersonal=True))
    level: Mapped[str] = mapped_column(String(12), info=tag(audit=True, impersonal=True))
    object_id: Mapped[int] = mapped_column(BigInteger, default=0, info=tag(audit=True))
    value: Mapped[str] = mapped_column(String(12), info=tag(audit=True, impersonal=True))
