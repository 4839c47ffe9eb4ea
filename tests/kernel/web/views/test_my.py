"""A person's own page: what it shows, and what it costs."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from updago.kernel.app import Site
from updago.kernel.blocks.operations import add_block
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.spaces.models import Viewed
from updago.kernel.spaces.operations import set_activity_visibility
from updago.kernel.web.declarations import SlotFilling
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client, queries


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def spaces(site: Site) -> Spaces:
    return Spaces(site)


@pytest.fixture
def lina(app: Client, people: People) -> Someone:
    someone = people.person()
    app.sign_in(someone.id)
    return someone


def see(site: Site, person_id: int, course_id: int, *activities: int) -> None:
    now = site.clock.now()
    with site.acting() as act:
        for key in activities:
            row = Viewed(
                activity_id=key, person_id=person_id, course_id=course_id, first_at=now, last_at=now
            )
            act.add(row)


def tiles(app: Client) -> list[list[str]]:
    found = app.get("/my").html.select(".tile")
    return [list(tile.stripped_strings) for tile in found]


def test_strangers_are_asked_to_sign_in(app: Client) -> None:
    answer = app.get("/my", status=303)
    assert answer.location.endswith("/login?next=%2Fmy") or "/login" in answer.location


def test_without_courses_the_page_says_what_to_do(app: Client, lina: Someone) -> None:
    empty = app.get("/my").html.select_one(".empty")
    assert empty.a["href"] == "/courses"


def test_a_tile_tells_what_is_done_and_what_comes_next(
    site: Site, app: Client, spaces: Spaces, lina: Someone
) -> None:
    course = spaces.course(full_name="Optique", sections=1)
    first, second = (spaces.activity(course.id, name=name) for name in ("Prismes", "Lentilles"))
    spaces.enrol(lina.id, course.id)
    assert "Prismes" in tiles(app)[0]
    see(site, lina.id, course.id, first)
    assert {"Lentilles", "50"} <= set(tiles(app)[0])
    see(site, lina.id, course.id, second)
    assert "100" in tiles(app)[0]
    assert not {"Prismes", "Lentilles"} & set(tiles(app)[0])


def test_what_not_everybody_has_does_not_come_next(
    site: Site, app: Client, spaces: Spaces, lina: Someone
) -> None:
    course = spaces.course(sections=1)
    hidden = spaces.activity(course.id, name="Corrigé")
    spaces.activity(course.id, name="Énoncé")
    spaces.enrol(lina.id, course.id)
    with site.acting() as act:
        set_activity_visibility(act, activity_id=hidden, visibility="hidden")
    assert "Énoncé" in tiles(app)[0]
    assert "Corrigé" not in tiles(app)[0]


def test_courses_with_something_left_come_first(
    site: Site, app: Client, spaces: Spaces, lina: Someone
) -> None:
    done, left = (spaces.course(full_name=name, sections=1) for name in ("Algèbre", "Zoologie"))
    for course in (done, left):
        activity = spaces.activity(course.id)
        spaces.enrol(lina.id, course.id)
        if course is done:
            see(site, lina.id, course.id, activity)
    assert ["Zoologie" in tiles(app)[0], "Algèbre" in tiles(app)[1]] == [True, True]


def test_courses_of_others_are_not_on_the_page(
    app: Client, spaces: Spaces, people: People, lina: Someone
) -> None:
    spaces.enrol(people.person().id, spaces.course(full_name="Secret").id)
    assert "Secret" not in app.get("/my")


def test_blocks_of_the_page_are_ones_own(
    site: Site, app: Client, people: People, lina: Someone
) -> None:
    with site.acting() as act:
        for person_id, title in ((lina.id, "Mes notes"), (people.person().id, "Ses notes")):
            add_block(
                act,
                "html",
                level="dashboard",
                object_id=person_id,
                title=title,
                options={"text": "<p>Penser à la blouse</p>"},
            )
    page = app.get("/my?edit=1")
    assert ("Mes notes" in page, "Ses notes" in page) == (True, False)


def test_plugins_say_what_is_new(site: Site, app: Client, lina: Someone) -> None:
    filling = SlotFilling("news", "dashboard", lambda _r, own: Markup("<p>{}</p>").format(own))
    site.declared(SlotFilling).add(KERNEL, filling)
    assert f"person_id={lina.id}" in app.get("/my")


def test_the_page_costs_the_same_with_many_courses(
    site: Site, app: Client, spaces: Spaces, lina: Someone
) -> None:
    category = spaces.category()

    def enter(number: int) -> None:
        for _ in range(number):
            course = spaces.course(category_id=category, sections=1)
            spaces.activity(course.id)
            spaces.enrol(lina.id, course.id)

    enter(2)
    app.get("/my")
    site.state.expire()
    with queries(site) as few:
        app.get("/my")
    enter(28)
    app.get("/my")
    site.state.expire()
    with queries(site) as many:
        page = app.get("/my")
    assert len(many) == len(few) <= 12
    assert len(page.html.select(".tile")) == 24
    assert len(app.get("/my?page=2").html.select(".tile")) == 6
