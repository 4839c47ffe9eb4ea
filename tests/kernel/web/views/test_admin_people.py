"""Accounts in the hands of administrators."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.accounts.queries import person_by_username, person_of
from updago.kernel.app import Site
from updago.kernel.permissions.places import SITE, SITE_LEVEL
from updago.kernel.permissions.queries import roles_at
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client, main_form, queries


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def boss(people: People) -> Someone:
    return people.manager()


@pytest.fixture
def admin(app: Client, boss: Someone) -> Client:
    return app.sign_in(boss.id)


def act(app: Client, path: str, **expected: Any) -> Any:
    return app.post(path, {"csrf_token": app.token()}, **expected)


def state_of(site: Site, person_id: int) -> str:
    with site.database.reading() as session:
        person = person_of(session, person_id)
        assert person is not None
        return person.state


def roles_of(site: Site, person_id: int) -> frozenset[str]:
    with site.database.reading() as session:
        return roles_at(session, person_id, SITE_LEVEL)


def test_an_account_is_made_and_its_owner_gets_a_link(site: Site, admin: Client) -> None:
    form = main_form(admin.get("/admin/people/new"))
    form["username"], form["last_name"] = "ada", "Lovelace"
    page = form.submit().follow()
    with site.database.reading() as session:
        assert person_by_username(session, "ada") is not None
    page = main_form(page).submit()
    assert "/login/local/" in page


def test_a_taken_username_comes_back_with_everything_typed(admin: Client, people: People) -> None:
    people.person("ada")
    form = main_form(admin.get("/admin/people/new"))
    form["username"], form["last_name"], form["first_name"] = "ada", "Lovelace", "Augusta"
    page = form.submit(status=422)
    assert main_form(page)["first_name"].value == "Augusta"
    assert page.html.select_one("#f-username-e")


def test_an_account_changed_elsewhere_is_not_overwritten(admin: Client, people: People) -> None:
    path = f"/admin/people/{people.person().id}/edit"
    first, second = main_form(admin.get(path)), main_form(admin.get(path))
    first["last_name"], second["last_name"] = "Un", "Deux"
    first.submit(status=303)
    page = second.submit(status=409)
    assert "Un" in page
    main_form(page).submit(status=303)


def test_suspending_signs_out_and_can_be_undone(site: Site, admin: Client, people: People) -> None:
    person = people.person()
    theirs = admin.other().sign_in(person.id)
    theirs.get("/my")
    act(admin, f"/admin/people/{person.id}/suspend", status=303)
    assert state_of(site, person.id) == "suspended"
    theirs.get("/my", status=303)
    act(admin, f"/admin/people/{person.id}/unsuspend", status=303)
    assert state_of(site, person.id) == "active"


def test_nobody_suspends_or_weakens_themselves(site: Site, admin: Client, boss: Someone) -> None:
    act(admin, f"/admin/people/{boss.id}/suspend", status=422)
    form = main_form(admin.get(f"/admin/people/{boss.id}/roles"))
    form["roles"] = []
    page = form.submit(status=422)
    assert page.html.select_one("#f-roles-e")
    assert state_of(site, boss.id) == "active"
    assert roles_of(site, boss.id) == {"manager"}


def test_roles_on_the_site_are_given_and_taken(site: Site, admin: Client, people: People) -> None:
    person = people.person()
    path = f"/admin/people/{person.id}/roles"
    form = main_form(admin.get(path))
    form.set("roles", True, index=_index(form, "course_creator"))
    form.submit(status=303)
    assert roles_of(site, person.id) == {"course_creator"}
    form = main_form(admin.get(path))
    form.set("roles", False, index=_index(form, "course_creator"))
    form.submit(status=303)
    assert roles_of(site, person.id) == frozenset()


def test_whoever_may_edit_accounts_cannot_rise_by_them(
    site: Site, app: Client, people: People, boss: Someone
) -> None:
    for permission in ("person:account:edit", "person:account:list"):
        people.override("course_creator", permission, SITE, "allow")
    app.sign_in(people.holding("course_creator").id)
    form = main_form(app.get(f"/admin/people/{boss.id}/edit"))
    form["email"] = "mine@example.org"
    form.submit(status=403)
    for verb in ("suspend", "invite"):
        act(app, f"/admin/people/{boss.id}/{verb}", status=403)
    app.get(f"/admin/people/{boss.id}/roles", status=404)
    assert state_of(site, boss.id) == "active"


def test_people_are_found_and_narrowed(admin: Client, people: People) -> None:
    ada = people.person("ada")
    act(admin, f"/admin/people/{ada.id}/suspend")
    rows = admin.get("/admin/people?q=ada&state=suspended").html.select("tbody tr")
    assert len(rows) == 1
    assert not admin.get("/admin/people?q=ada&state=active").html.select("tbody tr")


def test_missing_people_are_missing(admin: Client) -> None:
    for page in ("edit", "roles", "invite"):
        admin.get(f"/admin/people/999999/{page}", status=404)


def test_the_list_costs_the_same_with_many_people(
    site: Site, admin: Client, people: People
) -> None:
    def cost() -> int:
        admin.get("/admin/people")
        site.state.expire()
        with queries(site) as seen:
            admin.get("/admin/people")
        return len(seen)

    few = cost()
    for _ in range(60):
        people.person()
    assert cost() == few <= 25
    assert len(admin.get("/admin/people").html.select("tbody tr")) == 50


def _index(form: Any, role: str) -> int:
    boxes = form.fields["roles"]
    return next(at for at, box in enumerate(boxes) if box._value == role)
