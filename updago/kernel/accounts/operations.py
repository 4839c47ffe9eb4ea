"""Every write about people: their accounts, the ways they sign in, their sessions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import select, update

from updago.kernel.accounts.declarations import SignIn
from updago.kernel.accounts.events import PersonCreated, PersonDeleted, SignedIn
from updago.kernel.accounts.models import (
    ACTIVE,
    SUSPENDED,
    Identity,
    LoginSession,
    Person,
)
from updago.kernel.accounts.sessions import hash_of
from updago.kernel.accounts.values import PersonData, check_zone
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Conflict, Denied, Invalid, NotFound
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.text import RichText

GUEST_METHOD: Final = "guest"
TAKEN: Final = _("The username ${username} is taken: choose another one.")
NO_PERSON: Final = _("This person does not exist any more.")
NOT_YOURSELF: Final = _("You cannot do this to your own account: ask another administrator.")


class SignInRefused(Denied):
    """The proof is good, but nobody enters by it now."""


@operation("core.person.create")
def create_person(act: Act, data: PersonData) -> Person:
    """Make an account. Raises Invalid with the field at fault."""
    data = data.checked()
    _refuse_taken(act, data.username)
    person = act.add(Person(**asdict(data)))
    publish(act, PersonCreated(person.id))
    return person


@operation("core.person.edit")
def edit_person(
    act: Act, data: PersonData, *, person_id: int, version: int | None = None
) -> Person:
    """Change what is known of a person. Raises Invalid, NotFound, Conflict."""
    person = _person(act, person_id, version)
    data = data.checked()
    if data.username != person.username:
        _refuse_taken(act, data.username)
    for field, value in asdict(data).items():
        setattr(person, field, value)
    return person


@operation("core.profile.edit")
def edit_profile(
    act: Act, *, person_id: int, version: int, language: str, timezone: str, about: RichText
) -> Person:
    """Change what people decide about themselves. Raises Invalid, NotFound, Conflict."""
    person = _person(act, person_id, version)
    check_zone(timezone)
    person.language, person.timezone, person.about = language, timezone, about
    return person


@operation("core.person.suspend")
def suspend_person(act: Act, *, person_id: int) -> Person:
    """Close an account for now and end its sessions. Raises Invalid for one's own."""
    person = _person(act, person_id)
    _refuse_oneself(act, person_id)
    person.state = SUSPENDED
    _end_all(act, person_id)
    return person


@operation("core.person.unsuspend")
def unsuspend_person(act: Act, *, person_id: int) -> Person:
    """Open a suspended account again."""
    person = _person(act, person_id)
    person.state = ACTIVE
    return person


@operation("core.person.delete")
def delete_person(act: Act, *, person_id: int) -> None:
    """Mark a person deleted, end the sessions, and free the username and the identities."""
    person = _person(act, person_id)
    _refuse_oneself(act, person_id)
    _end_all(act, person_id)
    for identity in act.session.scalars(select(Identity).where(Identity.person_id == person_id)):
        act.session.delete(identity)
    person.username = f"~{person.uid}"  # no form accepts this sign
    act.delete(person)
    publish(act, PersonDeleted(person_id))


@operation("core.identity.add")
def add_identity(act: Act, *, person_id: int, method: str, subject: str) -> Identity:
    """Let a person sign in by one more method; adding the same one again changes nothing.

    Raises Conflict when the identity belongs to somebody else: accounts are never merged.
    """
    _person(act, person_id)
    found = act.session.scalar(
        select(Identity).where(Identity.method == method, Identity.subject == subject)
    )
    if found is None:
        return act.add(Identity(person_id=person_id, method=method, subject=subject))
    if found.person_id != person_id:
        raise Conflict(_("This identity already belongs to another account."))
    return found


@operation("core.session.start")
def sign_in(act: Act, proof: SignIn, *, token: str, address: str, agent: str) -> LoginSession:
    """The one pipeline behind every method: identity, state of the account, a fresh session.

    `token` is new for each session; only its hash is kept. Raises SignInRefused when nobody has
    the identity, or the account is suspended or not confirmed.
    """
    row = act.session.execute(
        select(Identity, Person)
        .join(Person, Person.id == Identity.person_id)
        .where(
            Identity.method == proof.method,
            Identity.subject == proof.subject,
            Person.deleted_at.is_(None),
        )
    ).first()
    if row is None:
        raise SignInRefused(_("Nobody here has this identity. Ask the help desk for an account."))
    identity, person = row
    if person.state == SUSPENDED:
        raise SignInRefused(_("This account is suspended. Ask the help desk to open it again."))
    if person.state != ACTIVE:
        raise SignInRefused(_("Confirm your address first: the link is in your mail."))
    # Past the version of the row: two devices of one person may sign in at the same moment.
    act.session.execute(
        update(Identity).where(Identity.id == identity.id).values(last_used_at=act.now)
    )
    publish(act, SignedIn(person.id, proof.method))
    return _start(act, person.id, proof.method, token, address, agent, proof.ticket)


@operation("core.session.start_guest")
def start_guest_session(act: Act, *, token: str, address: str, agent: str) -> LoginSession:
    """A session that belongs to no person, for looking around."""
    return _start(act, None, GUEST_METHOD, token, address, agent, None)


@operation("core.session.end")
def end_session(act: Act, *, session_id: int) -> None:
    """End one session; ending it twice changes nothing."""
    session = act.session.get(LoginSession, session_id)
    if session is not None and session.ended_at is None:
        session.ended_at = act.now


@operation("core.session.end_others")
def end_sessions(act: Act, *, person_id: int, keep_id: int | None = None) -> None:
    """End the sessions of a person, except `keep_id`: after a new password, or when asked."""
    _end_all(act, person_id, keep_id)


def _start(
    act: Act,
    person_id: int | None,
    method: str,
    token: str,
    address: str,
    agent: str,
    ticket: str | None,
) -> LoginSession:
    return act.add(
        LoginSession(
            token_hash=hash_of(token),
            person_id=person_id,
            method=method,
            external_ticket=ticket,
            started_at=act.now,
            last_seen_at=act.now,
            address=address,
            agent=agent,
            is_guest=person_id is None,
        )
    )


def _end_all(act: Act, person_id: int, keep_id: int | None = None) -> None:
    act.session.execute(
        update(LoginSession)
        .where(
            LoginSession.person_id == person_id,
            LoginSession.ended_at.is_(None),
            LoginSession.id != (keep_id or 0),
        )
        .values(ended_at=act.now)
    )


def _person(act: Act, person_id: int, version: int | None = None) -> Person:
    person = act.get(Person, person_id, version)
    if person is None:
        raise NotFound(NO_PERSON)
    return person


def _refuse_oneself(act: Act, person_id: int) -> None:
    if act.actor_id == person_id:
        raise Invalid(NOT_YOURSELF)


def _refuse_taken(act: Act, username: str) -> None:
    if act.session.scalar(select(Person.id).where(Person.username == username)) is not None:
        raise Invalid(TAKEN, {"username": username}, field="username")
