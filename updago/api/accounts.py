"""People, ways to sign in, and the sessions that follow."""

from __future__ import annotations

from updago.kernel.accounts.commands import address_of, person_called
from updago.kernel.accounts.declarations import AuthMethod, SignIn
from updago.kernel.accounts.events import PersonCreated, PersonDeleted, SignedIn
from updago.kernel.accounts.models import ACTIVE, SUSPENDED, Identity, LoginSession, Person
from updago.kernel.accounts.operations import (
    SignInRefused,
    add_identity,
    create_person,
    edit_person,
    end_sessions,
    suspend_person,
    unsuspend_person,
)
from updago.kernel.accounts.queries import (
    PersonLine,
    find_people,
    person_by_login,
    person_by_username,
    person_of,
)
from updago.kernel.accounts.sessions import Visitor, hash_of, new_token
from updago.kernel.accounts.values import PersonData, email_of, username_of
from updago.kernel.web.views.entrance import next_of, ways_beside

__all__ = [
    "ACTIVE",
    "SUSPENDED",
    "AuthMethod",
    "Identity",
    "LoginSession",
    "Person",
    "PersonCreated",
    "PersonData",
    "PersonDeleted",
    "PersonLine",
    "SignIn",
    "SignInRefused",
    "SignedIn",
    "Visitor",
    "add_identity",
    "address_of",
    "create_person",
    "edit_person",
    "email_of",
    "end_sessions",
    "find_people",
    "hash_of",
    "new_token",
    "next_of",
    "person_by_login",
    "person_by_username",
    "person_called",
    "person_of",
    "suspend_person",
    "unsuspend_person",
    "username_of",
    "ways_beside",
]
