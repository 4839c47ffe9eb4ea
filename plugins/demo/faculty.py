"""The demonstration faculty: people and categories, then one course after the other."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plugins.demo.courses import build_course, prepared_at
from plugins.demo.materials import Materials
from plugins.demo.operations import add_categories, add_people
from plugins.demo.progress import follow_course
from plugins.demo.queries import category_ids, person_ids, taken
from updago.api.clock import FrozenClock
from updago.api.operations import Act

if TYPE_CHECKING:
    from updago.api.commands import Site

FOLDER: Final = Path(__file__).parent / "demo"


def load(site: Site) -> Mapping[str, Any]:
    """Make what is missing; returns the accounts. A course that was once made is left alone."""
    plan = read(FOLDER / "faculty.toml")
    with site.acting() as act:
        people, categories = _people(act, plan), _categories(act, plan)
    for folder, course in courses():
        with site.database.reading() as session:
            if taken(session, course["short_name"]):
                continue
        with site.acting(people[course["teacher"]]) as act:
            prepared = replace(act, clock=FrozenClock(prepared_at(act.now, course)))
            made = build_course(prepared, course, categories, people, Materials(site, folder))
            follow_course(act, made.id, course["progress"], people)
    return {"accounts": [_account(person) for person in plan["people"]]}


def _people(act: Act, plan: Mapping[str, Any]) -> Mapping[str, int]:
    known = person_ids(act.session)
    missing = [one for one in plan["people"] if one["username"] not in known]
    if missing:
        add_people(act, missing)
    return person_ids(act.session)


def _categories(act: Act, plan: Mapping[str, Any]) -> Mapping[str, int]:
    known = category_ids(act.session)
    missing = [one for one in plan["categories"] if one["code"] not in known]
    if missing:
        add_categories(act, missing)
    return category_ids(act.session)


def courses() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The folder and the description of each course."""
    for path in sorted(FOLDER.glob("*/course.toml")):
        yield path.parent, read(path)


def read(path: Path) -> dict[str, Any]:
    """A description in TOML 1.0."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _account(person: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        "username": person["username"],
        "name": f"{person['first_name']} {person['last_name']}",
        "role": person["role"],
    }
