"""Every write about people and categories of the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.demo.queries import MARK, category_ids
from updago.api.accounts import PersonData, create_person
from updago.api.operations import Act, operation
from updago.api.permissions import MANAGER, SITE, assign_role
from updago.api.spaces import create_category
from updago.api.text import RichText


@operation("demo.people.add")
def add_people(act: Act, people: Sequence[Mapping[str, Any]]) -> None:
    """Make accounts. Raises Invalid when somebody else has one of the usernames."""
    for person in people:
        username = person["username"]
        data = PersonData(
            username=username,
            email=f"{username}@example.org",
            first_name=person["first_name"],
            last_name=person["last_name"],
            external_id=f"{MARK}{username}",
        )
        made = create_person(act, data)
        if person["role"] == MANAGER:
            assign_role(act, person_id=made.id, role=MANAGER, place=SITE, granted_by=None)


@operation("demo.categories.add")
def add_categories(act: Act, categories: Sequence[Mapping[str, Any]]) -> None:
    """Make categories, each after its parent."""
    known = dict(category_ids(act.session))
    for category in categories:
        made = create_category(
            act,
            name=category["name"],
            code=category["code"],
            parent_id=known.get(category.get("parent", "")),
            description=RichText.of(category.get("description", "")),
        )
        known[category["code"]] = made.id
