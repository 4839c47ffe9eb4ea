"""Sites with as little in them as there can be: what pages show when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from updago.kernel.app import Site, build_app, build_site
from updago.kernel.clock import FrozenClock
from updago.kernel.spaces import operations
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.text import RichText
from updago.kernel.web.forms.fields import UploadsField
from updago.kernel.web.routing import PageRoute, PageTable
from updago.testing.databases import PlaceDatabase
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.fixtures import START
from updago.testing.recording import Recorder
from updago.testing.routes import PLACEHOLDER
from updago.testing.samples import WIDE, sample_data
from updago.testing.web import Client
from updago.testing.world import Browser

# Who looks at what, and the objects that stand for placeholders then.
Looks = Mapping[str, tuple[Mapping[str, Any], ...]]
# What is there at all when its page is: a post, a file, somebody who is enrolled.
CONTENTS: Final = frozenset({
    "act", "block_id", "discussion_id", "enrolment_id", "file_id", "import_id", "instance_id",
    "key", "level", "name", "object_id", "path", "person_id", "post_id", "session_id", "uid",
})  # fmt: skip


@dataclass(slots=True)
class Empty:
    """A site, the browsers of those who look at it, and what they look at."""

    site: Site
    wsgi: Callable[..., Any]
    browsers: Mapping[str, Browser]
    looks: Looks
    recorder: Recorder
    numbers: Iterator[int] = field(default_factory=count)

    def address(self) -> str:
        """The address of a machine."""
        return f"10.1.{next(self.numbers) % 250}.1"

    @property
    def routes(self) -> tuple[PageRoute, ...]:
        """Every route that answers a GET."""
        table: PageTable = self.wsgi.registry["pages"]  # type: ignore[attr-defined] # Pyramid's
        return tuple(route for route in table.pages.values() if "GET" in route.methods)

    def pages(self) -> Iterator[tuple[str, PageRoute, str]]:
        """Person, route and address of each page of which there is an empty one."""
        for person, sets in self.looks.items():
            for route in self.routes:
                for values in sets:
                    if path := _path(route, values):
                        yield person, route, path


def _path(route: PageRoute, values: Mapping[str, Any]) -> str:
    """The address of a route; empty when these objects do not stand for all its placeholders."""
    named = {
        name: values.get(f"{route.plugin}/{name}", values.get(name))
        for name in PLACEHOLDER.findall(route.pattern)
    }
    if None in named.values() or (not named and values):
        return ""
    return PLACEHOLDER.sub(lambda found: str(named[found[1]]), route.pattern)


def _site(folder: Path, place_database: PlaceDatabase) -> Site:
    given = {"data_dir": folder, **place_database(folder)}
    return build_site(given, clock=FrozenClock(START), strict=True, environ={})


def _opened(site: Site, people: Mapping[str, int | None], looks: Looks) -> Empty:
    client = Client(site)
    browsers = {}
    for name, person_id in people.items():
        browser = client.other()
        if person_id is not None:
            browser.sign_in(person_id)
        cookie = "; ".join(f"{part.name}={part.value}" for part in browser.cookiejar)
        browsers[name] = Browser(person_id, cookie, "")
    return Empty(site, build_app(site), browsers, looks, Recorder(site))


def build_desert(folder: Path, place_database: PlaceDatabase) -> Empty:
    """A site without any course: its administrator, somebody new, and nobody."""
    site = _site(folder, place_database)
    people = People(site)
    persons = {
        "administrator": people.manager().id, "newcomer": people.person().id, "anonymous": None,
    }  # fmt: skip
    return _opened(site, persons, {name: ({},) for name in persons})


def build_hollow(folder: Path, place_database: PlaceDatabase) -> Empty:
    """A site with a course that has no activity, one whose activities hold nothing, one without
    people, a category without courses, and a group without members."""
    site = _site(folder, place_database)
    people, spaces = People(site), Spaces(site)
    student, teacher, manager = people.person(), people.person(), people.manager()
    hand = _by_hand(site)
    bare, filled, deserted = (spaces.course(full_name=n) for n in ("Vide", "Plein", "Désert"))
    for course in (bare, filled):
        spaces.enrol(student.id, course.id, method=hand)
        spaces.enrol(teacher.id, course.id, role="teacher", method=hand)
    activities = _activities(site, filled.id, filled.section_ids[1], teacher.id)
    seen = (
        {"course_id": bare.id, "section_id": bare.section_ids[1], "category_id": spaces.category(),
         "group_id": spaces.group(bare.id), "grouping_id": _grouping(site, bare.id),
         "type": next(iter(activities)), "method": hand},
        {f"{owner}/activity_id": key for owner, key in _owned(site, activities).items()}
        | {"activity_id": next(iter(activities.values()))},
    )  # fmt: skip
    nobodys = {"course_id": deserted.id, "category_id": spaces.category()}
    looks = {"member": seen, "teacher": seen, "manager": (nobodys,), "newcomer": (nobodys,)}
    persons = {
        "member": student.id, "teacher": teacher.id, "manager": manager.id,
        "newcomer": people.person().id,
    }  # fmt: skip
    return _opened(site, persons, looks)


def _grouping(site: Site, course_id: int) -> int:
    with site.acting() as act:
        return operations.create_grouping(act, course_id=course_id, name="Groupement").id


def _by_hand(site: Site) -> str:
    methods = site.declared(EnrolmentMethod)
    return next(name for name, method in methods.items() if method.manage_route is not None)


def _owned(site: Site, activities: Mapping[str, int]) -> dict[str, int]:
    """Activities by the plugin whose page shows them."""
    kinds = site.declared(ActivityType)
    return {kinds.owner(kind): key for kind, key in activities.items()}


def _activities(site: Site, course_id: int, section_id: int, person_id: int) -> dict[str, int]:
    """One activity of each kind, described by more than fits, with nothing added to it."""
    made = {}
    for kind in site.declared(ActivityType).values():
        fields = kind.form() if kind.form else ()
        files = {field.name for field in fields if isinstance(field, UploadsField)}
        data = {**sample_data(site, kind), **dict.fromkeys(files, ())}
        with site.acting(person_id) as act:
            made[kind.name] = operations.create_activity(
                act, course_id=course_id, section_id=section_id, type=kind.name,
                name=f"Un exemple de {kind.name}", intro=RichText.of(WIDE), data=data,
            ).id  # fmt: skip
    return made
