"""The pages on which teachers gather groups, and the group mode of activities."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Activity, Grouping
from updago.kernel.spaces.queries import groups_in_groupings
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, main_form


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


def form_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "name" in form.fields)


def test_a_grouping_is_made_changed_and_deleted(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces
) -> None:
    first, second = (spaces.group(course.id, name=name) for name in ("Bees", "Wasps"))
    path = f"/courses/{course.id}/groupings"
    assert desk.get(f"/courses/{course.id}/groups").html.find("a", href=path)
    form = form_of(desk.get(f"{path}/new"))
    form["name"] = "Insects"
    form.set("groups", True, index=0)
    page = form.submit(status=303).follow()
    assert "Bees" in page.html.select_one("tbody tr").text
    with site.database.reading() as session:
        key = session.scalars(select(Grouping.id)).one()
        assert [group for group, _name in groups_in_groupings(session, course.id)[key]] == [first]
    form = form_of(desk.get(f"{path}/{key}/edit"))
    assert form["name"].value == "Insects"
    form.set("groups", False, index=0)
    form.set("groups", True, index=1)
    form["name"] = "Flyers"
    form.submit(status=303)
    with site.database.reading() as session:
        assert [group for group, _name in groups_in_groupings(session, course.id)[key]] == [second]
    page = main_form(desk.get(f"{path}/{key}/delete")).submit(status=303).follow()
    assert not page.html.select("tbody tr")


def test_a_stale_grouping_shows_who_was_first(desk: Client, site: Site, course: MadeCourse) -> None:
    with site.acting() as act:
        key = do.create_grouping(act, course_id=course.id, name="Insects").id
    mine = form_of(desk.get(f"/courses/{course.id}/groupings/{key}/edit"))
    with site.acting() as act:
        do.edit_grouping(act, grouping_id=key, name="Birds")
    mine["name"] = "Fish"
    page = mine.submit(status=409)
    assert "Birds" in page.html.select_one(".notice.warn").text


def test_a_grouping_of_another_course_is_missing(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces
) -> None:
    with site.acting() as act:
        key = do.create_grouping(act, course_id=spaces.course().id, name="Insects").id
    desk.get(f"/courses/{course.id}/groupings/{key}/edit", status=404)


def essay(desk: Client, course: MadeCourse) -> Any:
    return form_of(desk.get(f"/courses/{course.id}/sections/{course.section_ids[1]}/add/essay"))


def test_the_mode_and_grouping_of_an_activity_begin_as_in_its_course(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    with site.acting() as act:
        key = do.create_grouping(act, course_id=course.id, name="Insects").id
        do.edit_course(act, course_id=course.id, group_mode="separate", default_grouping_id=key)
    form = essay(desk, course)
    assert (form["group_mode"].value, form["grouping_id"].value) == ("separate", str(key))
    form["name"], form["topic"], form["group_mode"] = "Bees", "Insects", "visible"
    form.submit(status=303)
    with site.database.reading() as session:
        made = session.scalars(select(Activity)).one()
    assert (made.group_mode, made.grouping_id) == ("visible", key)
    form = form_of(desk.get(f"/activities/{made.id}/edit"))
    assert (form["group_mode"].value, form["grouping_id"].value) == ("visible", str(key))
    form["grouping_id"] = "0"
    form.submit(status=303)
    with site.database.reading() as session:
        assert session.get_one(Activity, made.id).grouping_id is None


def test_a_mode_that_the_course_forces_is_not_asked(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    with site.acting() as act:
        do.edit_course(act, course_id=course.id, group_mode="separate", group_mode_forced=True)
    assert "group_mode" not in essay(desk, course).fields
