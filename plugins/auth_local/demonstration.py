"""The password of the people of the demonstration: known to everybody, for looking around only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.auth_local.hashing import Hasher
from plugins.auth_local.models import Password
from plugins.auth_local.operations import store_password
from updago.api.accounts import Person

if TYPE_CHECKING:
    from updago.api.commands import Site

PASSWORD: Final = "belle-journee-2026"  # noqa: S105 - printed by `updago demo`, meant to be known
MARK: Final = "demo:"


def load(site: Site) -> Mapping[str, Any]:
    """Let the demonstration's people sign in; a password that one of them has is left alone."""
    with site.database.reading() as session:
        people = without_password(session)
    hasher = Hasher()
    encoded = {person_id: hasher.hash(PASSWORD) for person_id in people}
    with site.acting() as act:
        for person_id, text in encoded.items():
            store_password(act, person_id=person_id, encoded=text)
    return {"password": PASSWORD}


def without_password(session: Session) -> Sequence[int]:
    """People whose `external_id` says that they belong to the demonstration, without a password."""
    return session.scalars(
        select(Person.id)
        .outerjoin(Password, Password.person_id == Person.id)
        .where(
            Person.external_id.startswith(MARK),
            Person.deleted_at.is_(None),
            Password.person_id.is_(None),
        )
    ).all()
