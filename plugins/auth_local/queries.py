"""What is looked up about passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.auth_local.models import ChoiceLink, Password
from updago.api.accounts import Person, hash_of, person_by_login


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against; `encoded` is None when the person has no password here."""

    person_id: int
    subject: str
    encoded: str | None


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """Whose password a link is good for."""

    person_id: int
    subject: str
    username: str
    email: str


def credentials_of(session: Session, login: str) -> Credentials | None:
    """The credentials behind a username, or an address that one live account alone has."""
    person = person_by_login(session, login)
    if person is None:
        return None
    row = session.get(Password, person.id)
    return Credentials(person.id, str(person.uid), row.hash if row else None)


def link_owner(session: Session, token: str, now: datetime) -> LinkOwner | None:
    """Whom a token belongs to, while it can be used."""
    row = session.execute(
        select(Person.id, Person.uid, Person.username, Person.email)
        .join(ChoiceLink, ChoiceLink.person_id == Person.id)
        .where(
            ChoiceLink.token_hash == hash_of(token),
            ChoiceLink.expires_at > now,
            Person.deleted_at.is_(None),
        )
    ).first()
    return None if row is None else LinkOwner(row[0], str(row[1]), row[2], row[3])
