"""The switch of plugins on the screen, and what an evil one does to the page of health."""

from __future__ import annotations

from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.spaces.operations import create_activity
from updago.kernel.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def admin(app: Client, people: People) -> Client:
    return app.sign_in(people.manager().id)


def switch(app: Client, plugin: str, **expected: Any) -> Any:
    forms = app.get("/admin/plugins").forms.values()
    form = next(f for f in forms if "plugin" in f.fields and f["plugin"].value == plugin)
    return form.submit(**expected)


def test_a_plugin_that_is_off_leaves_a_placeholder_and_no_page(site: Site, admin: Client) -> None:
    course = Spaces(site).course(sections=1)
    with site.acting() as act:
        key = create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[0],
            type="page",
            name="Lire ceci",
            data={"content": RichText.plain("Bonjour"), "shows_changed": True},
        ).id
    row = admin.get(f"/courses/{course.id}").html.select_one(f"#a{key}")
    href = row.a["href"]
    admin.get(href)
    page = switch(admin, "page").follow()
    assert page.html.select_one("#plugin-page .switch")["aria-checked"] == "false"
    admin.get(href, status=404)
    row = admin.get(f"/courses/{course.id}").html.select_one(f"#a{key}")
    assert "Lire ceci" in row.text
    assert row.a is None
    switch(admin, "page")
    admin.get(href)


def test_an_essential_plugin_has_no_switch_and_says_why(admin: Client) -> None:
    row = admin.get("/admin/plugins").html.select_one("#plugin-auth_local")
    assert row.select_one(".switch") is None
    assert "Le site ne peut pas s’en passer" in row.text


def test_switching_an_essential_plugin_off_is_refused_on_the_page(
    site: Site, admin: Client
) -> None:
    fields = {"plugin": "auth_local", "on": "", "csrf_token": admin.token()}
    page = admin.post("/admin/plugins", fields, status=409)
    assert page.html.select_one(".notice.bad")
    assert site.state.is_enabled("auth_local")


def test_an_unknown_plugin_is_refused(admin: Client) -> None:
    fields = {"plugin": "nobody", "on": "1", "csrf_token": admin.token()}
    assert "nobody" in admin.post("/admin/plugins", fields, status=404)


def test_the_list_can_be_narrowed(admin: Client) -> None:
    names = [row["id"] for row in admin.get("/admin/plugins?show=enrolment").html.select(".plug")]
    assert names
    assert all(name.startswith("plugin-enrol_") for name in names)
    assert admin.get("/admin/plugins?q=zzz").html.select_one(".empty")


def test_what_fails_is_named_where_it_fails(site: Site, admin: Client) -> None:
    site.breakers.failed("forum", "forum.news", ValueError("secret words"))
    site.breakers.rest("forum", "forum.news", "timeout")
    health = admin.get("/admin/health")
    checks = [c for c in health.html.select(".health > li") if c.code and c.code.text == "forum"]
    assert "forum.news" in checks[0].text
    assert "secret words" not in health
    row = admin.get("/admin/plugins").html.select_one(".plug")
    assert row["id"] == "plugin-forum"
    assert row.select_one(".badge.late")
    assert admin.get("/admin").html.select_one(".badge.soon")


def test_nobody_but_holders_of_the_right_may_switch(app: Client, people: People) -> None:
    app.sign_in(people.person().id)
    for path in ("", "/plugins", "/people", "/courses", "/settings", "/jobs", "/health"):
        app.get(f"/admin{path}", status=403)
    fields = {"plugin": "forum", "on": "", "csrf_token": app.token()}
    app.post("/admin/plugins", fields, status=403)
    assert not app.get("/my").html.select('a[href="/admin"]')
