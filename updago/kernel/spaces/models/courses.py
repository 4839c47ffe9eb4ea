"""Categories, courses, sections and activities."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.kernel.clock import LocalDeadline
from updago.kernel.db.base import Base, Record, tag
from updago.kernel.db.types import LocalDeadlineType, RichTextType
from updago.kernel.text import RichText

SHOWN: Final = "shown"
HIDDEN: Final = "hidden"
BY_LINK: Final = "link"  # reachable by its address only, not listed for students
PLACEHOLDER: Final = "placeholder"

TEXT = tag(audit=True, personal="text")
PLAIN = tag(audit=True, impersonal=True)
COURSE_OF = "core_course.id"


class Category(Record, Base):
    """A node of the category tree. `path` lists the ids from the root to itself: "3/17/"."""

    __tablename__ = "core_category"

    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_category.id", ondelete="RESTRICT"), index=True
    )
    path: Mapped[str] = mapped_column(String(400), default="", index=True, info=PLAIN)
    name: Mapped[str] = mapped_column(String(255), info=PLAIN)
    code: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    description: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=TEXT)
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    position: Mapped[int] = mapped_column(Integer, default=0, info=PLAIN)


class Course(Record, Base):
    """A course space. `structure_version` grows with each change of sections and activities."""

    __tablename__ = "core_course"

    category_id: Mapped[int] = mapped_column(
        ForeignKey("core_category.id", ondelete="RESTRICT"), index=True, info=PLAIN
    )
    short_name: Mapped[str] = mapped_column(String(100), unique=True, info=PLAIN)
    full_name: Mapped[str] = mapped_column(String(255), info=PLAIN)
    code: Mapped[str] = mapped_column(String(100), default="", index=True, info=PLAIN)
    summary: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=TEXT)
    format: Mapped[str] = mapped_column(String(40), default="topics", info=PLAIN)
    format_options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PLAIN)
    visibility: Mapped[str] = mapped_column(String(12), default=SHOWN, info=PLAIN)
    starts: Mapped[LocalDeadline | None] = mapped_column(LocalDeadlineType, info=PLAIN)
    ends: Mapped[LocalDeadline | None] = mapped_column(LocalDeadlineType, info=PLAIN)
    language: Mapped[str] = mapped_column(String(12), default="", info=PLAIN)
    group_mode: Mapped[str] = mapped_column(String(12), default="none", info=PLAIN)
    group_mode_forced: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    default_grouping_id: Mapped[int | None] = mapped_column(BigInteger)
    tracks_completion: Mapped[bool] = mapped_column(Boolean, default=True, info=PLAIN)
    upload_max_bytes: Mapped[int | None] = mapped_column(BigInteger, info=PLAIN)
    cover: Mapped[str] = mapped_column(String(20), default="", info=PLAIN)
    structure_version: Mapped[int] = mapped_column(BigInteger, default=1)


class Section(Record, Base):
    """A part of a course. `position` 0 is the general section, always first."""

    __tablename__ = "core_section"
    __table_args__ = (Index(None, "course_id", "position"),)

    course_id: Mapped[int] = mapped_column(ForeignKey(COURSE_OF, ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, info=PLAIN)
    name: Mapped[str] = mapped_column(String(255), default="", info=PLAIN)
    summary: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=TEXT)
    visibility: Mapped[str] = mapped_column(String(12), default=SHOWN, info=PLAIN)
    availability: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=PLAIN)
    is_highlighted: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)


class Activity(Record, Base):
    """One activity or resource of a course: what all kinds share.

    `type` names the ActivityType; the plugin's own row has `activity_id`. `type` "placeholder"
    keeps what no installed plugin can show, whole, in `waiting`. `meta` is what the type wants on
    the course page without a query of its own (a file's size, an address), written with the row.
    """

    __tablename__ = "core_activity"
    __table_args__ = (Index(None, "course_id", "section_id", "position"),)

    course_id: Mapped[int] = mapped_column(ForeignKey(COURSE_OF, ondelete="CASCADE"))
    section_id: Mapped[int] = mapped_column(
        ForeignKey("core_section.id", ondelete="CASCADE"), index=True, info=PLAIN
    )
    type: Mapped[str] = mapped_column(String(40), index=True, info=PLAIN)
    position: Mapped[int] = mapped_column(Integer, info=PLAIN)
    indent: Mapped[int] = mapped_column(Integer, default=0, info=PLAIN)
    name: Mapped[str] = mapped_column(String(255), info=PLAIN)
    intro: Mapped[RichText] = mapped_column(RichTextType, default=RichText(), info=TEXT)
    shows_intro: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    code: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    visibility: Mapped[str] = mapped_column(String(12), default=SHOWN, info=PLAIN)
    availability: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=PLAIN)
    completion: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=PLAIN)
    group_mode: Mapped[str] = mapped_column(String(12), default="none", info=PLAIN)
    grouping_id: Mapped[int | None] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(12), default="", info=PLAIN)
    meta: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=PLAIN)
    waiting: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=tag(impersonal=True))


class Viewed(Base):
    """A person opened an activity: first and last time. A touch, written after the view."""

    __tablename__ = "core_viewed"
    __table_args__ = (Index(None, "person_id", "course_id"),)

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True
    )
    course_id: Mapped[int] = mapped_column(ForeignKey(COURSE_OF, ondelete="CASCADE"))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
