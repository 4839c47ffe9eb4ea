"""What the tests of spaces share: a site with one kind of activity and two ways in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.ports.availability import Answer, AvailabilityCondition, Known
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.models import Activity, Course, EnrolmentInstance
from updago.kernel.spaces.operations import add_instance
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces


def save_note(_act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    if data.get("refused"):
        raise Invalid("This note is refused.")
    activity.meta = {**activity.meta, "body": data.get("body", "")}


def copy_note(_act: Act, source: Activity, target: Activity) -> None:
    target.meta = dict(source.meta)


def by_hand(act: Act, course: Course) -> EnrolmentInstance:
    return add_instance(act, course_id=course.id, method="hand")


def check_switch(options: Mapping[str, Any], _known: Known, _course_id: int) -> Answer:
    return Answer(bool(options["on"]), "Switch it on.", {})


class Notes(Plugin):
    """A kind of activity, ways in and conditions, for tests."""

    manifest = Manifest("notes", "Notes", "1.0", "activity")

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType("note", "Note", "", "file", "read", None, save=save_note, copy=copy_note)

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod("hand", "By hand", "", on_create=by_hand)
        yield EnrolmentMethod(
            "door", "Door", "", "notes.enter", opens_to_guests=lambda i: bool(i.options.get("open"))
        )

    @hookimpl
    def updago_availability_conditions(self) -> Iterable[AvailabilityCondition]:
        yield AvailabilityCondition("switch", "Switch", check_switch)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site with one plugin of the tests."""
    return make_site(Notes())


@pytest.fixture
def spaces(site: Site) -> Spaces:
    """A maker of courses."""
    return Spaces(site)


@pytest.fixture
def people(site: Site) -> People:
    """A maker of people."""
    return People(site)


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    """A course with an activity in each section."""
    return spaces.course(activities=1)


@pytest.fixture
def student(spaces: Spaces, people: People, course: MadeCourse) -> int:
    """The id of a student of the course."""
    person = people.person()
    spaces.enrol(person.id, course.id)
    return person.id


@pytest.fixture
def counted(site: Site) -> Callable[[], Any]:
    """A context in which every statement that is read is listed."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _r: object, statement: str, *_: object) -> None:
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(site.database.read_engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(site.database.read_engine, "before_cursor_execute", note)

    return listen
