"""People as the administration finds and protects them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from updago.kernel.accounts.models import ACTIVE, SUSPENDED, UNCONFIRMED, Person
from updago.kernel.accounts.queries import person_of
from updago.kernel.errors import Denied
from updago.kernel.i18n import _
from updago.kernel.permissions.grants import assignable_roles
from updago.kernel.permissions.places import SITE, SITE_LEVEL, Place
from updago.kernel.permissions.queries import roles_at
from updago.kernel.web.layout import Crumb
from updago.kernel.web.parts import Badge

if TYPE_CHECKING:
    from pyramid.request import Request

LIST: Final = "person:account:list"
EDIT: Final = "person:account:edit"
ASSIGN: Final = "role:assignment:edit"
STRONGER: Final = _("This person has a role on the site that is not below yours.")
STATES: Final = {
    ACTIVE: Badge(_("active"), "done", "check"),
    SUSPENDED: Badge(_("suspended"), "late", "lock"),
    UNCONFIRMED: Badge(_("not confirmed"), "soon", "mail"),
}


@dataclass(frozen=True, slots=True)
class PersonContext:
    """A person of the site, as its administrators see them; nobody else learns who exists."""

    person: Person
    place: Place


def load_person(request: Request) -> PersonContext | None:
    """The person of the route's `person_id`."""
    person = person_of(request.db, int(request.matchdict["person_id"]))
    return None if person is None else PersonContext(person, Place(person_id=person.id))


def refuse_stronger(request: Request, person_id: int) -> None:
    """Keep accounts from those who could rise by them.

    Whoever changes an account may sign in with it, so nobody changes that of a person with a
    role on the site that they could not give. Raises Denied.
    """
    if person_id == request.visitor.person_id:
        return
    held = roles_at(request.db, person_id, SITE_LEVEL)
    if held - set(assignable_roles(request.oracle, SITE)):
        raise Denied(STRONGER)


def people_crumb(request: Request) -> Crumb:
    """The step from a person's page back to the list."""
    return Crumb(request.translate(_("People")), request.route_path("admin.people"))


def state_of(request: Request, state: str) -> Badge:
    """The state of an account as a badge."""
    badge = STATES[state]
    return badge._replace(text=request.translate(badge.text))
