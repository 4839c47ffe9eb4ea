"""What may be written, changed and deleted in a forum, whoever asks."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest

from plugins.forum import operations as forum
from plugins.forum.models import Discussion, Post
from plugins.forum.operations import Writing
from plugins.forum.queries import outline
from plugins.forum.search import documents
from plugins.forum.tests.classroom import TEXT, Classroom, answer, start
from updago.api.clock import FrozenClock
from updago.api.commands import Site
from updago.api.errors import Conflict, Denied, Invalid, NotFound, TooLarge
from updago.api.files import Upload
from updago.api.text import RichText
from updago.testing.factories.spaces import Spaces

NOTHING = RichText()
MISSING = 999_999


def uploads(site: Site, number: int) -> tuple[Upload, ...]:
    stored = site.files.put(io.BytesIO(b"x"))
    return tuple(Upload(stored, f"{n}.txt", "text/plain") for n in range(number))


def subject_of(site: Site, discussion_id: int) -> str:
    with site.database.reading() as session:
        return session.get_one(Discussion, discussion_id).subject


@pytest.mark.parametrize(
    ("subject", "text", "field"), [("  ", TEXT, "subject"), ("Mitochondrie", NOTHING, "text")]
)
def test_a_discussion_has_a_subject_and_a_text(
    site: Site, made: Classroom, subject: str, text: RichText, field: str
) -> None:
    with pytest.raises(Invalid) as refused, site.acting(made.student_id) as act:
        forum.start_discussion(
            act, activity_id=made.forum_id, subject=subject, writing=Writing(text)
        )
    assert refused.value.field == field


def test_a_post_has_as_many_attachments_as_the_forum_allows(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)

    def attach(number: int) -> int:
        with site.acting(made.student_id) as act:
            writing = Writing(TEXT, uploads(site, number))
            return forum.reply(act, discussion_id=key, parent_id=None, writing=writing).files

    assert attach(5) == 5
    with pytest.raises(TooLarge, match="5"):
        attach(6)


def test_a_moderator_changes_the_post_of_another_at_any_time(
    site: Site, made: Classroom, clock: FrozenClock
) -> None:
    key = start(site, made, made.student_id)
    clock.advance(timedelta(days=400))
    with site.acting(made.teacher_id) as act:
        forum.edit_post(
            act, post_id=1, version=1, text=TEXT, subject=" Le cœur ", may_edit_any=True
        )
    assert subject_of(site, key) == "Le cœur"


def test_the_subject_belongs_to_the_first_post(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)
    second = answer(site, made.student_id, key)
    with site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=second, version=1, text=TEXT, subject="Another")
    assert subject_of(site, key) == "Mitochondrie"


@pytest.mark.parametrize(
    ("text", "subject", "field"), [(NOTHING, None, "text"), (TEXT, " ", "subject")]
)
def test_a_change_leaves_neither_text_nor_subject_empty(
    site: Site, made: Classroom, text: RichText, subject: str | None, field: str
) -> None:
    start(site, made, made.student_id)
    with pytest.raises(Invalid) as refused, site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=1, version=1, text=text, subject=subject)
    assert refused.value.field == field


def test_a_stale_change_is_a_conflict(site: Site, made: Classroom) -> None:
    start(site, made, made.student_id)
    with site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=1, version=1, text=RichText.of("<p>Un</p>"))
    with pytest.raises(Conflict), site.acting(made.student_id) as act:
        forum.edit_post(act, post_id=1, version=1, text=RichText.of("<p>Deux</p>"))


def test_what_others_answered_is_not_deleted_by_its_author(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)
    mine = answer(site, made.student_id, key)
    answer(site, made.other_id, key, mine)
    with pytest.raises(Denied, match="answered"), site.acting(made.student_id) as act:
        forum.delete_post(act, post_id=mine)


def test_the_list_counts_the_posts_that_are_left(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)
    mine = answer(site, made.other_id, key)

    def seen() -> tuple[int, int | None]:
        with site.database.reading() as session:
            discussion = session.get_one(Discussion, key)
            return discussion.posts, discussion.last_author_id

    assert seen() == (2, made.other_id)
    with site.acting(made.other_id) as act:
        forum.delete_post(act, post_id=mine)
    assert seen() == (1, made.student_id)
    with site.acting(made.other_id) as act:
        forum.restore_post(act, post_id=mine)
    assert seen() == (2, made.other_id)


def test_what_is_gone_is_not_found(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)
    with site.acting() as act:
        forum.delete_post(act, post_id=1, may_delete_any=True)
    with site.acting() as act:
        for attempt in (
            lambda: forum.reply(act, discussion_id=key, parent_id=None, writing=Writing(TEXT)),
            lambda: forum.lock(act, discussion_id=MISSING, locked=True),
            lambda: forum.edit_post(act, post_id=MISSING, version=1, text=TEXT),
            lambda: forum.restore_post(act, post_id=MISSING),
            lambda: forum.forum_of(act, MISSING),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_the_order_by_date_has_no_depth(site: Site, made: Classroom) -> None:
    key = start(site, made, made.student_id)
    second = answer(site, made.other_id, key)
    third = answer(site, made.student_id, key)
    fourth = answer(site, made.student_id, key, second)
    with site.database.reading() as session:
        by_date = outline(session, key, "date")
        tree = outline(session, key, "tree")
    assert by_date == [(1, 0, 1), (second, 0, 2), (third, 0, 3), (fourth, 0, 4)]
    assert [(post, depth) for post, depth, _ in tree] == [
        (1, 0),
        (second, 1),
        (fourth, 2),
        (third, 1),
    ]


def test_search_reads_what_everybody_may_read(
    site: Site, made: Classroom, clock: FrozenClock
) -> None:
    key = start(site, made, made.student_id)
    secret, gone = (answer(site, made.student_id, key) for _ in range(2))
    with site.acting(made.student_id) as act:
        act.session.get_one(Post, secret).private_to_id = made.other_id
        forum.delete_post(act, post_id=gone)
    group = Spaces(site).group(made.course_id, made.student_id)
    with site.acting(made.student_id) as act:
        forum.start_discussion(
            act,
            activity_id=made.forum_id,
            subject="Rouge",
            writing=Writing(TEXT),
            group_id=group,
        )
    before = clock.now()
    clock.advance(timedelta(days=1))
    answer(site, made.other_id, key)

    def found(since: datetime | None) -> list[tuple[int, str, str]]:
        with site.database.reading() as session:
            rows = documents(session, since)
            return [(one.activity_id, one.title, one.text) for one in rows]

    line = (made.forum_id, "Mitochondrie", "Pourquoi deux membranes ?")
    assert found(None) == [line, line]
    assert found(before) == [line]
