"""Groups of a course, and groupings: sets of groups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.db.base import Base, Record, tag
from updago.kernel.db.types import RichTextType
from updago.kernel.text import RichText

PLAIN = tag(audit=True, impersonal=True)


class Group(Record, Base):
    """A group. `visibility` is all, members, own or none; only some groups take part in work."""

    __tablename__ = "core_group"

    course_id: Mapped[int] = mapped_column(
        ForeignKey("core_course.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(255), info=PLAIN)
    code: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    description: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=PLAIN)
    visibility: Mapped[str] = mapped_column(String(12), default="all", info=PLAIN)
    participates: Mapped[bool] = mapped_column(Boolean, default=True, info=PLAIN)
    enrolment_key: Mapped[str] = mapped_column(String(100), default="", info=tag(impersonal=True))


class GroupMember(Base):
    """A person in a group."""

    __tablename__ = "core_group_member"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("core_group.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class Grouping(Record, Base):
    """A named set of groups."""

    __tablename__ = "core_grouping"

    course_id: Mapped[int] = mapped_column(
        ForeignKey("core_course.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(255), info=PLAIN)
    code: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    description: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=PLAIN)


class GroupingMember(Base):
    """A group in a grouping."""

    __tablename__ = "core_grouping_member"
    __table_args__ = (Index(None, "group_id"),)

    grouping_id: Mapped[int] = mapped_column(
        ForeignKey("core_grouping.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("core_group.id", ondelete="CASCADE"), primary_key=True
    )
