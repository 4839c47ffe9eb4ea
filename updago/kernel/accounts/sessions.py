"""Login sessions: who a cookie belongs to, found with one query on each request."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, or_, select, update

from updago.kernel.accounts.models import ACTIVE, LoginSession, Person, initials_of
from updago.kernel.db.asking import ask

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.db.paging import AnySelect

TOKEN_BYTES: Final = 32
# However busy a browser is, a session ends after this time.
LONGEST: Final = timedelta(days=7)
# How often at most `last_seen_at` is written.
SEEN_EVERY: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request. `person_id` is None for anonymous visitors and guests.

    `person_id` is whose rights count; `actor_id` who sits at the keyboard, on behalf of
    `on_behalf_of_id` when that is another. Empty `language` and `timezone` mean the site's.
    """

    person_id: int | None = None
    actor_id: int | None = None
    on_behalf_of_id: int | None = None
    name: str = ""
    initials: str = ""
    language: str = ""
    timezone: str = ""
    session_id: int | None = None
    is_guest: bool = False
    method: str = ""
    seen_at: datetime | None = None
    first_name: str = ""


ANONYMOUS: Final = Visitor()


def mark_seen(session: Session, session_id: int, now: datetime) -> None:
    """Say that the session was used; saying it again, or late, changes nothing."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.last_seen_at < now)
        .values(last_seen_at=now)
    )


def new_token() -> str:
    """A fresh secret for a cookie: 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is stored of a secret: SHA-256 in hexadecimal, for secrets of full entropy only."""
    return hashlib.sha256(token.encode()).hexdigest()


def _by_token() -> AnySelect:
    s, p = LoginSession, Person
    return (
        select(
            s.id, s.is_guest, s.method, s.last_seen_at,
            p.id, p.first_name, p.last_name, p.language, p.timezone,
        )
        .outerjoin(p, p.id == s.person_id)
        .where(
            s.token_hash == bindparam("token_hash"),
            s.ended_at.is_(None),
            s.started_at > bindparam("started"),
            s.last_seen_at > bindparam("seen"),
            or_(s.is_guest, (p.state == ACTIVE) & p.deleted_at.is_(None)),
        )
    )  # fmt: skip


# Every request asks it: building it would cost more than asking.
_BY_TOKEN: Final = _by_token()


def find_visitor(session: Session, token: object, now: datetime, idle: timedelta) -> Visitor:
    """The visitor of a cookie's token.

    A token that is unknown, ended or expired, or of a person who is suspended or deleted, gives
    the anonymous visitor.
    """
    if not isinstance(token, str) or not token:
        return ANONYMOUS
    asked = {"token_hash": hash_of(token), "started": now - LONGEST, "seen": now - idle}
    row = ask(session, _BY_TOKEN, asked).first()
    if row is None:
        return ANONYMOUS
    session_id, is_guest, method, seen_at, person_id, first, last, language, timezone = row
    if is_guest:
        return Visitor(session_id=session_id, is_guest=True, method=method, seen_at=seen_at)
    return Visitor(
        person_id=person_id,
        actor_id=person_id,
        name=f"{first} {last}".strip(),
        first_name=first,
        initials=initials_of(first, last),
        language=language,
        timezone=timezone,
        session_id=session_id,
        method=method,
        seen_at=seen_at,
    )
