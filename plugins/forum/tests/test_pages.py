"""What the pages of a forum show, and to whom."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from plugins.forum import foreign
from plugins.forum import operations as forum
from plugins.forum.models import Discussion
from plugins.forum.operations import Writing
from plugins.forum.tests.classroom import TEXT, Classroom, answer, start
from updago.api import spaces as operations
from updago.api.files import Upload
from updago.api.ports import ForeignRecord
from updago.api.spaces import Activity
from updago.testing.behaviour import SampleLoading
from updago.testing.web import Client, main_form


def test_an_author_changes_the_subject_with_the_first_post_only(
    app: Client, made: Classroom
) -> None:
    key = start(app.site, made, made.student_id)
    second = answer(app.site, made.student_id, key)
    app.sign_in(made.student_id)
    form = main_form(app.get("/forum/posts/1/edit"))
    form["subject"], form["text"] = "Deux membranes", "<p>Mieux dit</p>"
    page = form.submit(status=303).follow()
    assert "Deux membranes" in page.html.h1.text
    assert "Modifié" in page.html.find(id="p1").text
    form = main_form(app.get(f"/forum/posts/{second}/edit"))
    assert "subject" not in form.fields
    form["text"] = "<p>Ma réponse</p>"
    page = form.submit(status=303).follow()
    assert "Ma réponse" in page.html.find(id=f"p{second}").text


def test_only_the_author_and_moderators_change_or_bring_back(app: Client, made: Classroom) -> None:
    key = start(app.site, made, made.student_id)
    second = answer(app.site, made.student_id, key)
    app.sign_in(made.student_id)
    token = {"csrf_token": app.token()}
    app.post(f"/forum/posts/{second}/delete", token, status=303)
    other = app.other().sign_in(made.other_id)
    other.post(f"/forum/posts/{second}/restore", {"csrf_token": other.token()}, status=403)
    assert app.get(f"/forum/discussions/{key}").html.find(id=f"p{second}") is None
    app.post(f"/forum/posts/{second}/restore", token, status=303)
    assert app.get(f"/forum/discussions/{key}").html.find(id=f"p{second}")


def test_attachments_are_links_below_their_post(app: Client, made: Classroom) -> None:
    stored = app.site.files.put(io.BytesIO(b"x"))
    writing = Writing(TEXT, (Upload(stored, "cellule.txt", "text/plain"),))
    with app.site.acting(made.student_id) as act:
        key = forum.start_discussion(
            act, activity_id=made.forum_id, subject="Mitochondrie", writing=writing
        ).id
    second = answer(app.site, made.student_id, key)
    page = app.sign_in(made.other_id).get(f"/forum/discussions/{key}").html
    assert "cellule.txt" in page.find(id="p1").text
    assert "cellule.txt" not in page.find(id=f"p{second}").text
    link = next(a["href"] for a in page.find(id="p1").find_all("a") if "cellule" in a["href"])
    assert app.get(link).body == b"x"


def test_pinned_and_locked_ones_say_so_in_the_list_and_on_their_page(
    app: Client, made: Classroom
) -> None:
    key = start(app.site, made, made.student_id)
    with app.site.acting() as act:
        forum.pin(act, discussion_id=key, pinned=True)
        forum.lock(act, discussion_id=key, locked=True)
    app.sign_in(made.student_id)
    for address in (f"/forum/{made.forum_id}", f"/forum/discussions/{key}"):
        shown = app.get(address).html.find("main").text
        assert "Épinglée" in shown, address
        assert "Verrouillée" in shown, address


def test_a_guest_reads_without_names_and_leaves_no_trace(app: Client, made: Classroom) -> None:
    with app.site.acting() as act:
        operations.add_instance(act, course_id=made.course_id, method="guest")
    key = start(app.site, made, made.student_id)
    main_form(app.get("/login/guest")).submit()
    page = app.get(f"/forum/discussions/{key}")
    assert "Camille" not in page.html.find("main").text
    assert "Participant" in page.html.find(id="p1").text
    assert "Camille" not in app.get(f"/forum/{made.forum_id}").html.find("main").text


def test_a_discussion_is_gone_with_its_forum(app: Client, made: Classroom) -> None:
    key = start(app.site, made, made.student_id)
    with app.site.acting() as act:
        operations.delete_activity(act, activity_id=made.forum_id)
    app.sign_in(made.teacher_id).get(f"/forum/discussions/{key}", status=404)


class Strangers(SampleLoading):
    """An import in which one person alone is known."""

    def __init__(self, app: Client, person_id: int, known: str) -> None:
        super().__init__(app.site, person_id)
        self.known, self.addresses = known, list[str]()

    def person(self, old: str) -> int | None:
        return super().person(old) if old == self.known else None

    def made(self, kind: str, old: str, address: str) -> None:
        self.addresses.append(f"{kind} {old}")


def discussion(number: int, author: str) -> Mapping[str, Any]:
    post = {"id": f"{number}1", "parent": "0", "userid": author, "created": "1700000000"}
    return {"id": str(number), "name": f"Sujet {number}", "posts": [post]}


def test_only_discussions_of_imported_people_come_along(app: Client, made: Classroom) -> None:
    values = {"type": "general", "discussions": [discussion(1, "7"), discussion(2, "8")]}
    values["discussions"].append({"id": "3", "posts": []})  # type: ignore[attr-defined]
    loading = Strangers(app, made.student_id, known="7")
    with app.site.acting() as act:
        activity = act.session.get_one(Activity, made.forum_id)
        foreign.load(act, activity, ForeignRecord("moodle2", "forum", values), loading)
    assert loading.addresses == ["discussion 1"]
    with app.site.database.reading() as session:
        assert list(session.scalars(select(Discussion.subject))) == ["Sujet 1"]
