"""Every write about passwords. Hashes are made before: no lock is held meanwhile."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from plugins.auth_local.models import ChoiceLink, Password
from updago.api.accounts import add_identity, end_sessions, hash_of, person_of
from updago.api.errors import NotFound, UpdagoError
from updago.api.i18n import _
from updago.api.operations import Act, operation

METHOD = "local"


class LinkSpent(UpdagoError):
    """The link was used, replaced by a newer one, or is too old."""

    status = 410


@operation("auth_local.password.store")
def store_password(act: Act, *, person_id: int, encoded: str) -> None:
    """Give a person a new password: open links and all their sessions end. Raises NotFound."""
    person = person_of(act.session, person_id)
    if person is None:
        raise NotFound(_("This person does not exist any more."))
    row = act.session.get(Password, person_id)
    if row is None:
        row = Password(person_id=person_id)
        act.session.add(row)
    row.hash, row.changed_at = encoded, act.now
    act.session.execute(delete(ChoiceLink).where(ChoiceLink.person_id == person_id))
    add_identity(act, person_id=person_id, method=METHOD, subject=str(person.uid))
    end_sessions(act, person_id=person_id)


@operation("auth_local.password.rehash")
def rehash(act: Act, *, person_id: int, before: str, encoded: str) -> None:
    """Keep the same password under today's parameters, unless it was changed meanwhile."""
    act.session.execute(
        update(Password)
        .where(Password.person_id == person_id, Password.hash == before)
        .values(hash=encoded)
    )


@operation("auth_local.link.make")
def make_link(act: Act, *, person_id: int, token: str, lifetime: timedelta) -> None:
    """Let a person choose a password once by a secret of 256 bits; an older link dies."""
    act.session.execute(delete(ChoiceLink).where(ChoiceLink.person_id == person_id))
    expires_at = act.now + lifetime
    act.add(ChoiceLink(person_id=person_id, token_hash=hash_of(token), expires_at=expires_at))


@operation("auth_local.link.use")
def choose_password(act: Act, *, token: str, encoded: str) -> int:
    """Store the password of the link's owner; of two posts at once one succeeds.

    Returns the person's id. Raises LinkSpent.
    """
    person_id: int | None = act.session.scalar(
        delete(ChoiceLink)
        .where(ChoiceLink.token_hash == hash_of(token), ChoiceLink.expires_at > act.now)
        .returning(ChoiceLink.person_id)
    )
    if person_id is None:
        raise LinkSpent(
            _("This link was used already or is too old. Ask for a new one at the help desk.")
        )
    store_password(act, person_id=person_id, encoded=encoded)
    return person_id
