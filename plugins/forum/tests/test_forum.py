from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.forum import operations as forum
from plugins.forum.models import Discussion, Post
from plugins.forum.operations import Writing
from plugins.forum.tests.classroom import TEXT, Classroom, answer, start
from updago.api import spaces as operations
from updago.api.clock import FrozenClock
from updago.api.errors import Denied, NotFound
from updago.api.text import RichText
from updago.testing.factories.spaces import Spaces
from updago.testing.growth import multiply
from updago.testing.web import Client, Queries, queries


def test_a_student_starts_a_discussion_and_another_answers(app: Client, made: Classroom) -> None:
    app.sign_in(made.student_id)
    form = app.get(f"/forum/{made.forum_id}/new").forms
    new = next(f for f in form.values() if f.action.endswith("/new"))
    new["subject"], new["text"] = "Mitochondrie", "<p>Pourquoi <b>deux</b> membranes ?</p>"
    page = new.submit().follow()
    address = page.request.path
    assert "<b>deux</b>" in page.text

    app.sign_in(made.other_id)
    page = app.get(address)
    reply = next(f for f in page.forms.values() if "/reply" in f.action)
    reply["text"] = "<p>Pour les protons.</p>"
    page = reply.submit().follow()

    assert [p["id"] for p in page.html.find_all("article")] == ["p1", "p2"]
    assert "Pour les protons." in page.text


def test_an_empty_reply_comes_back_with_its_sentence(app: Client, made: Classroom) -> None:
    key = start(app.site, made, made.student_id)
    page = app.sign_in(made.other_id).get(f"/forum/discussions/{key}")
    reply = next(f for f in page.forms.values() if "/reply" in f.action)

    refused = reply.submit(status=422)

    assert refused.html.find(attrs={"aria-invalid": "true"}) is not None


def test_students_do_not_write_announcements(app: Client, made: Classroom) -> None:
    app.sign_in(made.student_id).get(f"/forum/{made.news_id}/new", status=403)
    app.sign_in(made.teacher_id).get(f"/forum/{made.news_id}/new", status=200)


def test_an_empty_forum_invites_only_those_who_may_write(app: Client, made: Classroom) -> None:
    news, forum = f"/forum/{made.news_id}", f"/forum/{made.forum_id}"
    app.sign_in(made.student_id)
    assert "Aucune annonce" in app.get(news).text
    assert not app.get(news).html.select(f'main a[href="{news}/new"]')
    assert app.get(forum).html.select(f'main a[href="{forum}/new"]')
    page = app.sign_in(made.teacher_id).get(news)
    assert page.html.select(f'main a[href="{news}/new"]')


def test_new_posts_are_marked_until_they_were_read(app: Client, made: Classroom) -> None:
    start(app.site, made, made.student_id)
    app.sign_in(made.other_id)
    assert "1 non lue" in app.get(f"/courses/{made.course_id}").text

    app.get("/forum/discussions/1")
    app.site.touches.flush()

    assert "non lu" not in app.get(f"/courses/{made.course_id}").html.find("main").text


def test_an_author_edits_within_the_time_of_the_forum_only(
    app: Client, made: Classroom, clock: FrozenClock
) -> None:
    start(app.site, made, made.student_id)
    clock.advance(timedelta(minutes=30))
    with app.site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=1, version=1, text=RichText.of("<p>Mieux dit</p>"))
    clock.advance(timedelta(seconds=1))

    with pytest.raises(Denied, match="30 minutes"), app.site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=1, version=2, text=TEXT)


def test_nobody_edits_the_post_of_another(app: Client, made: Classroom) -> None:
    start(app.site, made, made.student_id)

    with pytest.raises(Denied), app.site.acting(made.other_id) as act:
        forum.edit_post(act, post_id=1, version=1, text=TEXT)
    app.sign_in(made.other_id).get("/forum/posts/1/edit", status=403)


def test_a_deleted_discussion_can_be_brought_back(app: Client, made: Classroom) -> None:
    key = start(app.site, made, made.student_id)
    page = app.sign_in(made.teacher_id).get(f"/forum/discussions/{key}")
    delete = next(f for f in page.forms.values() if f.action.endswith("/delete"))
    listed = delete.submit().follow()
    app.get(f"/forum/discussions/{key}", status=404)

    undo = next(f for f in listed.forms.values() if f.action.endswith("/restore"))
    undo.submit()

    app.get(f"/forum/discussions/{key}", status=200)


