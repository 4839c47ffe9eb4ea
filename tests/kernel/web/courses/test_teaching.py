"""What teachers meet now and then: ticked people, kinds that are gone, what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from updago.kernel.app import Site
from updago.kernel.blocks.models import BlockPlacement
from updago.kernel.clock import LocalDeadline
from updago.kernel.errors import NotFound
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity, Course, EnrolmentInstance
from updago.kernel.spaces.operations import (
    add_instance,
    create_activity,
    edit_course,
    edit_instance,
    set_section_visibility,
)
from updago.kernel.spaces.operations.common import bump_structure
from updago.kernel.spaces.places import category_place
from updago.kernel.spaces.queries import enrolments_of, must_live
from updago.kernel.text import RichText
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, main_form

Change = Callable[..., None]


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


@pytest.fixture
def essay(site: Site, course: MadeCourse) -> int:
    with site.acting() as act:
        return create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="essay",
            name="Bees",
            data={"topic": "Bees", "words": 5},
        ).id


@pytest.fixture
def change(site: Site) -> Change:
    """Change a row past the operations, as another release of a plugin may have."""

    def do(kind: type[Any], key: int, **values: Any) -> None:
        with site.database.writer.begin() as session:
            session.execute(update(kind).where(kind.id == key).values(values))

    return do


def words(site: Site, message: str) -> str:
    return site.catalogues.translator("fr").translate(message)


def state_of(site: Site, course: MadeCourse, person: Someone) -> list[str]:
    with site.database.reading() as session:
        return [row.state for row, _ in enrolments_of(session, course.id, person.id)]


def test_those_ticked_are_suspended_unless_their_role_is_too_high(
    desk: Client, site: Site, people: People, spaces: Spaces, course: MadeCourse, student: Someone
) -> None:
    other = people.person()
    spaces.enrol(other.id, course.id, "teacher")
    fields = [("csrf_token", desk.token()), ("person", student.id), ("person", other.id)]
    desk.post(f"/courses/{course.id}/people/suspend", fields, status=303)
    assert state_of(site, course, student) == ["suspended"]
    assert state_of(site, course, other) == ["active"]


def test_dates_change_without_another_enrolment(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    with site.database.reading() as session:
        key = enrolments_of(session, course.id, student.id)[0][0].id
    page = desk.get(f"/courses/{course.id}/people/{key}/edit")
    form = next(form for form in page.forms.values() if "role" in form.fields)
    form["ends_at"] = "2026-12-24T12:00"
    form.submit(status=303)
    with site.database.reading() as session:
        ((row, _method),) = enrolments_of(session, course.id, student.id)
    assert (row.id, row.role) == (key, "student")
    assert row.ends_at is not None


def test_a_role_that_is_too_high_is_shown_and_not_changed(
    desk: Client, site: Site, people: People, spaces: Spaces, course: MadeCourse
) -> None:
    other = people.person()
    key = spaces.enrol(other.id, course.id, "teacher")
    page = desk.get(f"/courses/{course.id}/people/{key}/edit")
    form = next(form for form in page.forms.values() if "role" in form.fields)
    assert form["role"].value == "teacher"
    form.submit(status=403)
    assert state_of(site, course, other) == ["active"]


def test_a_way_in_keeps_a_role_that_its_teacher_may_not_give(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    with site.acting() as act:
        key = add_instance(act, course_id=course.id, method="door", role="teacher").id
    path = f"/courses/{course.id}/ways/{key}/edit"
    form = next(form for form in desk.get(path).forms.values() if "key" in form.fields)
    assert form["role"].value == "teacher"


def test_a_way_in_whose_plugin_is_gone_is_listed_and_cannot_be_changed(
    desk: Client, course: MadeCourse, spaces: Spaces, change: Change
) -> None:
    key = spaces.instance(course.id, "door")
    change(EnrolmentInstance, key, method="gone", name="The old door")
    base = f"/courses/{course.id}/ways"
    row = next(row for row in desk.get(base).html.select("tbody tr") if "old door" in row.text)
    assert not row.select("a, .menu")
    desk.get(f"{base}/{key}/edit", status=404)


def test_an_activity_whose_kind_is_gone_is_not_edited(
    desk: Client, site: Site, course: MadeCourse, essay: int, change: Change
) -> None:
    change(Activity, essay, type="gone")
    with site.acting() as act:
        bump_structure(act, [course.id])
    desk.get(f"/activities/{essay}/edit", status=404)


def test_a_block_whose_kind_is_gone_is_not_configured(
    desk: Client, course: MadeCourse, change: Change
) -> None:
    page = desk.get(f"/blocks/course/{course.id}/add/greeting")
    form = next(form for form in page.forms.values() if "title" in form.fields)
    form["words"] = "Welcome"
    form.submit(status=303)
    desk.get("/blocks/1/edit", status=200)
    change(BlockPlacement, 1, type="gone")
    desk.get("/blocks/1/edit", status=404)


def test_an_unknown_act_on_several_is_missing(desk: Client, course: MadeCourse, essay: int) -> None:
    fields = {"csrf_token": desk.token(), "activity": str(essay)}
    desk.post(f"/courses/{course.id}/bulk/burn", fields, status=404)


@pytest.mark.parametrize("page", ["", "/edit"])
def test_the_section_of_this_week_and_hidden_ones_say_so(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, page: str
) -> None:
    spaces.activity(course.id, course.section_ids[1], "sign")
    monday = LocalDeadline.at(site.clock.now(), "Europe/Paris")
    with site.acting() as act:
        edit_course(act, course_id=course.id, format="weeks", starts=monday)
        set_section_visibility(act, section_id=course.section_ids[2], visibility="hidden")
    html = desk.get(f"/courses/{course.id}{page}").html
    badges = {
        key: [badge.text.strip() for badge in html.find(id=f"s{key}").select(".badge")]
        for key in course.section_ids[1:]
    }
    assert badges == {
        course.section_ids[1]: [words(site, "Current")],
        course.section_ids[2]: [words(site, "Hidden")],
    }


def test_moving_after_another_one_comes_right_behind_it(
    desk: Client, course: MadeCourse, spaces: Spaces
) -> None:
    section = course.section_ids[1]
    keys = [spaces.activity(course.id, section, "sign") for _ in range(4)]

    def put_after(moved: int, other: int) -> list[int]:
        fields = {"csrf_token": desk.token(), "place": f"{section}-{other}"}
        desk.post(f"/activities/{moved}/move", fields, status=303)
        return list(spaces.structure(course.id).by_id)

    a, b, c, d = keys
    assert put_after(a, c) == [b, c, a, d]
    assert put_after(b, d) == [c, a, d, b]


def test_a_course_moves_to_another_category_by_who_may_create_there(
    app: Client, site: Site, people: People, spaces: Spaces, course: MadeCourse
) -> None:
    elsewhere = spaces.category()
    app.sign_in(people.manager().id)
    page = app.get(f"/courses/{course.id}/settings")
    form = next(form for form in page.forms.values() if "full_name" in form.fields)
    form["category_id"] = str(elsewhere)
    form.submit(status=303)
    with site.database.reading() as session:
        assert session.get_one(Course, course.id).category_id == elsewhere


class TestCategories:
    @pytest.fixture
    def branch(self, site: Site, spaces: Spaces) -> dict[str, int]:
        mine, other = spaces.category(name="Mine"), spaces.category(name="Other")
        return {"mine": mine, "below": spaces.category(mine), "other": other}

    def move(self, client: Client, key: int, place: object, status: int) -> None:
        fields = {"csrf_token": client.token(), "place": str(place)}
        client.post(f"/categories/{key}/move", fields, status=status)

    def parent_of(self, site: Site, key: int) -> int | None:
        with site.database.reading() as session:
            site.state.expire()
            site.state.refresh(session)
            return site.categories.read(session).nodes[key].parent_id

    def test_a_category_moves_below_another_with_the_right_to_both(
        self, app: Client, site: Site, people: People, branch: dict[str, int]
    ) -> None:
        app.sign_in(people.manager().id)
        self.move(app, branch["below"], branch["other"], 303)
        assert self.parent_of(site, branch["below"]) == branch["other"]
        for place in (999_999, "x", "", branch["below"]):
            self.move(app, branch["below"], place, 422)

    def test_whoever_keeps_one_branch_puts_nothing_into_another(
        self, app: Client, site: Site, people: People, branch: dict[str, int]
    ) -> None:
        with site.database.reading() as session:
            site.state.refresh(session)
            mine = site.categories.read(session).nodes[branch["mine"]]
        keeper = people.holding("manager", category_place(mine))
        app.sign_in(keeper.id)
        self.move(app, branch["below"], branch["other"], 403)
        self.move(app, branch["below"], 0, 403)
        assert self.parent_of(site, branch["below"]) == branch["mine"]


class TestStates:
    @pytest.fixture
    def failing(self, site: Site, essay: int) -> int:
        """An activity whose state its type cannot tell."""

        def fail(session: Any, oracle: Any, activities: Any, formats: Any) -> Any:
            raise KeyError("words")

        registry = site.declared(ActivityType)
        entry = registry._entries["essay"]
        kind = replace(registry["essay"], states=fail)
        registry._entries["essay"] = type(entry)(entry.plugin, kind)
        return essay

    def test_a_kind_that_fails_leaves_plain_rows_and_is_asked_no_more(
        self, site: Site, app: Client, course: MadeCourse, student: Someone, failing: int
    ) -> None:
        object.__setattr__(site.bus, "strict", False)
        app.sign_in(student.id)
        for _ in range(6):
            page = app.get(f"/courses/{course.id}")
            assert page.html.find(id=f"a{failing}")
        record = site.breakers.report()["study", "states of essay"]
        assert record.last_error == "KeyError"
        assert record.total < 6

    def test_tests_see_what_fails(
        self, app: Client, course: MadeCourse, student: Someone, failing: int
    ) -> None:
        assert failing
        app.sign_in(student.id).get(f"/courses/{course.id}", status=500)


def test_a_guest_of_an_open_course_leaves_no_trace(
    app: Client, site: Site, course: MadeCourse, spaces: Spaces, essay: int
) -> None:
    with site.acting() as act:
        edit_instance(act, instance_id=spaces.instance(course.id, "door"), options={"open": True})
    main_form(app.get("/login/guest")).submit()
    for path in (f"/courses/{course.id}", f"/study/essays/{essay}"):
        app.get(path, status=200)
    assert not app.get(f"/courses/{course.id}").html.select(".state.done")
    site.touches.flush()
    with site.database.reading() as session:
        assert not session.connection().exec_driver_sql("SELECT * FROM core_viewed").all()


def test_what_was_deleted_a_moment_ago_is_told(site: Site, course: MadeCourse) -> None:
    with site.database.reading() as session:
        assert must_live(session, Course, course.id).id == course.id
        with pytest.raises(NotFound, match="no longer exists"):
            must_live(session, Course, 999_999)


def test_without_the_right_to_arrange_there_is_no_way_to_add_a_block(
    desk: Client, people: People, spaces: Spaces, course: MadeCourse
) -> None:
    path = f"/blocks/course/{course.id}/add"
    assert desk.get(f"/courses/{course.id}/edit").html.select(f'a[href="{path}"]')
    people.override("teacher", "block:placement:edit", spaces.place(course.id), "prevent")
    assert not desk.get(f"/courses/{course.id}/edit").html.select(f'a[href="{path}"]')


def test_a_conflict_shows_texts_choices_and_switches_in_words(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    page = desk.get(f"/courses/{course.id}/settings")
    form = next(form for form in page.forms.values() if "full_name" in form.fields)
    with site.acting() as act:
        edit_course(
            act,
            course_id=course.id,
            summary=RichText.of("<p>All about <b>bees</b></p>"),
            group_mode="visible",
            group_mode_forced=True,
        )
    page = form.submit(status=409)
    told = page.html.select_one(".notice.warn").text
    assert "All about bees" in told
    assert "“visible”" not in told
    assert words(site, "yes") in told


def test_a_version_that_no_form_has_is_refused(desk: Client, course: MadeCourse) -> None:
    page = desk.get(f"/courses/{course.id}/settings")
    form = next(form for form in page.forms.values() if "full_name" in form.fields)
    form["version"].force_value("9" * 10)
    form.submit(status=422)
