"""The accessibility statement, and the links to it at the foot of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from updago.testing.factories.people import People
from updago.testing.web import Client


def foot(client: Client, path: str) -> dict[str, str]:
    """The links at the foot of a page."""
    links = client.get(path).html.select("footer a")
    return {link.text: link["href"] for link in links}


@pytest.mark.parametrize(
    ("state", "label"),
    [
        ("full", "Accessibilité\N{NO-BREAK SPACE}: totalement conforme"),
        ("partial", "Accessibilité\N{NO-BREAK SPACE}: partiellement conforme"),
        ("none", "Accessibilité\N{NO-BREAK SPACE}: non conforme"),
    ],
)
def test_every_page_says_how_accessible_the_site_is(
    make_app: Callable[..., Client], state: str, label: str
) -> None:
    app = make_app(accessibility_state=state)
    assert foot(app, "/") == {label: "/accessibility"}
    app.sign_in(People(app.site).person().id)
    assert foot(app, "/my") == {label: "/accessibility"}


def test_a_site_claims_nothing_that_was_not_measured(app: Client) -> None:
    assert "n’est pas conforme" in app.get("/accessibility").text


def test_the_foot_leads_to_the_legal_notice_and_to_the_contact(
    make_app: Callable[..., Client],
) -> None:
    app = make_app(legal_url="/legal", contact_url="mailto:help@example.org")
    found = foot(app, "/")
    assert found["Mentions légales"] == "/legal"
    assert found["Contact"] == "mailto:help@example.org"


def test_the_statement_names_what_is_not_accessible_and_whom_to_tell(
    make_app: Callable[..., Client],
) -> None:
    app = make_app(
        accessibility_text="Les <films> n’ont pas de sous-titres.\n\nLes plans non plus.",
        contact_url="https://example.org/contact",
    )
    page = app.get("/accessibility").html
    told = [part.text for part in page.select("main p")]
    assert "Les <films> n’ont pas de sous-titres." in told
    assert "Les plans non plus." in told
    assert page.select("main a[href='https://example.org/contact']")
