"""Those who hold some rights of an administrator see what goes with these, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.kernel.web.courses.study.plugin import Study
from updago.kernel.accounts.models import Person
from updago.kernel.app import Site
from updago.kernel.permissions.places import SITE
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.operations import disable_plugin
from updago.kernel.tasks.models import PARKED, WAITING, Job
from updago.kernel.web.admin.frame import INDEX_PERMISSION
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

CLERK = "course_creator"


class Exam(Plugin):
    manifest = Manifest("exam", "Exam", "1", "tool", needs=("study",))


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Study(), Exam())


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def clerk(app: Client, people: People) -> Callable[..., Client]:
    """A function that gives the browser of somebody with these rights alone."""

    def having(*rights: str) -> Client:
        for right in rights:
            people.override(CLERK, right, SITE, "allow")
        return app.sign_in(people.holding(CLERK).id)

    return having


@pytest.fixture
def admin(app: Client, people: People) -> Client:
    return app.sign_in(people.manager().id)


def links(page: Any) -> set[str]:
    return {a["href"].partition("?")[0] for a in page.html.select("main a")}


def test_whoever_lists_people_only_finds_no_acts(
    clerk: Callable[..., Client], people: People
) -> None:
    other = people.person()
    page = clerk("person:account:list").get("/admin/people")
    assert other.username in page
    assert not page.html.select(".t-menu .menu")
    assert not any(link.startswith("/admin/people/") for link in links(page))


def test_whoever_edits_accounts_does_not_give_roles_by_it(
    clerk: Callable[..., Client], people: People
) -> None:
    other = people.person()
    page = clerk("person:account:list", "person:account:edit").get("/admin/people")
    assert f"/admin/people/{other.id}/edit" in links(page)
    assert f"/admin/people/{other.id}/roles" not in links(page)


def test_whoever_arranges_categories_finds_no_acts_on_courses_they_may_not_change(
    site: Site, clerk: Callable[..., Client]
) -> None:
    course = Spaces(site).course(full_name="Optique")
    client = clerk("category:tree:edit")
    page = client.get("/admin/courses")
    assert "Optique" in page
    assert f"/courses/{course.id}/settings" not in links(page)


def test_the_index_counts_what_one_may_look_at(clerk: Callable[..., Client], site: Site) -> None:
    page = clerk(INDEX_PERMISSION).get("/admin")
    assert not {"/admin/people", "/admin/jobs"} & links(page)


def test_work_is_looked_at_without_being_touched(site: Site, clerk: Callable[..., Client]) -> None:
    now = site.clock.now()
    with site.acting() as act:
        for state, due in ((PARKED, now), (WAITING, now + timedelta(hours=3))):
            job = Job(at=now, due_at=due, payload={}, kind="x", key=state, state=state, tries=1)
            act.add(job)
    page = clerk("site:jobs:view").get("/admin/jobs")
    assert not [form for form in page.forms.values() if form.action == "/admin/jobs/act"]
    assert "3" in page.html.select("tbody tr")[-1].text


def test_no_link_is_made_where_no_way_to_sign_in_gives_one(admin: Client, people: People) -> None:
    path = f"/admin/people/{people.person().id}/invite"
    admin.post(path, {"csrf_token": admin.token()}, status=422)


def test_a_plugin_that_others_need_says_so_and_has_no_switch(site: Site, admin: Client) -> None:
    page = admin.get("/admin/plugins").html
    assert page.select_one("#plugin-study .switch") is None
    assert "Exam" in page.select_one("#plugin-study").text
    assert "study" in page.select_one("#plugin-exam").text
    with site.acting() as act:
        disable_plugin(act, site.plugins, name="exam")
    assert admin.get("/admin/plugins").html.select_one("#plugin-study .switch")


def test_the_list_of_what_fails_leaves_out_what_works(site: Site, admin: Client) -> None:
    site.breakers.succeeded("exam", "exam.view")
    site.breakers.failed("study", "study.view", ValueError("x"))
    rows = admin.get("/admin/plugins?show=trouble").html.select(".plug")
    assert [row["id"] for row in rows] == ["plugin-study"]


def test_what_fails_in_the_site_itself_bears_its_name(site: Site, admin: Client) -> None:
    site.breakers.failed("core", "core.view", ValueError("x"))
    assert (
        site.state.setting("site_name") in admin.get("/admin/health").html.select_one("main").text
    )


def test_a_number_of_the_university_is_for_those_who_may_contact(
    site: Site, app: Client, people: People
) -> None:
    spaces = Spaces(site)
    course = spaces.course()
    student, mate, teacher = (people.person() for _ in range(3))
    for person, role in ((student, "student"), (mate, "student"), (teacher, "teacher")):
        spaces.enrol(person.id, course.id, role)
    with site.acting() as act:
        act.session.get_one(Person, student.id).external_id = "E-4711"
    assert "E-4711" in app.sign_in(teacher.id).get(f"/people/{student.id}")
    assert "E-4711" not in app.other().sign_in(mate.id).get(f"/people/{student.id}")


def test_where_nobody_lists_people_nobody_meets(site: Site, app: Client, people: People) -> None:
    spaces = Spaces(site)
    course = spaces.course()
    one, other = people.person(), people.person()
    for person in (one, other):
        spaces.enrol(person.id, course.id)
    app.sign_in(one.id).get(f"/people/{other.id}", status=200)
    people.override("student", "course:people:list", spaces.place(course.id), "prevent")
    app.get(f"/people/{other.id}", status=404)


def test_without_the_right_nobody_arranges_their_own_page(app: Client, people: People) -> None:
    app.sign_in(people.person().id)
    assert "edit=1" in app.get("/my").text
    people.override("owner", "block:placement:edit", SITE, "prevent")
    for query in ("", "?edit=1"):
        page = app.get(f"/my{query}")
        assert "edit=1" not in page.text
        assert "/blocks/dashboard/" not in page.text
