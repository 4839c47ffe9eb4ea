"""Background work and courses on the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from updago.kernel.app import Site
from updago.kernel.tasks.models import DONE, PARKED, RUNNING, WAITING, Job
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client, main_form, queries


@pytest.fixture
def admin(app: Client, site: Site) -> Client:
    return app.sign_in(People(site).manager().id)


@pytest.fixture
def jobs(site: Site) -> dict[str, int]:
    now = site.clock.now()
    made = {}
    with site.acting() as act:
        for state in (WAITING, RUNNING, PARKED):
            due = now - timedelta(minutes=90)
            job = Job(at=due, due_at=due, payload={}, kind="x.do", key=state, state=state, tries=3)
            made[state] = act.add(job).id
    return made


def state_of(site: Site, key: int) -> str:
    with site.database.reading() as session:
        return session.get_one(Job, key).state


def test_the_page_tells_how_much_waits_and_how_long(admin: Client, jobs: dict[str, int]) -> None:
    figures = [f.text for f in admin.get("/admin/jobs").html.select(".list-lines .num")]
    assert jobs
    assert figures == ["1", "1", "1", "1\N{NARROW NO-BREAK SPACE}h 30\N{NARROW NO-BREAK SPACE}min"]


@pytest.mark.parametrize(("drops", "state"), [(False, WAITING), (True, DONE)])
def test_given_up_work_is_tried_again_or_dropped(
    site: Site, admin: Client, jobs: dict[str, int], *, drops: bool, state: str
) -> None:
    forms = admin.get("/admin/jobs").forms.values()
    acts = [form for form in forms if form.action == "/admin/jobs/act"]
    assert len(acts) == 2
    next(form for form in acts if ("drop" in form.fields) == drops).submit(status=303)
    assert state_of(site, jobs[PARKED]) == state


def test_work_that_is_not_given_up_cannot_be_dropped(
    site: Site, admin: Client, jobs: dict[str, int]
) -> None:
    fields = {"table": "jobs", "key": jobs[WAITING], "drop": "1", "csrf_token": admin.token()}
    admin.post("/admin/jobs/act", fields, status=404)
    admin.post("/admin/jobs/act", {**fields, "key": "x"}, status=422)
    admin.post("/admin/jobs/act", {**fields, "table": "people"}, status=422)
    assert state_of(site, jobs[WAITING]) == WAITING


def test_every_course_is_found_hidden_ones_too(site: Site, admin: Client) -> None:
    Spaces(site).course(full_name="Optique", visibility="hidden")
    assert "Optique" in admin.get("/admin/courses?q=opti")
    assert admin.get("/admin/courses?q=zzz").html.select_one(".empty")


def test_the_list_of_courses_costs_the_same_with_many(site: Site, admin: Client) -> None:
    spaces = Spaces(site)
    category = spaces.category()

    def cost() -> int:
        admin.get("/admin/courses")
        site.state.expire()
        with queries(site) as seen:
            admin.get("/admin/courses")
        return len(seen)

    spaces.course(category_id=category)
    few = cost()
    for _ in range(20):
        spaces.course(category_id=category)
    assert cost() == few <= 25


def test_the_index_leads_to_every_page(admin: Client) -> None:
    page = admin.get("/admin")
    links = [a["href"] for a in page.html.select(".choice-card a")]
    assert len(links) >= 6
    for link in links:
        admin.get(link)


def test_a_form_of_the_administration_needs_its_token(admin: Client) -> None:
    form = main_form(admin.get("/admin/people/new"))
    form["csrf_token"], form["username"], form["last_name"] = "x", "ada", "Lovelace"
    assert form.submit(status="*").status_int in {400, 403}
