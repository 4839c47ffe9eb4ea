"""Blocks that everybody has are put, seen and arranged on a page of the administration."""

from __future__ import annotations

import pytest

from updago.kernel.app import Site
from updago.kernel.blocks.operations import add_block
from updago.testing.factories.people import People
from updago.testing.web import Client, main_form


@pytest.mark.parametrize("query", ["", "?level=site"])
def test_a_block_is_added_for_everybody_and_one_comes_back(
    site: Site, app: Client, query: str
) -> None:
    people = People(site)
    page = app.sign_in(people.manager().id).get(f"/admin/blocks{query}")
    page = app.get(page.html.select_one("aside > a.btn")["href"])
    form = main_form(page.click(href="/html$"))
    form["title"] = "Pour vous tous"
    if "inherited" in form.fields:
        form["inherited"] = True
    back = form.submit().follow()
    assert back.request.path_qs == f"/admin/blocks{query}"
    assert "Pour vous tous" in back.html.select_one("aside").text


def test_people_may_not_arrange_the_blocks_of_others(site: Site, app: Client) -> None:
    person = People(site).person()
    with site.acting() as act:
        block = add_block(act, "html", level="dashboard", object_id=0)
        key = block.id
    app.sign_in(person.id)
    app.get("/admin/blocks", status=403)
    app.get(f"/blocks/{key}/edit", status=(403, 404))


def test_the_administration_leads_to_the_blocks(site: Site, app: Client) -> None:
    page = app.sign_in(People(site).manager().id).get("/admin")
    assert page.html.select('main a[href="/admin/blocks"]')
