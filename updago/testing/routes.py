"""Addresses in the world: what stands for the placeholders of each route."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import pytest
from sqlalchemy import select

from updago.kernel.accounts.models import LoginSession
from updago.kernel.app import Site
from updago.kernel.blocks.declarations import BlockType
from updago.kernel.blocks.operations import add_block
from updago.kernel.files.operations import Shelf, add_file
from updago.kernel.spaces import operations
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.web.courses.areas import SECTION_TEXT
from updago.kernel.web.kept.operations import keep
from updago.kernel.web.routing import PageRoute, PageTable
from updago.testing.samples import contribution, upload
from updago.testing.world import ASSET, Side, World

PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::[^}]*)?\}")
# What names an object without being called `…_id`, and a value that names none.
KEYS: Final[Mapping[str, str]] = {"uid": str(uuid.UUID(int=7)), "key": "nothing-is-kept-here"}
MISSING_ID: Final = 999_999_999
MISSING: Final = "nothing"
# Our course's, the other course's, nobody's; and one of the other course's inside ours.
OWN, FOREIGN, NOBODYS, CROSSED = "own", "foreign", "missing", "crossed"
NOTHING: Final = "-"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One address that a test asks for: a route, a method, and whose objects are named."""

    route: PageRoute
    method: str
    object: str
    path: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.route.name, self.method, self.object


@dataclass(frozen=True, slots=True)
class Addresses:
    """Every route of a world, and what stands for its placeholders on either side."""

    pages: tuple[PageRoute, ...]
    own: Values
    foreign: Values

    def cases(self, method: str | None = None, *objects: str) -> Iterator[Case]:
        """Every case, or those of a method and of some kinds of objects."""
        for route in self.pages:
            for case in self.cases_of(route):
                if method in {None, case.method} and (not objects or case.object in objects):
                    yield case

    def cases_of(self, route: PageRoute) -> Iterator[Case]:
        """Every case of one route."""
        for method in route.methods:
            for kind in kinds_of(route):
                yield Case(route, method, kind, self.path(route, kind))

    def path(self, route: PageRoute, kind: str = OWN) -> str:
        """The address of a route. Raises LookupError when nobody gives a placeholder."""
        names = PLACEHOLDER.findall(route.pattern)
        ids = [name for name in names if is_object(name)]
        own = {name: self._value(self.own, route, name) for name in names}
        foreign = {name: self._value(self.foreign, route, name) for name in names}
        values = dict(own)
        if kind == NOBODYS:
            values.update({name: missing(name) for name in ids or names})
        elif kind == FOREIGN:
            values = foreign
        elif kind == CROSSED:
            values.update({name: foreign[name] for name in ids[1:]})
        return PLACEHOLDER.sub(lambda found: quote(str(values[found[1]])), route.pattern)

    def _value(self, values: Values, route: PageRoute, name: str) -> Any:
        for key in (f"{route.name}:{name}", f"{route.plugin}/{name}", name):
            if key in values:
                return values[key]
        raise LookupError(
            f"{{{name}}} of {route.name} stands for nothing: give it in objects(site, side) of"
            f" tests/world.py of {route.plugin}"
        )


def kinds_of(route: PageRoute) -> tuple[str, ...]:
    """Whose objects a route can name."""
    names = PLACEHOLDER.findall(route.pattern)
    if not names:
        return (NOTHING,)
    crossed = (CROSSED,) if len([name for name in names if is_object(name)]) > 1 else ()
    return (OWN, FOREIGN, NOBODYS, *crossed)


def is_object(name: str) -> bool:
    """Whether a placeholder names an object, not a kind of thing."""
    return name.endswith("_id") or name in KEYS


def missing(name: str) -> str:
    """What stands for a placeholder and names nothing."""
    return KEYS.get(name, str(MISSING_ID) if name.endswith("_id") else MISSING)


def addresses_of(world: World) -> Addresses:
    """Ask the kernel and the plugins for their objects on both sides."""
    table: PageTable = world.wsgi.registry["pages"]  # type: ignore[attr-defined] # Pyramid's
    own, foreign = (_values(world.site, side) for side in (world.own, world.foreign))
    return Addresses(tuple(table.pages.values()), own, foreign)


def _values(site: Site, side: Side) -> Values:
    values = dict(_kernels(site, side))
    for name in site.plugins.plugins:
        for kind in _declared(site, ActivityType, name):
            values[f"{name}/activity_id"] = side.activities[kind]
        for kind in _declared(site, EnrolmentMethod, name):
            values[f"{name}/instance_id"] = side.instances[kind]
        given = contribution(site, name, "objects")
        own = given(site, side) if given else {}
        values.update({f"{name}/{key}": value for key, value in own.items()})
    return values


def _declared(site: Site, kind: type[Any], plugin: str) -> list[str]:
    """The names that a plugin declares of a kind."""
    registry = site.declared(kind)
    return [name for name in registry if registry.owner(name) == plugin]


def _kernels(site: Site, side: Side) -> Values:
    kinds = site.declared(ActivityType)
    opened = next(name for name, kind in kinds.items() if kind.view_route is not None)
    blocks = site.declared(BlockType)
    block_type = next(n for n, kind in blocks.items() if kind.multiple and "course" in kind.pages)
    return {
        "course_id": side.course_id,
        "category_id": side.category_id,
        "section_id": side.section_id,
        "activity_id": side.activities[opened],
        "activity.waiting:activity_id": side.waiting_id,
        "type": opened,
        "block.new:type": block_type,
        "level": "course",
        "object_id": side.course_id,
        "group_id": side.group_id,
        "grouping_id": side.grouping_id,
        "enrolment_id": side.enrolment_id,
        "method": next(iter(side.instances)),
        "instance_id": next(iter(side.instances.values())),
        "person_id": side.student.id,
        "act": "hide",
        "path": ASSET,
        **_made(site, side, block_type),
    }


def _made(site: Site, side: Side, block_type: str) -> Values:
    """What the kernel's pages show besides courses: a block, a file, a kept form, a visit."""
    with site.acting(side.student.id) as act:
        kept = keep(act, person_id=side.student.id, path="/profile", fields=(), files=())
        visit = act.session.scalars(
            select(LoginSession.id).where(LoginSession.person_id == side.student.id)
        ).first()
        key = kept.key
    with site.acting(side.teacher.id) as act:
        block = add_block(act, block_type, level="course", object_id=side.course_id)
        shelf = Shelf(SECTION_TEXT, course_id=side.course_id, item_id=side.section_id)
        file = add_file(act, upload(site), shelf)
        gone = operations.create_course(
            act, category_id=side.category_id, short_name=f"P{side.course_id}", full_name="Parti"
        )
        operations.delete_course(act, course_id=gone.id)
        return {
            "key": key,
            "session_id": visit or MISSING_ID,
            "block_id": block.id,
            "uid": str(file.uid),
            "name": file.name,
            "course.bring_back:course_id": gone.id,
        }


@pytest.fixture(scope="session")
def addresses(world: World) -> Addresses:
    """Every address of the world."""
    return addresses_of(world)
