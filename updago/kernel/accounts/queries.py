"""What is looked up about people, their ways in and their sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from updago.kernel.accounts.models import Identity, LoginSession, Person
from updago.kernel.accounts.values import email_of, username_of
from updago.kernel.db.folding import fold, folded

PAGE_LIMIT: Final = 100
WORDS_LIMIT: Final = 6


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a list."""

    id: int
    username: str
    email: str
    first_name: str
    last_name: str
    state: str
    last_seen_at: datetime | None = None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A signed-in browser of a person."""

    id: int
    method: str
    started_at: datetime
    last_seen_at: datetime
    address: str
    agent: str


def person_of(session: Session, person_id: int) -> Person | None:
    """A person who is not deleted."""
    return session.scalar(select(Person).where(Person.id == person_id, _live()))


def person_by_username(session: Session, username: str) -> Person | None:
    """A person who is not deleted, by the name as anybody may type it."""
    return session.scalar(select(Person).where(Person.username == username_of(username), _live()))


def person_by_login(session: Session, text: str) -> Person | None:
    """The person whose username was typed, or whose address it is and no other live account's."""
    if found := person_by_username(session, text):
        return found
    email = email_of(text)
    if "@" not in email:
        return None
    found_ones = session.scalars(
        select(Person).where(Person.email == email, _live()).limit(2)
    ).all()
    return found_ones[0] if len(found_ones) == 1 else None


def find_people(
    session: Session, text: str = "", state: str = "", *, offset: int = 0, limit: int = 50
) -> Sequence[PersonLine]:
    """People by last name whose name, username, address or number begins with each typed word.

    One query, at most 100 people; `last_seen_at` is that of their latest session.
    """
    p = Person
    seen = (
        select(func.max(LoginSession.last_seen_at))
        .where(LoginSession.person_id == p.id)
        .scalar_subquery()
    )
    columns = (p.id, p.username, p.email, p.first_name, p.last_name, p.state, seen)
    rows = session.execute(
        select(*columns)
        .where(*_matching(text, state))
        .order_by(*by_name())
        .offset(offset)
        .limit(min(limit, PAGE_LIMIT))
    )
    return [PersonLine(*row) for row in rows]


def count_people(session: Session, text: str = "", state: str = "") -> int:
    """How many people `find_people` would find in all; one query."""
    return session.scalar(select(func.count(Person.id)).where(*_matching(text, state))) or 0


def sessions_of(session: Session, person_id: int) -> Sequence[SessionLine]:
    """The sessions of a person that are not ended, newest first; one query."""
    s = LoginSession
    rows = session.execute(
        select(s.id, s.method, s.started_at, s.last_seen_at, s.address, s.agent)
        .where(s.person_id == person_id, s.ended_at.is_(None))
        .order_by(s.last_seen_at.desc())
        .limit(PAGE_LIMIT)
    )
    return [SessionLine(*row) for row in rows]


def ticket_of(session: Session, session_id: int) -> str | None:
    """What the provider called this session, for its single logout."""
    return session.scalar(select(LoginSession.external_ticket).where(LoginSession.id == session_id))


def has_identity(session: Session, person_id: int) -> bool:
    """Whether the person has any way to sign in."""
    found = session.scalar(select(Identity.id).where(Identity.person_id == person_id).limit(1))
    return found is not None


def by_name() -> tuple[Any, ...]:
    """The order of lists of people: last name, first name, whatever their case and accents."""
    return folded(Person.last_name), folded(Person.first_name), Person.id


def _live() -> ColumnElement[bool]:
    return Person.deleted_at.is_(None)


def _matching(text: str, state: str) -> Iterator[ColumnElement[bool]]:
    p = Person
    yield _live()
    if state:
        yield p.state == state
    for typed in text.split()[:WORDS_LIMIT]:
        named, word = (p.last_name, p.first_name, p.username, p.email), fold(typed)
        begins = [folded(column).startswith(word, autoescape=True) for column in named]
        yield or_(p.external_id == typed, *begins)
