"""The form of activities: refused, in conflict, with pictures and files."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from webtest import Upload

from updago.kernel.app import Site
from updago.kernel.files.models import File
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.operations import rename_activity
from updago.testing.factories.people import Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


@pytest.fixture
def desk(app: Client, teacher: Someone) -> Client:
    return app.sign_in(teacher.id)


def new_form(desk: Client, course: MadeCourse, kind: str = "essay", query: str = "") -> Any:
    page = desk.get(f"/courses/{course.id}/sections/{course.section_ids[1]}/add/{kind}{query}")
    return form_of(page)


def form_of(page: Any) -> Any:
    return next(form for form in page.forms.values() if "intro" in form.fields)


def only(site: Site) -> Activity:
    with site.database.reading() as session:
        return session.scalars(select(Activity)).one()


def test_the_chooser_offers_every_kind_by_what_it_is_for(desk: Client, course: MadeCourse) -> None:
    page = desk.get(f"/courses/{course.id}/sections/{course.section_ids[1]}/add?after=3").html
    links = [a["href"] for a in page.select(".choice-card a")]
    assert [link.rpartition("/")[2] for link in links] == ["essay?after=3", "sign?after=3"]


def test_an_activity_is_made_with_the_fields_of_its_kind(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"], form["code"] = "Bees", "Insects", "B1"
    form["intro"] = "<p>Read <script>x</script>first</p>"
    form["sheet"] = Upload("sheet.txt", b"text")
    answer = form.submit()
    made = only(site)
    assert answer.location.endswith(f"/courses/{course.id}/edit#a{made.id}")
    assert (made.name, made.code, made.visibility) == ("Bees", "B1", "shown")
    assert made.meta == {"topic": "Insects", "words": 100, "sheet": "sheet.txt"}
    assert "script" not in made.intro.html


def test_save_and_open_leads_to_the_activity(desk: Client, site: Site, course: MadeCourse) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "Bees", "Insects"
    answer = form.submit("then", value="open")
    assert answer.location.endswith(f"/study/essays/{only(site).id}")


def test_a_refused_form_comes_back_with_everything_typed(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"], form["words"] = "Bees", "", "900"
    form["intro"], form["visibility"] = "<p>Mine</p>", "hidden"
    page = form.submit(status=422)
    again = form_of(page)
    assert [again[n].value for n in ("name", "words", "intro", "visibility")] == [
        "Bees", "900", "<p>Mine</p>", "hidden",
    ]  # fmt: skip
    assert len(page.html.select(".notice.bad li")) == 2
    with site.database.reading() as session:
        assert not session.scalars(select(Activity)).all()


def test_what_the_kind_refuses_stands_at_its_field(desk: Client, course: MadeCourse) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "Bees", "impossible"
    page = form.submit(status=422)
    assert "impossible" in page.html.select_one("#f-topic-e").text


def test_a_sent_file_survives_a_refusal(desk: Client, site: Site, course: MadeCourse) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "", "Insects"
    form["sheet"] = Upload("sheet.txt", b"text")
    again = form_of(form.submit(status=422))
    again["name"] = "Bees"
    again.submit(status=303)
    assert only(site).meta["sheet"] == "sheet.txt"


def test_a_stale_form_shows_both_versions_and_may_be_sent_again(
    desk: Client, site: Site, course: MadeCourse
) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "Bees", "Insects"
    form.submit()
    key = only(site).id
    mine = form_of(desk.get(f"/activities/{key}/edit"))
    with site.acting() as act:
        rename_activity(act, activity_id=key, name="Wasps")
    mine["name"] = "Hornets"
    page = mine.submit(status=409)
    assert "Wasps" in page.html.select_one(".notice.warn").text
    again = form_of(page)
    assert again["name"].value == "Hornets"
    assert only(site).name == "Wasps"
    again.submit(status=303)
    assert only(site).name == "Hornets"


def test_a_double_click_makes_one_activity(desk: Client, site: Site, course: MadeCourse) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "Bees", "Insects"
    first, second = form.submit(), form.submit()
    assert first.location == second.location
    only(site)


def test_it_comes_where_it_was_asked_for(desk: Client, course: MadeCourse, spaces: Spaces) -> None:
    first, last = (
        spaces.activity(course.id, course.section_ids[1], "sign", name=name) for name in "ab"
    )
    form = new_form(desk, course, query=f"?after={first}")
    assert form["place"].value == str(first)
    form["name"], form["topic"] = "Between", "Insects"
    form.submit()
    names = [node.name for node in spaces.structure(course.id).activities]
    assert names == ["a", "Between", "b"]
    assert last


def test_a_picture_is_put_at_the_end_of_the_text_and_shelved(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    form = new_form(desk, course, "sign")
    form["intro"] = "<p>Look</p>"
    form["picture"], form["picture_alt"] = Upload("bee.gif", GIF, "image/gif"), "A “bee”"
    form.submit(status=303)
    made = only(site)
    assert made.name == "Look"
    with site.database.reading() as session:
        file = session.scalars(select(File)).one()
    assert (file.area, file.activity_id, file.course_id) == ("core.activity", made.id, course.id)
    page = desk.other().sign_in(student.id).get(f"/courses/{course.id}").html
    picture = page.select_one(f"#a{made.id} img")
    assert picture["alt"] == "A “bee”"
    served = desk.other().sign_in(student.id).get(picture["src"])
    assert served.body == GIF


@pytest.mark.parametrize(
    ("name", "content", "words"), [("bee.gif", GIF, ""), ("bee.html", b"<p>no</p>", "A bee")]
)
def test_a_picture_without_words_or_that_is_none_is_refused(
    desk: Client, course: MadeCourse, name: str, content: bytes, words: str
) -> None:
    form = new_form(desk, course, "sign")
    form["intro"], form["picture_alt"] = "<p>Look</p>", words
    form["picture"] = Upload(name, content)
    form.submit(status=422)


def test_a_label_needs_its_text(desk: Client, course: MadeCourse) -> None:
    new_form(desk, course, "sign").submit(status=422)


def test_renaming_asks_for_the_name_only(desk: Client, site: Site, course: MadeCourse) -> None:
    form = new_form(desk, course)
    form["name"], form["topic"] = "Bees", "Insects"
    form.submit()
    key = only(site).id
    page = desk.get(f"/activities/{key}/rename")
    rename = next(f for f in page.forms.values() if "name" in f.fields)
    rename["name"] = "Wasps"
    rename.submit(status=303)
    assert only(site).name == "Wasps"


@pytest.mark.parametrize("path", ["add/essay", "add/unknown"])
def test_students_and_unknown_kinds_are_refused(
    app: Client, course: MadeCourse, student: Someone, path: str
) -> None:
    app.sign_in(student.id)
    status = 403 if path == "add/essay" else 404
    app.get(f"/courses/{course.id}/sections/{course.section_ids[1]}/{path}", status=status)


def test_the_pictures_of_a_copy_outlive_the_original(
    desk: Client, site: Site, course: MadeCourse, student: Someone
) -> None:
    form = new_form(desk, course, "sign")
    form["intro"] = "<p>Look</p>"
    form["picture"], form["picture_alt"] = Upload("bee.gif", GIF, "image/gif"), "A bee"
    form.submit(status=303)
    key = only(site).id
    for act in ("duplicate", "delete"):
        desk.post(f"/activities/{key}/{act}", {"csrf_token": desk.token()}, status=303)
    reader = desk.other().sign_in(student.id)
    (picture,) = reader.get(f"/courses/{course.id}").html.select("ul.marge img")
    assert reader.get(picture["src"]).body == GIF
