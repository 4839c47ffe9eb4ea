from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from updago.kernel.accounts.models import LoginSession, Person
from updago.kernel.accounts.operations import delete_person
from updago.kernel.app import Site
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.clock import FrozenClock
from updago.kernel.db.audit import AuditEntry
from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import Blob, File
from updago.kernel.files.operations import Shelf, Upload, add_file, remove_file
from updago.kernel.permissions.models import RoleAssignment
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Activity, Category, Course, Enrolment, Section
from updago.kernel.spaces.purging import BATCH, purge_deleted
from updago.kernel.tasks.declarations import Schedule
from updago.testing.factories.people import People
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client

LONG = timedelta(days=91)


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    """A course, and a newer one beside it."""
    made = spaces.course(activities=2)
    spaces.course(activities=1)
    return made


def count(site: Site, kind: type[Any], *where: Any) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind).where(*where)) or 0


@operation("test.place.hold")
def hold(act: Act, *, person_id: int, level: str, object_id: int) -> None:
    """Put a block at a place, and give somebody a role there."""
    act.add(BlockPlacement(type="x", level=level, object_id=object_id, options={}, title=""))
    act.add(RoleAssignment(person_id=person_id, role="teacher", level=level, object_id=object_id))


def shelve(site: Site, shelf: Shelf, data: bytes) -> tuple[int, str]:
    stored = site.files.put(io.BytesIO(data))
    with site.acting() as act:
        file = add_file(act, Upload(stored, "a.txt", "text/plain"), shelf)
        return file.id, stored.sha256


def test_what_was_deleted_long_ago_goes_with_all_that_stands_on_it(
    site: Site, spaces: Spaces, people: People, course: MadeCourse, clock: FrozenClock
) -> None:
    spaces.enrol(people.person().id, course.id)
    with site.acting() as act:
        do.delete_course(act, course_id=course.id)
    purge_deleted(site, {})
    assert count(site, Course) == 2  # it can still be brought back
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, Course, Course.id == course.id) == 0
    for kind in (Activity, Section, Enrolment):
        assert count(site, kind, kind.course_id == course.id) == 0
    assert count(site, Course) == 1


def test_what_was_brought_back_stays(site: Site, course: MadeCourse, clock: FrozenClock) -> None:
    with site.acting() as act:
        do.delete_course(act, course_id=course.id)
        do.restore_course(act, course_id=course.id)
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, Course) == 2


def test_the_setting_says_how_long(
    site: Site, course: MadeCourse, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site.acting() as act:
        do.delete_activity(act, activity_id=course.activity_ids[0])
    clock.advance(timedelta(days=8))
    purge_deleted(site, {})
    assert count(site, Activity, Activity.id == course.activity_ids[0]) == 1
    monkeypatch.setattr(type(site.state), "setting", lambda _, name: 7)
    purge_deleted(site, {})
    assert count(site, Activity, Activity.id == course.activity_ids[0]) == 0


def test_nothing_is_left_that_a_new_object_could_take_over(
    site: Site, people: People, course: MadeCourse, clock: FrozenClock
) -> None:
    shelf, holder = Shelf("x", activity_id=course.activity_ids[0]), people.person()
    with site.acting() as act:
        for level, key in (("course", course.id), ("activity", course.activity_ids[0])):
            hold(act, person_id=holder.id, level=level, object_id=key)
    _, content = shelve(site, shelf, b"in an activity")
    with site.acting() as act:
        do.delete_course(act, course_id=course.id)
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, BlockPlacement) == count(site, RoleAssignment) == count(site, File) == 0
    assert not site.files.has(content)


def test_a_content_that_another_file_shows_stays(
    site: Site, course: MadeCourse, clock: FrozenClock
) -> None:
    gone, content = shelve(site, Shelf("x", course_id=course.id), b"the same")
    shelve(site, Shelf("y", course_id=course.id), b"the same")
    shelve(site, Shelf("y", course_id=course.id), b"newest")
    with site.acting() as act:
        remove_file(act, gone)
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, File) == 2
    assert count(site, Blob) == 2
    assert site.files.has(content)


def test_a_person_goes_and_a_category_only_when_it_is_empty(
    site: Site, spaces: Spaces, people: People, clock: FrozenClock
) -> None:
    category, person = spaces.category(), people.person()
    course = spaces.course(category_id=spaces.category())
    shelve(site, Shelf("x", owner_id=person.id), b"own")
    people.person()
    spaces.category()
    with site.acting() as act:
        delete_person(act, person_id=person.id)
        do.delete_category(act, category_id=category)
        act.delete(act.session.get_one(Category, course.category_id))  # as if it had been empty
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, Person, Person.id == person.id) == count(site, File) == 0
    assert count(site, Category, Category.id == category) == 0
    assert count(site, Category, Category.id == course.category_id) == 1


def test_the_audit_log_names_what_went_and_not_what_it_held(
    site: Site, people: People, clock: FrozenClock
) -> None:
    person = people.person()
    people.person()
    with site.acting() as act:
        delete_person(act, person_id=person.id)
    clock.advance(LONG)
    purge_deleted(site, {})
    with site.database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.operation == "core.purge"))
    assert (entry.object_table, entry.before, entry.after) == ("core_person", None, None)


def test_the_newest_row_stays_so_that_its_number_is_given_to_nobody_else(
    site: Site, people: People, clock: FrozenClock
) -> None:
    newest = people.person()
    with site.acting() as act:
        delete_person(act, person_id=newest.id)
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, Person, Person.id == newest.id) == 1
    assert people.person("next").id > newest.id


def test_more_than_a_batch_goes(site: Site, course: MadeCourse, clock: FrozenClock) -> None:
    for number in range(BATCH + 2):
        file, _ = shelve(site, Shelf("x", course_id=course.id), str(number).encode())
        with site.acting() as act:
            remove_file(act, file)
    shelve(site, Shelf("x", course_id=course.id), b"newest")
    clock.advance(LONG)
    purge_deleted(site, {})
    assert count(site, File) == count(site, Blob) == 1


def test_login_sessions_go_when_nobody_has_used_them_for_long(
    site: Site, people: People, clock: FrozenClock
) -> None:
    person = people.person()
    Client(site).sign_in(person.id)
    clock.advance(LONG)
    Client(site).sign_in(person.id)
    purge_deleted(site, {})
    assert count(site, LoginSession) == 1


def test_it_is_done_every_day(site: Site) -> None:
    (schedule,) = [
        s for s in site.declared(Schedule).enabled().values() if s.job == "core.purge.deleted"
    ]
    assert schedule.every == timedelta(days=1)
