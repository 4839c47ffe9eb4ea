"""Settings on the screen: typed, stored, fixed, refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.testing.factories.people import People
from updago.testing.web import Client, main_form

PAGE = "/admin/settings"


@pytest.fixture
def admin(app: Client, site: Site) -> Client:
    return app.sign_in(People(site).manager().id)


def submit(app: Client, *, page: str = PAGE, status: int = 303, **typed: Any) -> Any:
    form = main_form(app.get(page))
    for name, value in typed.items():
        form[f"set_{name}"] = value
    return form.submit(status=status)


def read(site: Site, name: str) -> Any:
    with site.database.reading() as session:
        site.state.expire()
        site.state.refresh(session)
    return site.state.setting(name)


def test_a_change_is_seen_by_the_next_page(site: Site, admin: Client) -> None:
    page = submit(admin, site_name="Université de Test", guest_access=False).follow()
    assert "Université de Test" in page.html.title.text
    assert read(site, "guest_access") is False
    submit(admin, site_name="UPdago")
    assert read(site, "site_name") == "UPdago"


def test_values_keep_their_types(site: Site, admin: Client) -> None:
    line = '[{"label": "Aide", "href": "/aide"}]'
    submit(admin, session_idle_minutes="30", help_lines=line, timezone="America/Cayenne")
    assert read(site, "session_idle_minutes") == 30
    assert read(site, "help_lines") == [{"label": "Aide", "href": "/aide"}]
    assert read(site, "timezone") == "America/Cayenne"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("session_idle_minutes", "0"),
        ("session_idle_minutes", "9" * 30),
        ("upload_max_bytes", "beaucoup"),
        ("doors", "{"),
        ("doors", '[{"href": "/x"}]'),
        ("doors", '[{"label": 3}]'),
        ("help_lines", '[{"label": "x"}]'),
        ("frame_hosts", "example.org; script-src *"),
        ("site_name", "x" * 2000),
    ],
)
def test_a_value_that_does_not_fit_is_refused_beside_its_field(
    site: Site, admin: Client, name: str, value: str
) -> None:
    before = read(site, name)
    page = submit(admin, status=422, **{name: value})
    assert page.html.select_one(f"#f-set_{name}-e")
    assert main_form(page)[f"set_{name}"].value == value
    assert read(site, name) == before


def test_what_the_environment_fixes_is_shown_and_refused(make_site: Callable[..., Site]) -> None:
    site = make_site(site_name="Fixé")
    app = Client(site)
    app.sign_in(People(site).manager().id)
    form = main_form(app.get(PAGE))
    assert form["set_site_name"].attrs.get("disabled") is not None
    assert "UPDAGO_SITE_NAME" in app.get(PAGE)
    fields = {"csrf_token": form["csrf_token"].value, "set_site_name": "Autre"}
    app.post(PAGE, fields, status=422)
    assert read(site, "site_name") == "Fixé"


def test_an_unknown_setting_is_refused(admin: Client) -> None:
    for name in ("set_nonsense", "set_secret", "set_database_url"):
        fields = {"csrf_token": admin.token(), name: "x"}
        assert admin.post(PAGE, fields, status=422).html.select_one(".notice.bad")


def test_plugins_have_a_page_of_their_own(site: Site, admin: Client) -> None:
    submit(admin, page=f"{PAGE}?set=auth_local", auth_local__password_length="14")
    assert read(site, "auth_local.password_length") == 14
    admin.get(f"{PAGE}?set=nobody", status=404)


def test_settings_changed_elsewhere_are_not_overwritten_unseen(site: Site, admin: Client) -> None:
    first, second = main_form(admin.get(PAGE)), main_form(admin.get(PAGE))
    first["set_site_name"], second["set_site_name"] = "Un", "Deux"
    first.submit(status=303)
    page = second.submit(status=409)
    assert read(site, "site_name") == "Un"
    main_form(page).submit(status=303)
    assert read(site, "site_name") == "Deux"


def test_a_form_that_arrives_empty_changes_nothing_and_is_shown_again(
    site: Site, admin: Client
) -> None:
    submit(admin, site_name="Université de Test")
    page = admin.post(PAGE, {"csrf_token": admin.token()}, status=422)
    assert page.html.find("input", {"name": "set_site_name"})["value"] == "Université de Test"
    assert read(site, "site_name") == "Université de Test"
    assert read(site, "guest_access") is True
