"""The tree of a course: built in few queries, shared, never older than the last change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from updago.kernel.app import Site
from updago.kernel.db.counters import bump
from updago.kernel.plugins.models import PluginState
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.structure import CourseStructure
from updago.testing.factories.spaces import Spaces


def test_a_tree_is_built_in_four_queries_however_large(
    site: Site, spaces: Spaces, counted: Callable[[], Any]
) -> None:
    small, large = spaces.course(activities=1), spaces.course(activities=70)
    for course in (small, large):
        with site.database.reading() as session, counted() as seen:
            built = site.structures.get(session, course.id)
        assert built is not None
        assert len(built.activities) == len(course.activity_ids)
        assert len(seen) <= 5  # the version, and the four of the build


def test_a_known_tree_costs_one_query(
    site: Site, spaces: Spaces, counted: Callable[[], Any]
) -> None:
    course = spaces.course(activities=2)
    spaces.structure(course.id)
    with site.database.reading() as session, counted() as seen:
        first = site.structures.get(session, course.id)
        assert site.structures.of_activity(session, course.activity_ids[0]) is first
    assert first is spaces.structure(course.id)
    assert len(seen) == 2


def test_a_change_reaches_the_next_reader(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    before = spaces.structure(course.id)
    with site.acting() as act:
        do.rename_activity(act, activity_id=course.activity_ids[0], name="Renamed")
    after = spaces.structure(course.id)
    assert after.activities[0].name == "Renamed"
    assert before.activities[0].name != "Renamed"


def test_an_unknown_course_or_activity_has_no_tree(site: Site) -> None:
    with site.database.reading() as session:
        assert site.structures.get(session, 404) is None
        assert site.structures.of_activity(session, 404) is None


def test_while_one_builds_the_others_get_the_old_tree(site: Site, spaces: Spaces) -> None:
    course = spaces.course(activities=1)
    old = spaces.structure(course.id)
    with site.acting() as act:
        do.add_section(act, course_id=course.id)
    builds, may_end = threading.Event(), threading.Event()
    slow = _Slow(site.structures._builder, builds, may_end)
    site.structures._builder = slow  # type: ignore[assignment]
    got: list[CourseStructure] = []
    builder = threading.Thread(target=lambda: got.append(spaces.structure(course.id)))
    builder.start()
    assert builds.wait(5)
    assert spaces.structure(course.id) is old
    may_end.set()
    builder.join(5)
    assert got[0].version > old.version
    assert spaces.structure(course.id) is got[0]


class _Slow:
    """A builder that says when it begins and waits to be let go."""

    def __init__(self, builder: Any, builds: threading.Event, may_end: threading.Event) -> None:
        self._builder, self._builds, self._may_end = builder, builds, may_end
        self.guest_methods = builder.guest_methods

    def build(self, session: Session, course_id: int) -> CourseStructure | None:
        self._builds.set()
        assert self._may_end.wait(5)
        built: CourseStructure | None = self._builder.build(session, course_id)
        return built


def test_a_failed_build_leaves_the_way_free(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with site.acting() as act:
        do.add_section(act, course_id=course.id)
    builder = site.structures._builder

    class Broken:
        guest_methods = builder.guest_methods

        def build(self, *_: object) -> None:
            raise RuntimeError

    site.structures._builder = Broken()  # type: ignore[assignment]
    with site.database.reading() as session:
        for _ in range(2):
            try:
                site.structures.get(session, course.id)
            except RuntimeError:
                continue
            raise AssertionError("the failure was swallowed")
    site.structures._builder = builder
    assert len(spaces.structure(course.id).sections) == 4


def test_the_least_used_tree_goes_first(site: Site, spaces: Spaces) -> None:
    site.structures._size = 2
    courses = [spaces.course(sections=0) for _ in range(3)]
    trees = [spaces.structure(course.id) for course in courses]
    assert spaces.structure(courses[2].id) is trees[2]
    assert spaces.structure(courses[0].id) is not trees[0]


def test_a_course_is_open_to_guests_while_a_way_in_says_so(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with site.acting() as act:
        door = do.add_instance(act, course_id=course.id, method="door", options={"open": True}).id
    assert spaces.place(course.id).roles == ("guest",)
    with site.acting() as act:
        do.edit_instance(act, instance_id=door, options={"open": False})
    assert spaces.place(course.id).roles == ()


def test_a_way_in_whose_plugin_is_off_opens_nothing(site: Site, spaces: Spaces) -> None:
    course = spaces.course()
    with site.acting() as act:
        do.add_instance(act, course_id=course.id, method="door", options={"open": True})
    assert spaces.place(course.id).roles == ("guest",)
    turn_off(site, "notes")
    assert spaces.place(course.id).roles == ()


def turn_off(site: Site, plugin: str) -> None:
    with site.acting() as act:
        row = PluginState(
            name=plugin,
            enabled=False,
            uid=act.uids.new(),
            created_at=act.now,
            updated_at=act.now,
        )
        act.add(row)
        bump(act.session, "plugins")
