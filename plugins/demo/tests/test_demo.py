"""What the demonstration promises to somebody who looks around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import func, select
from webtest import TestResponse

from plugins.demo import courses, faculty
from plugins.demo.materials import Materials
from plugins.demo.queries import open_activities, person_ids
from updago.api.clock import FrozenClock
from updago.api.commands import DemoContent, Site
from updago.api.db import Base
from updago.api.spaces import Activity, ActivityType, Course, Enrolment, Section
from updago.api.text import RichText
from updago.testing.web import Client

TEXTS = sorted(faculty.FOLDER.glob("*/*.html"))


@pytest.fixture(scope="module")
def site(make_shared_site: Callable[..., Site]) -> Site:
    """A site with the faculty and what other plugins add to it; the tests only look at it."""
    site = make_shared_site()
    contents = site.declared(DemoContent)
    for content in sorted(contents.values(), key=lambda one: len(one.needs)):
        content.load(site)
    return site


def _rows(site: Site) -> dict[str, int]:
    with site.database.reading() as session:
        tables = Base.metadata.sorted_tables
        return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_loading_twice_changes_nothing(site: Site) -> None:
    before = _rows(site)
    assert isinstance(site.clock, FrozenClock)
    site.clock.advance(timedelta(days=3))
    for content in site.declared(DemoContent).values():
        content.load(site)
    assert _rows(site) == before


def test_every_account_that_is_printed_exists(site: Site) -> None:
    printed = (faculty.load(site) or {})["accounts"]
    with site.database.reading() as session:
        assert {one["username"] for one in printed} == set(person_ids(session))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_picture_is_there_and_says_what_it_shows(path: Path) -> None:
    for image in html.fromstring(path.read_text(encoding="utf-8")).iter("img"):
        assert (path.parent / str(image.get("src"))).is_file()
        assert (image.get("alt") or "").strip()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_text_is_stored_as_it_was_written(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    kept = RichText.of(written).html
    assert _shape(kept) == _shape(written)


def _shape(text: str) -> list[str]:
    tree = html.fragment_fromstring(text, create_parent="div")
    return [str(element.tag) for element in tree.iter()] + ["".join(tree.itertext())]


def test_every_student_opens_every_shown_activity_with_its_pictures(site: Site) -> None:
    client = Client(site)
    with site.database.reading() as session:
        enrolled = dict(
            session.execute(
                select(Enrolment.course_id, func.min(Enrolment.person_id))
                .where(Enrolment.role == "student")
                .group_by(Enrolment.course_id)
            ).all()
        )
        shown = {key: len(open_activities(session, key)) for key in enrolled}
        assert set(enrolled) == set(session.scalars(select(Course.id)))
    for course_id, person_id in enrolled.items():
        client.sign_out()
        client.sign_in(person_id)
        page = client.get(f"/courses/{course_id}")
        links = {a["href"] for a in page.html.select("main .act-title a[href^='/']")}
        assert len(links) >= shown[course_id]
        for link in sorted(links):
            answer = client.get(link, status="*").maybe_follow()
            assert answer.status_int == 200, link
            if answer.content_type == "text/html":
                _follow_pictures(client, answer)
    site.touches.flush()


def _follow_pictures(client: Client, answer: TestResponse) -> None:
    for image in answer.html.select("main img[src]"):
        assert client.get(image["src"]).content_type == "image/png"


class TestWithoutPlugins:
    """A site that lacks what the plans name gets the rest."""

    @pytest.fixture
    def materials(self, site: Site, tmp_path: Path) -> Materials:
        found = Materials(site, tmp_path)
        known = {"page": None}
        found.declared = lambda kind: known if kind is ActivityType else {}  # type: ignore[method-assign]
        return found

    def test_kinds_and_ways_that_are_not_there_are_left_out(
        self, site: Site, materials: Materials
    ) -> None:
        with site.acting() as act, act.session.begin_nested() as nothing_stays:
            section = act.session.scalars(select(Section)).first()
            assert section is not None
            course = act.session.get_one(Course, section.course_id)
            before = act.session.scalar(select(func.count()).select_from(Activity))
            courses._activities(act, section, [{"type": "quiz", "name": "x"}], materials)
            courses._blocks(act, course, [{"type": "greeting"}], materials)
            assert act.session.scalar(select(func.count()).select_from(Activity)) == before
            nothing_stays.rollback()

    def test_only_pictures_of_the_folder_become_files(
        self, site: Site, materials: Materials
    ) -> None:
        html = '<p><img src="none.png" alt="x"><a href="https://example.org/a">y</a></p>'
        with site.acting() as act:
            assert not materials.text(act, html).file_refs()
