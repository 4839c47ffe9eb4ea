"""Every read about forums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from plugins.forum.models import Discussion, Forum, Post, Read
from updago.api.accounts import Person
from updago.api.db import AnySelect, ask
from updago.api.text import RichText

DISCUSSIONS_A_PAGE: Final = 25
POSTS_A_PAGE: Final = 100
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
Order = Literal["tree", "date"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which discussions a person may see: all, or those of everybody and of some groups."""

    groups: frozenset[int] | None = None

    def condition(self) -> ColumnElement[bool]:
        """The scope as a condition on discussions."""
        if self.groups is None:
            return true()
        return or_(Discussion.group_id.is_(None), Discussion.group_id.in_(self.groups))

    def holds(self, discussion: Discussion) -> bool:
        """Whether one discussion is in the scope."""
        return (
            self.groups is None or discussion.group_id is None or discussion.group_id in self.groups
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A discussion in the list."""

    id: int
    subject: str
    author_id: int | None
    author: str
    last_at: datetime
    posts: int
    unread: int
    is_pinned: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A post with the name of its author; `number` counts the posts by date, from 1."""

    id: int
    version: int
    number: int
    depth: int
    parent_id: int | None
    author_id: int | None
    author: str
    posted_at: datetime
    edited_at: datetime | None
    text: RichText
    files: int


def forum_settings(session: Session, activity_id: int) -> Forum:
    """The settings of a forum. Raises NoResultFound when its row is missing."""
    return session.scalars(select(Forum).where(Forum.activity_id == activity_id)).one()


def form_data(session: Session, activity_id: int) -> Mapping[str, Any]:
    """What the form of an existing forum shows."""
    forum = forum_settings(session, activity_id)
    return {
        "kind": forum.kind,
        "edit_minutes": forum.edit_minutes,
        "attachments": forum.attachments,
    }


def discussion_by_id(session: Session, discussion_id: int) -> Discussion | None:
    """A discussion that is not deleted."""
    found = session.get(Discussion, discussion_id)
    return None if found is None or found.deleted_at is not None else found


def post_by_id(session: Session, post_id: int) -> Post | None:
    """A post that is not deleted."""
    found = session.get(Post, post_id)
    return None if found is None or found.deleted_at is not None else found


def count_discussions(session: Session, activity_id: int, scope: Scope) -> int:
    """How many discussions the person may see."""
    number = session.scalar(
        select(func.count()).where(
            Discussion.activity_id == activity_id,
            Discussion.deleted_at.is_(None),
            scope.condition(),
        )
    )
    return int(number or 0)


def discussions(
    session: Session, activity_id: int, person_id: int | None, scope: Scope, page: int = 1
) -> list[Line]:
    """One page of a forum: pinned ones first, then by their last post; one query."""
    rows = ask(
        session,
        DISCUSSIONS,
        {
            "activity": activity_id,
            "all": scope.groups is None,
            "groups": list(scope.groups or ()),
            "person": person_id or 0,
            "before": (page - 1) * DISCUSSIONS_A_PAGE,
        },
    )
    return [
        Line(
            id=row.id,
            subject=row.subject,
            author_id=row.author_id,
            author=row.author_name or f"{row.first_name or ''} {row.last_name or ''}".strip(),
            last_at=row.last_at,
            posts=row.posts,
            unread=row.unread if person_id else 0,
            is_pinned=row.is_pinned,
            is_locked=row.is_locked,
        )
        for row in rows
    ]


def readable_by(person_id: int | BindParameter[int] | None) -> ColumnElement[bool]:
    """Posts for all, and private replies of or to this person."""
    person = 0 if person_id is None else person_id
    return or_(Post.private_to_id.is_(None), Post.private_to_id == person, Post.author_id == person)


def _discussions() -> AnySelect:
    d = Discussion
    person = bindparam("person", type_=BigInteger)
    unread = (
        select(func.count())
        .where(
            Post.discussion_id == d.id,
            Post.deleted_at.is_(None),
            Post.posted_at > func.coalesce(Read.read_at, NEVER),
            or_(Post.author_id.is_(None), Post.author_id != person),
            readable_by(person),
        )
        .correlate(d, Read)
        .scalar_subquery()
        .label("unread")
    )
    in_scope = or_(
        bindparam("all", type_=Boolean) == true(),
        d.group_id.is_(None),
        d.group_id.in_(bindparam("groups", expanding=True)),
    )
    return (
        select(
            d.id, d.subject, d.author_id, d.author_name, d.last_at, d.posts, d.is_pinned,
            d.is_locked, Person.first_name, Person.last_name, unread,
        )
        .outerjoin(Person, Person.id == d.author_id)
        .outerjoin(Read, and_(Read.discussion_id == d.id, Read.person_id == person))
        .where(d.activity_id == bindparam("activity"), d.deleted_at.is_(None), in_scope)
        .order_by(d.is_pinned.desc(), d.last_at.desc(), d.id.desc())
        .limit(DISCUSSIONS_A_PAGE)
        .offset(bindparam("before", type_=Integer))
    )  # fmt: skip


DISCUSSIONS: Final = _discussions()


def outline(
    session: Session,
    discussion_id: int,
    order: Order,
    readable: ColumnElement[bool] | None = None,
) -> list[tuple[int, int, int]]:
    """The posts in the order of the page: (id, depth, number by date); one light query.

    The tree lists answers below their post, each level by date; `readable` leaves out what the
    person may not read.
    """
    rows = session.execute(
        select(Post.id, Post.parent_id)
        .where(
            Post.discussion_id == discussion_id,
            Post.deleted_at.is_(None),
            true() if readable is None else readable,
        )
        .order_by(Post.posted_at, Post.id)
    ).all()
    number = {key: place for place, (key, _) in enumerate(rows, start=1)}
    if order == "date":
        return [(key, 0, number[key]) for key, _ in rows]
    below: dict[int | None, list[int]] = {}
    for key, parent in rows:
        # An answer whose post was deleted moves up to the discussion itself.
        below.setdefault(parent if parent in number else None, []).append(key)
    found: list[tuple[int, int, int]] = []
    waiting = [(key, 0) for key in reversed(below.get(None, []))]
    while waiting:
        key, depth = waiting.pop()
        found.append((key, depth, number[key]))
        waiting.extend((child, depth + 1) for child in reversed(below.get(key, [])))
    return found


def _messages() -> AnySelect:
    p = Post
    return (
        select(
            p.id, p.version, p.parent_id, p.author_id, p.author_name, p.posted_at, p.edited_at,
            p.text, p.files, Person.first_name, Person.last_name,
        )
        .outerjoin(Person, Person.id == p.author_id)
        .where(p.id.in_(bindparam("ids", expanding=True)))
    )  # fmt: skip


# Built once: putting a statement together costs more than running it.
MESSAGES: Final = _messages()


def messages(session: Session, places: Sequence[tuple[int, int, int]]) -> list[Message]:
    """The posts of one page with their authors, in the given order; one query."""
    rows = ask(session, MESSAGES, {"ids": [key for key, _, _ in places]})
    by_id = {row.id: row for row in rows}
    return [
        Message(
            id=key,
            version=row.version,
            number=number,
            depth=depth,
            parent_id=row.parent_id,
            author_id=row.author_id,
            author=row.author_name or f"{row.first_name or ''} {row.last_name or ''}".strip(),
            posted_at=row.posted_at,
            edited_at=row.edited_at,
            text=row.text,
            files=row.files,
        )
        for key, depth, number in places
        if (row := by_id.get(key)) is not None
    ]


def read_until(session: Session, discussion_id: int, person_id: int) -> datetime:
    """Up to which instant the person has read; long ago when never."""
    found = session.scalar(
        select(Read.read_at).where(Read.discussion_id == discussion_id, Read.person_id == person_id)
    )
    return found or NEVER
