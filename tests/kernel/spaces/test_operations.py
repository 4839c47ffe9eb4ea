"""Courses, sections and activities change as operations say."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.clock import LocalDeadline
from updago.kernel.db.audit import AuditEntry
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Activity, Course
from updago.kernel.spaces.queries import deleted_items
from updago.kernel.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces


def names(spaces: Spaces, course_id: int) -> list[list[str]]:
    return [[a.name for a in s.activities] for s in spaces.structure(course_id).sections]


def test_a_new_course_has_its_general_section_and_a_teacher(
    site: Site, spaces: Spaces, people: People
) -> None:
    creator = people.person()
    course = spaces.course(sections=3, teacher_id=creator.id)
    assert [s.position for s in spaces.structure(course.id).sections] == [0, 1, 2, 3]
    with site.database.reading() as session:
        oracle = site.oracle(session, creator.id)
        assert "teacher" in oracle.roles(spaces.place(course.id))


def test_without_enrolment_methods_the_creator_is_given_the_role(
    site: Site, spaces: Spaces, people: People
) -> None:
    creator = people.person()
    course = spaces.course(teacher_id=creator.id, methods=False)
    with site.database.reading() as session:
        assert site.oracle(session, creator.id).roles(spaces.place(course.id)) >= {"teacher"}


def test_a_short_name_belongs_to_one_course(site: Site, spaces: Spaces) -> None:
    first = spaces.course(short_name="BIO101")
    with pytest.raises(Invalid, match="Another course") as refusal:
        spaces.course(short_name=" BIO101 ")
    assert refusal.value.field == "short_name"
    with site.acting() as act:
        do.delete_course(act, course_id=first.id)
    with pytest.raises(Invalid, match="deleted course"):
        spaces.course(short_name="BIO101")


def test_a_course_keeps_its_own_short_name_when_edited(site: Site, spaces: Spaces) -> None:
    course = spaces.course(short_name="BIO101")
    with site.acting() as act:
        do.edit_course(act, course_id=course.id, short_name="BIO101", full_name="Biology")
    assert spaces.structure(course.id).full_name == "Biology"


def test_a_course_cannot_end_before_it_starts(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with pytest.raises(Invalid, match="end before") as refusal, site.acting() as act:
        do.edit_course(
            act,
            course_id=course.id,
            starts=LocalDeadline.parse("2026-11-09T08:00:00[Europe/Paris]"),
            ends=LocalDeadline.parse("2026-11-08T08:00:00[Europe/Paris]"),
        )
    assert refusal.value.field == "ends"


def test_a_stale_version_is_refused(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    key = course.activity_ids[0]
    with site.acting() as act:
        do.edit_activity(act, activity_id=key, version=1, name="First", intro=RichText())
    with pytest.raises(Conflict), site.acting() as act:
        do.edit_activity(act, activity_id=key, version=1, name="Second", intro=RichText())
    with pytest.raises(Conflict), site.acting() as act:
        do.edit_course(act, course_id=course.id, version=9, full_name="Other")
    assert names(spaces, course.id)[0] == ["First"]


def test_moving_a_neighbour_is_no_conflict(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=3, sections=0)
    first, second, third = course.activity_ids
    with site.acting() as act:
        do.move_activity(act, activity_id=third, section_id=course.section_ids[0], before_id=first)
    with site.acting() as act:
        do.edit_activity(act, activity_id=second, version=1, name="Mine", intro=RichText())
    assert [n.id for n in spaces.structure(course.id).activities] == [third, first, second]


def test_the_type_saves_its_own_fields_with_the_activity(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with site.acting() as act:
        note = do.create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="note",
            name="Read me",
            data={"body": "hello"},
            position=0,
        )
        key = note.id
    assert spaces.structure(course.id).by_id[key].meta == {"body": "hello"}


def test_what_the_type_refuses_leaves_nothing(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with pytest.raises(Invalid, match="note is refused"), site.acting() as act:
        do.create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[0],
            type="note",
            name="Read me",
            data={"refused": True},
        )
    assert spaces.structure(course.id).activities == ()


def test_a_type_that_is_not_installed_cannot_be_created(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with pytest.raises(Invalid, match="not available"):
        spaces.activity(course.id, type="quiz")


def test_a_placeholder_keeps_what_waits_whole(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    waiting = {"xml": "<quiz>é</quiz>", "files": [{"name": "a.png"}]}
    with site.acting() as act:
        key = do.make_placeholder(
            act,
            course_id=course.id,
            section_id=course.section_ids[0],
            waiting_type="quiz",
            name="Test",
            waiting=waiting,
        ).id
    node = spaces.structure(course.id).by_id[key]
    assert (node.type, node.waiting_type) == ("placeholder", "quiz")
    with site.database.reading() as session:
        assert session.get_one(Activity, key).waiting == waiting


def test_an_activity_stays_in_its_course(site: Site, spaces: Spaces) -> None:
    here, there = spaces.course(activities=1), spaces.course()
    with pytest.raises(Invalid, match="another course"), site.acting() as act:
        do.move_activity(act, activity_id=here.activity_ids[0], section_id=there.section_ids[0])


def test_the_general_section_stays_first_and_shown(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    general = course.section_ids[0]
    for refused in (
        lambda act: do.move_section(act, section_id=general, position=2),
        lambda act: do.delete_section(act, section_id=general),
        lambda act: do.set_section_visibility(act, section_id=general, visibility="hidden"),
    ):
        with pytest.raises(Invalid, match="general section"), site.acting() as act:
            refused(act)
    with site.acting() as act:
        do.move_section(act, section_id=course.section_ids[2], position=0)
    expected = [general, course.section_ids[2], course.section_ids[1]]
    assert [s.id for s in spaces.structure(course.id).sections] == expected


def test_one_section_at_most_is_highlighted(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    for key in course.section_ids[1:]:
        with site.acting() as act:
            do.edit_section(act, section_id=key, name="", summary=RichText(), is_highlighted=True)
    marked = [s.id for s in spaces.structure(course.id).sections if s.is_highlighted]
    assert marked == [course.section_ids[2]]


def test_a_deleted_section_comes_back_with_what_was_in_it(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=2)
    before = spaces.structure(course.id)
    with site.acting() as act:
        do.delete_section(act, section_id=course.section_ids[1])
    assert len(spaces.structure(course.id).activities) == 4
    with site.database.reading() as session:
        assert [item.kind for item in deleted_items(session, course.id)] == ["section"]
    with site.acting() as act:
        do.restore_section(act, section_id=course.section_ids[1])
    assert [s.id for s in spaces.structure(course.id).sections] == [s.id for s in before.sections]
    assert spaces.structure(course.id).activities == before.activities


def test_an_activity_of_a_deleted_section_comes_back_to_the_general_one(
    site: Site, spaces: Spaces
) -> None:
    course = spaces.course(activities=1)
    key = course.activity_ids[1]
    with site.acting() as act:
        do.delete_activity(act, activity_id=key)
        do.delete_section(act, section_id=course.section_ids[1])
        do.restore_activity(act, activity_id=key)
    assert spaces.structure(course.id).by_id[key].section_id == course.section_ids[0]


def test_a_copy_stands_after_its_original(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=2, sections=0)
    with site.acting() as act:
        do.edit_activity(
            act,
            activity_id=course.activity_ids[0],
            name="Original",
            intro=RichText.of("<p>x</p>"),
            visibility="hidden",
            data={"body": "b"},
            indent=2,
        )
        copy = do.duplicate_activity(act, activity_id=course.activity_ids[0], name="Copy").id
    nodes = spaces.structure(course.id).activities
    assert [node.id for node in nodes] == [course.activity_ids[0], copy, course.activity_ids[1]]
    assert (nodes[1].meta, nodes[1].visibility, nodes[1].indent) == ({"body": "b"}, "hidden", 2)


def test_a_click_sent_twice_makes_one_course(site: Site, spaces: Spaces) -> None:
    category = spaces.category()
    made = set()
    for _ in range(2):
        with site.acting(once="form-1") as act:
            made.add(do.create_course(act, category_id=category, short_name="X", full_name="X").id)
    assert len(made) == 1


def test_each_change_is_audited(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    with site.acting() as act:
        do.set_activity_visibility(act, activity_id=course.activity_ids[0], visibility="hidden")
    with site.database.reading() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.operation == "core.activity.set_visibility")
        ).one()
        assert entry.before is not None
        assert entry.after is not None
        assert (entry.before["visibility"], entry.after["visibility"]) == ("shown", "hidden")


def test_what_is_gone_cannot_be_changed(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    with site.acting() as act:
        do.delete_activity(act, activity_id=course.activity_ids[0])
    with pytest.raises(NotFound), site.acting() as act:
        do.rename_activity(act, activity_id=course.activity_ids[0], name="Ghost")


@pytest.mark.parametrize("name", ["", "   ", "x" * 256])
def test_a_name_is_neither_empty_nor_endless(site: Site, spaces: Spaces, name: str) -> None:
    course = spaces.course()
    with pytest.raises(Invalid) as refusal:
        spaces.activity(course.id, name=name)
    assert refusal.value.field == "name"


def test_a_restored_course_is_as_it_was(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    before = spaces.structure(course.id)
    with site.acting() as act:
        do.delete_course(act, course_id=course.id)
    with pytest.raises(LookupError):
        spaces.structure(course.id)
    with site.acting() as act:
        do.restore_course(act, course_id=course.id)
    assert spaces.structure(course.id).activities == before.activities


def test_each_change_gives_the_structure_a_new_version(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    seen = [spaces.structure(course.id).version]
    with site.acting() as act:
        do.set_activity_visibility(act, activity_id=course.activity_ids[0], visibility="link")
        seen.append(act.session.get_one(Course, course.id).structure_version)
        do.add_section(act, course_id=course.id, name="More", position=1)
        seen.append(act.session.get_one(Course, course.id).structure_version)
    assert seen == sorted(set(seen))
