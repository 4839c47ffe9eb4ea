"""The tables of forums: the forum itself, its discussions, their posts, and what was read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, RichTextType, tag
from updago.api.text import RichText

GENERAL: Final = "general"
ANNOUNCEMENTS: Final = "announcements"

FACT = tag(audit=True, impersonal=True)


class Forum(Record, Base):
    """One forum. `kind` is general (everybody starts discussions) or announcements."""

    __tablename__ = "forum_forum"

    activity_id: Mapped[int] = mapped_column(
        ForeignKey("core_activity.id", ondelete="CASCADE"), unique=True
    )
    kind: Mapped[str] = mapped_column(String(20), default=GENERAL, info=FACT)
    edit_minutes: Mapped[int] = mapped_column(Integer, default=30, info=FACT)
    attachments: Mapped[int] = mapped_column(Integer, default=5, info=FACT)


class Discussion(Record, Base):
    """A subject and its posts.

    `author_id` None with an `author_name` is somebody of an archive who was not imported. The
    last post's instant and the number of posts are kept here for the list.
    """

    __tablename__ = "forum_discussion"
    __table_args__ = (
        Index(None, "activity_id", "is_pinned", "last_at"),
        Index(None, "activity_id", "group_id"),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("core_activity.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("core_group.id", ondelete="SET NULL"))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_person.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str] = mapped_column(
        String(200), default="", info=tag(personal="author", subject="author_id")
    )
    subject: Mapped[str] = mapped_column(
        String(255), info=tag(audit=True, personal="subject", subject="author_id")
    )
    is_pinned: Mapped[bool] = mapped_column(Boolean, default=False, info=FACT)
    is_locked: Mapped[bool] = mapped_column(Boolean, default=False, info=FACT)
    posts: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime]
    last_author_id: Mapped[int | None] = mapped_column(BigInteger)
    announced_at: Mapped[datetime | None]


class Post(Record, Base):
    """One message. `parent_id` is the post it answers; the first post has none.

    `private_to_id` is the person who alone may read it, beside its author and the teachers.
    """

    __tablename__ = "forum_post"
    __table_args__ = (Index(None, "discussion_id", "posted_at"),)

    discussion_id: Mapped[int] = mapped_column(
        ForeignKey("forum_discussion.id", ondelete="CASCADE")
    )
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("forum_post.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_person.id", ondelete="SET NULL"), index=True
    )
    author_name: Mapped[str] = mapped_column(
        String(200), default="", info=tag(personal="author", subject="author_id")
    )
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    text: Mapped[RichText] = mapped_column(
        RichTextType, info=tag(audit=True, personal="text", subject="author_id")
    )
    files: Mapped[int] = mapped_column(Integer, default=0)
    private_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_person.id", ondelete="SET NULL")
    )


class Read(Base):
    """Up to which instant a person has read a discussion. A touch, written after the view."""

    __tablename__ = "forum_read"
    __table_args__ = (Index(None, "person_id"),)

    discussion_id: Mapped[int] = mapped_column(
        ForeignKey("forum_discussion.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("core_person.id", ondelete="CASCADE"), primary_key=True
    )
    read_at: Mapped[datetime]
