"""People for tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from updago.kernel.accounts.operations import create_person
from updago.kernel.accounts.values import PersonData
from updago.kernel.app import Site
from updago.kernel.permissions.operations import assign_role, set_override
from updago.kernel.permissions.places import SITE, Place


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who was made."""

    id: int
    username: str
    email: str


class People:
    """Makes people on a site; each call gives another one."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._numbers = count(1)

    def person(self, username: str = "", email: str | None = None) -> Someone:
        """An active person without any role."""
        number = next(self._numbers)
        data = PersonData(
            username=username or f"person{number}",
            email=f"person{number}@example.org" if email is None else email,
            first_name="Camille",
            last_name=f"Martin {number}",
        )
        with self._site.acting() as act:
            person = create_person(act, data)
            return Someone(person.id, person.username, person.email)

    def holding(self, role: str, place: Place = SITE) -> Someone:
        """A person who was given a role at the innermost level of a place."""
        person = self.person()
        self.give(person.id, role, place)
        return person

    def manager(self) -> Someone:
        """A manager of the whole site."""
        return self.holding("manager")

    def give(self, person_id: int, role: str, place: Place) -> None:
        """Give a role as the system does."""
        with self._site.acting() as act:
            assign_role(act, person_id=person_id, role=role, place=place, granted_by=None)

    def override(self, role: str, permission: str, place: Place, value: str) -> None:
        """Change what a role may do at a place, as the system does."""
        with self._site.acting() as act:
            set_override(
                act, role=role, permission=permission, place=place, value=value, granted_by=None
            )
