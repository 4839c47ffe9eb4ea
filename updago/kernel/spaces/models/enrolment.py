"""How people enter courses: method instances and enrolments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag

ACTIVE: Final = "active"
SUSPENDED: Final = "suspended"


class EnrolmentInstance(Record, Base):
    """One enrolment method in one course, with the options its plugin declares.

    `plugin` is who declares the method: while it is off, nobody is in the course by it.
    """

    __tablename__ = "core_enrolment_instance"

    course_id: Mapped[int] = mapped_column(
        ForeignKey("core_course.id", ondelete="CASCADE"), index=True
    )
    method: Mapped[str] = mapped_column(String(40), info=tag(audit=True, impersonal=True))
    plugin: Mapped[str] = mapped_column(String(24), default="", info=tag(impersonal=True))
    name: Mapped[str] = mapped_column(
        String(255), default="", info=tag(audit=True, impersonal=True)
    )
    enabled: Mapped[bool] = mapped_column(Boolean, default=True, info=tag(audit=True))
    role: Mapped[str] = mapped_column(
        String(40), default="student", info=tag(audit=True, impersonal=True)
    )
    options: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, info=tag(audit=True, impersonal=True)
    )
    position: Mapped[int] = mapped_column(Integer, default=0)


class Enrolment(Record, Base):
    """A person in a course by one method instance and role; active while inside its dates."""

    __tablename__ = "core_enrolment"
    __table_args__ = (
        Index(None, "instance_id", "person_id", "role", unique=True),
        Index(None, "course_id", "person_id"),
        Index(None, "person_id", "state"),
    )

    instance_id: Mapped[int] = mapped_column(
        ForeignKey("core_enrolment_instance.id", ondelete="CASCADE")
    )
    course_id: Mapped[int] = mapped_column(ForeignKey("core_course.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("core_person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(
        String(40), info=tag(audit=True, personal="role", subject="person_id")
    )
    state: Mapped[str] = mapped_column(
        String(12), default=ACTIVE, info=tag(audit=True, personal="state", subject="person_id")
    )
    starts_at: Mapped[datetime | None] = mapped_column(info=tag(audit=True))
    ends_at: Mapped[datetime | None] = mapped_column(info=tag(audit=True))
    last_access_at: Mapped[datetime | None]
