"""The doors of a site whose accounts are its own."""

from __future__ import annotations

from collections.abc import Callable

from plugins.auth_local.plugin import plugin
from updago.testing.web import Client

Apps = Callable[..., Client]


def token_of(client: Client) -> str:
    """A CSRF token for somebody who is not signed in."""
    return str(client.get("/login/local").html.find("input", {"name": "csrf_token"})["value"])


def test_each_way_to_sign_in_is_a_door(make_app: Apps) -> None:
    doors = make_app(plugin).get("/").html.select("a.door")
    assert [door["href"] for door in doors] == ["/login/local", "/login/guest"]


def test_the_site_says_which_doors_there_are(make_app: Apps) -> None:
    doors = [
        {"label": "Extérieurs", "method": "local", "text": "Partenaires"},
        {"label": "Étudiants", "method": "gone"},
        {"label": "ENT", "href": "https://ent.example.org/"},
    ]
    client = make_app(plugin, doors=doors)
    page = client.get("/")
    assert [door["href"] for door in page.html.select("a.door")] == [
        "/login/local",
        "https://ent.example.org/",
    ]
    assert "Extérieurs" in page


def test_a_single_way_in_is_taken_at_once(make_app: Apps) -> None:
    client = make_app(plugin, guest_access=False)
    answer = client.get("/login?next=/courses/7")
    assert answer.status_int == 303
    assert answer.location.endswith("/login/local?next=%2Fcourses%2F7")


def test_the_wanted_page_passes_through_every_door(make_app: Apps) -> None:
    doors = make_app(plugin).get("/login?next=/courses/7%3Fx%3D1").html.select("a.door")
    assert all(door["href"].endswith("?next=%2Fcourses%2F7%3Fx%3D1") for door in doors)


def test_no_guest_enters_a_closed_site(make_app: Apps) -> None:
    client = make_app(plugin, guest_access=False)
    assert client.get("/login/guest", status=403)
    assert client.post("/login/guest", {"csrf_token": token_of(client)}, status=403)


def test_the_cookie_is_bound_to_https_hosts(make_app: Apps) -> None:
    client = make_app(plugin, base_url="https://cours.example.org")
    answer = client.get("/login/local", extra_environ={"wsgi.url_scheme": "https"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-updago=")
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
