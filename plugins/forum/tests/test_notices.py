from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text

from plugins.forum import notices
from plugins.forum import operations as forum
from plugins.forum.models import Discussion
from plugins.forum.operations import Writing
from updago.api import spaces as operations
from updago.api.clock import FrozenClock
from updago.api.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

TEXT = RichText.of("<p>L’amphi du 19 novembre est déplacé.</p>")


@dataclass(frozen=True, slots=True)
class Made:
    course_id: int
    activity_id: int
    discussion_id: int
    student: str


@pytest.fixture
def made(app: Client) -> Made:
    """An announcement of a teacher in a course with one student, and a person outside."""
    spaces, people = Spaces(app.site), People(app.site)
    course = spaces.course()
    student, teacher, _ = (people.person() for _ in range(3))
    spaces.enrol(student.id, course.id, method="manual")
    spaces.enrol(teacher.id, course.id, role="teacher", method="manual")
    with app.site.acting(teacher.id) as act:
        activity = operations.create_activity(
            act,
            course_id=course.id,
            section_id=course.section_ids[1],
            type="forum",
            name="Annonces",
            data={"kind": "announcements"},
        ).id
        key = forum.start_discussion(
            act, activity_id=activity, subject="Amphi déplacé", writing=Writing(TEXT)
        ).id
    return Made(course.id, activity, key, student.email)


def mails(app: Client) -> list[tuple[str, str, str]]:
    with app.site.database.reading() as session:
        rows = session.execute(text("SELECT address, subject, text FROM core_mail ORDER BY id"))
        return [(address, subject, body) for address, subject, body in rows]


def test_an_announcement_goes_to_those_who_may_read_it_but_its_author(
    app: Client, made: Made
) -> None:
    notices.announce(app.site, {"discussion": made.discussion_id})

    ((address, subject, body),) = mails(app)
    assert address == made.student
    assert subject.endswith("Amphi déplacé")
    assert "L’amphi du 19 novembre" in body
    assert f"/forum/discussions/{made.discussion_id}" in body


def test_five_deliveries_of_the_job_send_one_mail(app: Client, made: Made) -> None:
    for _ in range(5):
        notices.announce(app.site, {"discussion": made.discussion_id})

    assert len(mails(app)) == 1


def test_an_announcement_that_was_deleted_in_time_is_not_sent(app: Client, made: Made) -> None:
    with app.site.acting() as act:
        forum.delete_post(act, post_id=1, may_delete_any=True)

    notices.announce(app.site, {"discussion": made.discussion_id})

    assert mails(app) == []


def test_an_announcement_goes_with_its_forum(app: Client, made: Made) -> None:
    with app.site.acting() as act:
        operations.delete_activity(act, activity_id=made.activity_id)

    notices.announce(app.site, {"discussion": made.discussion_id})

    assert mails(app) == []


def test_an_announcement_for_a_group_is_sent_to_it_alone(app: Client, made: Made) -> None:
    inside = People(app.site).person("inside")
    spaces = Spaces(app.site)
    spaces.enrol(inside.id, made.course_id, method="manual")
    group = spaces.group(made.course_id, inside.id)
    with app.site.acting() as act:
        act.session.get_one(Discussion, made.discussion_id).group_id = group

    notices.announce(app.site, {"discussion": made.discussion_id})

    assert [address for address, _subject, _body in mails(app)] == [inside.email]


def test_the_mail_waits_until_the_author_can_change_nothing_more(
    app: Client, made: Made, clock: FrozenClock
) -> None:
    with app.site.database.reading() as session:
        due = session.scalar(
            text("SELECT due_at FROM core_job WHERE kind = :kind"), {"kind": notices.ANNOUNCE}
        )

    assert str(due).startswith(f"{clock.now() + timedelta(minutes=30):%Y-%m-%d %H:%M}")
