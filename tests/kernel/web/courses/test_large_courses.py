"""A large course in edit mode: a page lists a hundred activities at most, and all are reached."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.spaces.operations import set_activity_visibility
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client, queries

MOST = 100


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    """Three sections with 0, 130 and 3 activities."""
    made = spaces.course(sections=2)
    with spaces.site.acting() as act:
        for section_id, count in zip(made.section_ids[1:], (130, 3), strict=True):
            for number in range(count):
                spaces._activity(act, made.id, section_id, "sign", name=f"Sign {number}")
    return made


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


def rows(page: Any) -> list[int]:
    return [int(row["id"][1:]) for row in page.html.select(".edit-row")]


def in_order(spaces: Spaces, course: MadeCourse) -> list[list[int]]:
    sections = spaces.structure(course.id).sections
    return [[node.id for node in section.activities] for section in sections]


def test_every_activity_is_on_one_page_of_at_most_a_hundred(
    desk: Client, spaces: Spaces, course: MadeCourse
) -> None:
    _none, many, few = in_order(spaces, course)
    first = desk.get(f"/courses/{course.id}/edit")
    assert rows(first) == many[:MOST]
    second = desk.get(first.html.select_one("a[rel=next]")["href"])
    assert rows(second) == many[MOST:]
    more = first.html.select(f"#s{course.section_ids[2]} a[href*='at=s']")
    assert rows(desk.get(more[0]["href"])) == few


def test_after_an_act_its_activity_is_on_the_page(
    desk: Client, spaces: Spaces, course: MadeCourse
) -> None:
    _none, many, few = in_order(spaces, course)
    for key in (many[120], few[1], many[5]):
        fields = {"csrf_token": desk.token(), "visibility": "hidden"}
        page = desk.post(f"/activities/{key}/visibility", fields, status=303).follow()
        assert key in rows(page)


def test_acts_on_several_come_back_to_their_section(
    desk: Client, spaces: Spaces, course: MadeCourse
) -> None:
    _none, _many, few = in_order(spaces, course)
    fields = [("csrf_token", desk.token()), *(("activity", str(key)) for key in few)]
    page = desk.post(f"/courses/{course.id}/bulk/hide", fields, status=303).follow()
    assert rows(page) == few


@pytest.mark.parametrize("at", ["s0", "a0", "x1", "s", "a99999999999999999999"])
def test_a_place_that_is_not_there_shows_the_first_section_with_something(
    desk: Client, spaces: Spaces, course: MadeCourse, at: str
) -> None:
    many = in_order(spaces, course)[1]
    assert rows(desk.get(f"/courses/{course.id}/edit?at={at}")) == many[:MOST]


def test_the_page_asks_as_much_as_for_a_small_course(
    desk: Client, site: Site, course: MadeCourse, spaces: Spaces, teacher: Someone
) -> None:
    small = spaces.course(activities=1)
    spaces.enrol(teacher.id, small.id, "teacher")
    counts = []
    desk.get(f"/courses/{small.id}/edit")
    for made in (small, course):
        with site.acting() as act:
            key = in_order(spaces, made)[1][0]
            set_activity_visibility(act, activity_id=key, visibility="shown")
        with queries(site) as asked:
            desk.get(f"/courses/{made.id}/edit")
        counts.append(len(asked))
    assert counts[0] == counts[1]
