"""Announcements by mail: sent when the time to change them is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.forum.models import ANNOUNCEMENTS, Discussion, Forum, Post
from updago.api.accounts import ACTIVE, Person
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Enrolment, activity_context
from updago.api.tasks import enqueue, send_mail

if TYPE_CHECKING:
    from updago.api.commands import Site

ANNOUNCE: Final = "forum.announce"
VIEW: Final = "activity:item:view"
SUBJECT: Final = _("${course}: ${subject}")
TEXT: Final = _(
    "${author} posted an announcement in ${course}:\n\n${text}\n\nRead it and its replies:\n${link}"
)


def announce_later(act: Act, forum: Forum, discussion: Discussion) -> None:
    """Have an announcement sent when its author can no longer change it."""
    if forum.kind == ANNOUNCEMENTS:
        due = act.now + timedelta(minutes=forum.edit_minutes)
        enqueue(act, ANNOUNCE, {"discussion": discussion.id}, str(discussion.uid), due)


def announce(site: Site, payload: Mapping[str, Any]) -> None:
    """The job: write one mail to everybody who may read the announcement.

    However often it is delivered, the mails are written once: together with `announced_at`.
    """
    with site.acting() as act:
        _write_mails(act, site, int(payload["discussion"]))


@operation("forum.discussion.announce")
def _write_mails(act: Act, site: Site, discussion_id: int) -> None:
    discussion = act.get(Discussion, discussion_id)
    if discussion is None or discussion.announced_at is not None:
        return
    discussion.announced_at = act.now
    with site.database.reading() as session:
        site.state.refresh(session)
        course = site.structures.of_activity(session, discussion.activity_id)
        context = activity_context(course, discussion.activity_id, "forum")
        if context is None:
            return
        link = f"{site.settings.base_url}/forum/discussions/{discussion.id}"
        first = _first_post(act, discussion)
        for person in _members(session, context.course.id, discussion.author_id):
            oracle = site.oracle(session, person.id)
            in_group = discussion.group_id in {None, *oracle.groups(context.course.id)}
            if not (in_group and oracle.may(VIEW, context.place)):
                continue
            words = site.catalogues.translator(person.language or site.state.setting("language"))
            values = {
                "author": _author(act, discussion),
                "course": context.course.short_name,
                "subject": discussion.subject,
                "text": first.text.text(),
                "link": link,
            }
            send_mail(
                act,
                address=person.email,
                name=person.full_name,
                person_id=person.id,
                subject=_filled(words.translate(SUBJECT), values),
                text=_filled(words.translate(TEXT), values),
            )


def _members(session: Session, course_id: int, author_id: int | None) -> Iterator[Person]:
    """People enrolled in the course with an address, without the author."""
    enrolled = select(Enrolment.person_id).where(
        Enrolment.course_id == course_id, Enrolment.deleted_at.is_(None)
    )
    yield from session.scalars(
        select(Person)
        .where(
            Person.id.in_(enrolled),
            Person.id != (author_id or 0),
            Person.state == ACTIVE,
            Person.deleted_at.is_(None),
            Person.email != "",
        )
        .order_by(Person.id)
    )


def _first_post(act: Act, discussion: Discussion) -> Post:
    return act.session.scalars(
        select(Post).where(Post.discussion_id == discussion.id, Post.parent_id.is_(None))
    ).one()


def _author(act: Act, discussion: Discussion) -> str:
    person = act.session.get(Person, discussion.author_id) if discussion.author_id else None
    return discussion.author_name if person is None else person.full_name


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text
