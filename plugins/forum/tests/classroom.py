"""A course with a forum, its people, and what they write."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.forum import operations as forum
from plugins.forum.operations import Writing
from updago.api import spaces as operations
from updago.api.commands import Site
from updago.api.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces

TEXT = RichText.of("<p>Pourquoi deux membranes ?</p>")


@dataclass(frozen=True, slots=True)
class Classroom:
    """The ids of a course, of its forum and its announcements, and of its people."""

    course_id: int
    forum_id: int
    news_id: int
    student_id: int
    other_id: int
    teacher_id: int
    stranger_id: int


def furnish(site: Site) -> Classroom:
    """A course with two students, a teacher, a forum and announcements, and a person outside."""
    spaces, people = Spaces(site), People(site)
    course = spaces.course()
    student, other, teacher, stranger = (people.person() for _ in range(4))
    spaces.enrol(student.id, course.id, method="manual")
    spaces.enrol(other.id, course.id, method="manual")
    spaces.enrol(teacher.id, course.id, role="teacher", method="manual")
    section = course.section_ids[1]
    return Classroom(
        course.id,
        _forum(site, course.id, section),
        _forum(site, course.id, section, kind="announcements"),
        student.id,
        other.id,
        teacher.id,
        stranger.id,
    )


def _forum(site: Site, course_id: int, section_id: int, **data: object) -> int:
    with site.acting() as act:
        return operations.create_activity(
            act, course_id=course_id, section_id=section_id, type="forum", name="Forum", data=data
        ).id


def start(site: Site, made: Classroom, author_id: int, subject: str = "Mitochondrie") -> int:
    """The id of a new discussion with its first post."""
    with site.acting(author_id) as act:
        return forum.start_discussion(
            act, activity_id=made.forum_id, subject=subject, writing=Writing(TEXT)
        ).id


def answer(site: Site, author_id: int, discussion_id: int, parent_id: int | None = None) -> int:
    """The id of a new answer to a post, or to the first one."""
    with site.acting(author_id) as act:
        return forum.reply(
            act, discussion_id=discussion_id, parent_id=parent_id, writing=Writing(TEXT)
        ).id
