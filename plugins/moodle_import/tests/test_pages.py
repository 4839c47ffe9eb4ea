"""The pages of imports: what is sent, done in the background, and reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from webtest import Upload

from plugins.moodle_import import asking, running
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.models import DONE, REFUSED, WAITING, Run
from plugins.moodle_import.reports import stored
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder
from plugins.moodle_import.tests.world import report
from updago.api import files
from updago.api.accounts import Person
from updago.api.clock import FrozenClock
from updago.api.errors import Conflict
from updago.api.spaces import Course, category_place
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

SENTENCE = "A reason."


def archive(kind: str = "page") -> bytes:
    builder = BackupBuilder()
    builder.section(None)
    builder.activity(kind, "Soil")
    builder.activity("quiz", "Test")
    return packs.tgz_of(builder.pairs())


def rows(app: Client, kind: type[Any]) -> list[Any]:
    with app.site.database.reading() as session:
        return list(session.scalars(select(kind).order_by(kind.id)))


def form_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "archive" in form.fields)


def send(app: Client, path: str = "/moodle_import/new", data: bytes = b"", **fields: Any) -> Any:
    form = form_of(app.get(path))
    form["archive"] = Upload("course.mbz", data or archive(), "application/octet-stream")
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303).follow()


@pytest.fixture
def people(app: Client) -> People:
    return People(app.site)


@pytest.fixture
def office(app: Client, people: People) -> Client:
    return app.sign_in(people.manager().id)


@pytest.fixture
def creator(app: Client, people: People) -> tuple[Client, int]:
    """Somebody who may make courses in one category only, and that category."""
    key = Spaces(app.site).category(name="Sciences")
    with app.site.database.reading() as session:
        app.site.state.refresh(session)
        place = category_place(app.site.categories.read(session).nodes[key])
    person = people.holding("course_creator", place)
    return app.other().sign_in(person.id), key


def test_an_archive_becomes_a_course_in_the_background(office: Client) -> None:
    page = send(office)
    assert page.html.select("[hx-get]")
    assert not rows(office, Course)
    office.site.tasks.drain()
    page = office.get(page.request.path)
    (course,), (run,) = rows(office, Course), rows(office, Run)
    assert (run.state, run.course_id) == (DONE, course.id)
    assert page.html.find("a", href=f"/courses/{course.id}")
    assert page.html.select("nav a[href='/moodle_import']")
    assert not page.html.select("[hx-get]")


def test_the_report_has_its_sums_and_names_what_waits(office: Client) -> None:
    page = send(office)
    office.site.tasks.drain()
    page = office.get(page.request.path)
    sums = page.html.select_one("tbody tr").select("td")
    total, kept, adapted, refused, waiting = (int(cell.text) for cell in sums)
    assert total == kept + adapted + refused == 2
    assert waiting == 1
    details = page.html.select("table")[1].select("tbody tr")
    assert "Test" in details[-1].text
    assert "Aucun module" in details[-1].text


def test_what_is_only_tried_writes_nothing_and_can_be_imported_afterwards(office: Client) -> None:
    page = send(office, is_rehearsal=True, short_name="BOT1")
    office.site.tasks.drain()
    assert not rows(office, Course)
    page = office.get(page.request.path)
    form = next(f for f in page.forms.values() if f.action.endswith("/import"))
    form.submit(status=303)
    office.site.tasks.drain()
    assert [course.short_name for course in rows(office, Course)] == ["BOT1"]
    office.post(form.action, {"csrf_token": office.token()}, status=404)


@pytest.mark.parametrize(
    "data", [b"no archive at all", packs.tgz_of([("../../evil", b"x")]), archive()[:200]]
)
def test_hostile_and_broken_archives_are_answered_by_a_sentence(
    office: Client, data: bytes
) -> None:
    page = send(office, data=data)
    office.site.tasks.drain()
    (run,) = rows(office, Run)
    assert (run.state, run.report) == (REFUSED, None)
    notice = office.get(page.request.path).html.select_one(".notice.bad")
    assert notice.text.strip()
    assert "Traceback" not in notice.text
    assert not rows(office, Course)


def test_a_fault_of_ours_is_a_sentence_for_people_and_noise_for_administrators(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    send(office)
    (run,) = rows(office, Run)
    monkeypatch.setattr(running, "import_file", broken)
    with pytest.raises(ZeroDivisionError):
        running.run_import(office.site, {"run": run.id})
    (run,) = rows(office, Run)
    assert run.state == REFUSED


def test_five_deliveries_make_one_course(office: Client) -> None:
    send(office)
    (run,) = rows(office, Run)
    for _ in range(5):
        running.run_import(office.site, {"run": run.id})
    assert len(rows(office, Course)) == 1


def test_two_deliveries_at_once_keep_the_course_of_one(office: Client) -> None:
    send(office)
    (run,) = rows(office, Run)
    with office.site.acting() as act:
        asking.note_done(act, run_id=run.id, report=stored(report()), course_id=None)
    with pytest.raises(Conflict), office.site.acting() as act:
        asking.note_done(act, run_id=run.id, report=stored(report()), course_id=None)


def test_who_makes_courses_in_one_category_imports_there_only(
    creator: tuple[Client, int],
) -> None:
    browser, key = creator
    path = f"/moodle_import/categories/{key}/new"
    assert browser.get(f"/categories/{key}").html.find("a", href=path)
    browser.get("/moodle_import/new", status=403)
    page = send(browser, path)
    browser.site.tasks.drain()
    (course,) = rows(browser, Course)
    assert course.category_id == key
    assert browser.get(page.request.path).html.find("a", href=f"/categories/{key}")
    other = Spaces(browser.site).category(name="Lettres")
    browser.get(f"/moodle_import/categories/{other}/new", status=404)


def test_only_who_may_edit_accounts_brings_people_along(
    office: Client, creator: tuple[Client, int]
) -> None:
    browser, key = creator
    assert "with_people" in form_of(office.get("/moodle_import/new")).fields
    path = f"/moodle_import/categories/{key}/new"
    form = form_of(browser.get(path))
    assert "with_people" not in form.fields
    fields = {"csrf_token": browser.token(), "with_people": "1"}
    browser.post(path, fields, upload_files=[("archive", "course.mbz", archive())], status=303)
    assert [run.with_people for run in rows(browser, Run)] == [False]
    assert len(rows(browser, Person)) == 2


def test_the_list_says_how_each_import_ended(office: Client) -> None:
    send(office)
    send(office, data=b"no archive")
    office.site.tasks.drain()
    send(office)
    states = [run.state for run in rows(office, Run)]
    assert states == [DONE, REFUSED, WAITING]
    assert len(office.get("/moodle_import").html.select("tbody tr")) == 3
    assert office.get("/admin").html.find("a", href="/moodle_import")


def test_long_reports_are_paged(office: Client) -> None:
    send(office)
    (run,) = rows(office, Run)
    long = report()
    long.details = [Detail("file", "", f"{n}", Outcome.ADAPTED, SENTENCE) for n in range(250)]
    with office.site.acting() as act:
        asking.note_done(act, run_id=run.id, report=stored(long), course_id=None)
    found: list[str] = []
    for page in (1, 2, 3):
        html = office.get(f"/moodle_import/{run.id}?page={page}").html
        lines = html.select("table")[1].select("tbody tr")
        assert len(lines) <= 100
        found += [line.select_one("td").text for line in lines]
    assert found == [f"{n}" for n in range(250)]


def test_archives_are_tidied_away_and_rehearsed_ones_a_week_later(
    office: Client, clock: FrozenClock
) -> None:
    send(office)
    send(office, is_rehearsal=True)
    office.site.tasks.drain()

    def kept() -> list[bool]:
        running.tidy_archives(office.site, {})
        return [run.file_id is not None for run in rows(office, Run)]

    assert kept() == [False, True]
    clock.advance(timedelta(days=8))
    assert kept() == [False, False]
    with office.site.database.reading() as session:
        left = session.scalars(select(files.File).where(files.File.deleted_at.is_(None)))
        assert not [file for file in left if file.area == asking.ARCHIVE_AREA]


def test_nobody_is_served_an_archive(office: Client) -> None:
    send(office)
    (file,) = rows(office, files.File)
    office.get(f"/files/{file.uid}/{file.name}", status=404)


def test_an_archive_in_a_far_store_is_copied_first(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(office)
    (run,) = rows(office, Run)
    monkeypatch.setattr(files.FileStore, "path", lambda *_args: None)
    running.run_import(office.site, {"run": run.id})
    assert len(rows(office, Course)) == 1


def test_an_archive_that_is_gone_is_said_to_be(office: Client) -> None:
    send(office)
    (run,) = rows(office, Run)
    with office.site.acting() as act:
        act.get(Run, run.id).file_id = None  # type: ignore[union-attr] # it is there
    running.run_import(office.site, {"run": run.id})
    (run,) = rows(office, Run)
    assert run.refusal["sentence"] == asking.GONE
    running.run_import(office.site, {"run": run.id + 1})