def test_a_locked_discussion_takes_no_answer(app: Client, made: Classroom) -> None:
    key = start(app.site, made, made.student_id)
    with app.site.acting(made.teacher_id) as act:
        forum.lock(act, discussion_id=key, locked=True)

    page = app.sign_in(made.other_id).get(f"/forum/discussions/{key}")
    assert not any("/reply" in f.action for f in page.forms.values())
    with pytest.raises(Denied, match="locked"), app.site.acting(made.other_id) as act:
        forum.reply(act, discussion_id=key, parent_id=None, writing=Writing(TEXT))


def test_an_answer_to_a_post_of_another_discussion_is_refused(app: Client, made: Classroom) -> None:
    first, second = start(app.site, made, made.student_id), start(app.site, made, made.student_id)

    with pytest.raises(NotFound), app.site.acting(made.other_id) as act:
        forum.reply(act, discussion_id=second, parent_id=first, writing=Writing(TEXT))


def test_separate_groups_do_not_see_each_other(app: Client, made: Classroom) -> None:
    spaces = Spaces(app.site)
    with app.site.acting() as act:
        operations.edit_activity(
            act,
            activity_id=made.forum_id,
            name="Forum",
            intro=RichText(),
            group_mode="separate",
        )
    red = spaces.group(made.course_id, made.student_id)
    with app.site.acting(made.student_id) as act:
        key = forum.start_discussion(
            act,
            activity_id=made.forum_id,
            subject="Rouge",
            writing=Writing(TEXT),
            group_id=red,
        ).id

    app.sign_in(made.other_id).get(f"/forum/discussions/{key}", status=404)
    assert "Rouge" not in app.get(f"/forum/{made.forum_id}").text
    app.sign_in(made.student_id).get(f"/forum/discussions/{key}", status=200)
    app.sign_in(made.teacher_id).get(f"/forum/discussions/{key}", status=200)


@pytest.mark.parametrize("mode", ["separate", "visible"])
def test_with_groups_one_writes_for_the_own_group_and_without_one_not_at_all(
    app: Client, made: Classroom, mode: str
) -> None:
    spaces, path = Spaces(app.site), f"/forum/{made.forum_id}/new"
    with app.site.acting() as act:
        operations.edit_activity(
            act, activity_id=made.forum_id, name="Forum", intro=RichText(), group_mode=mode
        )
    red = spaces.group(made.course_id, made.student_id)
    app.sign_in(made.other_id)
    assert not app.get(f"/forum/{made.forum_id}").html.find("a", href=path)
    app.get(path, status=403)
    app.sign_in(made.student_id)
    form = next(f for f in app.get(path).forms.values() if "subject" in f.fields)
    form["subject"], form["text"] = "Rouge", "Bonjour"
    form.submit(status=303)
    with app.site.database.reading() as session:
        assert session.scalars(select(Discussion.group_id)).all() == [red]
    app.sign_in(made.other_id)
    assert ("Rouge" in app.get(f"/forum/{made.forum_id}").text) is (mode == "visible")


def test_a_stranger_cannot_tell_a_discussion_from_a_missing_one(
    app: Client, made: Classroom
) -> None:
    key = start(app.site, made, made.student_id)
    app.sign_in(made.stranger_id)

    app.get(f"/forum/discussions/{key}", status=404)
    app.get("/forum/discussions/999999", status=404)


@pytest.mark.parametrize("address", ["/forum/{forum}", "/forum/discussions/{discussion}"])
def test_a_page_asks_as_much_at_ten_posts_as_at_many(
    app: Client, made: Classroom, address: str
) -> None:
    discussion = start(app.site, made, made.student_id)
    where = address.format(forum=made.forum_id, discussion=discussion)

    post = answer(app.site, made.other_id, discussion)

    def cost(posts: int) -> Queries:
        with app.site.acting() as act:
            multiply(act.session, Post, post, posts)
            multiply(act.session, Discussion, discussion, posts)
        app.get(where)
        app.site.state.expire()
        with queries(app.site) as seen:
            app.get(where)
        return seen

    app.sign_in(made.student_id)
    few, many = cost(10), cost(120)

    assert len(many) == len(few) <= 12, str(many)
