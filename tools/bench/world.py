"""What is measured: a course of 300 students, and courses of several sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from plugins.forum.operations import Writing, reply, start_discussion
from updago.api.text import RichText
from updago.kernel.accounts.operations import create_person
from updago.kernel.accounts.values import PersonData
from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.spaces import operations as spaces
from updago.kernel.spaces.touches import mark_viewed

STUDENTS: Final = 300
SIGNED_IN: Final = 32
SECTIONS: Final = 12
ACTIVITIES: Final = 60
POSTS: Final = 200
SIZES: Final = (10, 60, 200)
WORDS: Final = "La cellule est l’unité du vivant et la membrane règle les échanges avec le milieu. "


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what is measured, and of the people who look at it."""

    course_id: int
    forum_id: int
    discussion_id: int
    page_id: int
    sized: dict[int, int]
    students: tuple[int, ...]
    teacher: int


def fill(site: Site) -> World:
    """Make everything; takes some seconds."""
    with site.acting() as act:
        category = spaces.create_category(act, name="Mesures").id
        people = [_person(act, number) for number in range(STUDENTS)]
        teacher = _person(act, STUDENTS)
    course, kinds = _course(site, category, "BIG", ACTIVITIES)
    sized = {size: _course(site, category, f"S{size}", size)[0] for size in SIZES}
    for key in (course, *sized.values()):
        _enrol(site, key, people, teacher)
    forum = kinds["forum"]
    discussion = _discuss(site, forum, people)
    _look(site, course, people[:SIGNED_IN])
    return World(
        course, forum, discussion, kinds["page"], sized, tuple(people[:SIGNED_IN]), teacher
    )


def _person(act: Act, number: int) -> int:
    return create_person(
        act,
        PersonData(
            username=f"etu{number}",
            email=f"etu{number}@example.org",
            first_name="Camille",
            last_name=f"Martin {number}",
        ),
    ).id


def _course(site: Site, category: int, name: str, size: int) -> tuple[int, dict[str, int]]:
    """A course of `size` activities: forums, pages, addresses and folders in turn."""
    with site.acting() as act:
        course = spaces.create_course(
            act, category_id=category, short_name=name, full_name=f"Cours {name}", sections=SECTIONS
        ).id
    with site.database.reading() as session:
        structure = site.structures.get(session, course)
    sections = [] if structure is None else [section.id for section in structure.sections][1:]
    found: dict[str, int] = {}
    data: Sequence[tuple[str, dict[str, Any]]] = (
        ("page", {"content": RichText.of(f"<p>{WORDS * 40}</p>")}),
        ("url", {"address": "https://www.univ-poitiers.fr/"}),
        ("folder", {}),
        ("page", {"content": RichText.of(f"<p>{WORDS * 40}</p>")}),
        ("forum", {}),
    )
    with site.acting() as act:
        for number in range(size):
            kind, values = data[number % len(data)]
            found[kind] = spaces.create_activity(
                act,
                course_id=course,
                section_id=sections[number * len(sections) // size],
                type=kind,
                name=f"Activité {number} : membranes et échanges",
                data=values,
            ).id
    return course, found


def _enrol(site: Site, course: int, people: Sequence[int], teacher: int) -> None:
    with site.acting() as act:
        instance = spaces.add_instance(act, course_id=course, method="manual").id
        for person in people:
            spaces.enrol(act, instance_id=instance, person_id=person, role="student")
        spaces.enrol(act, instance_id=instance, person_id=teacher, role="teacher")


def _discuss(site: Site, forum: int, people: Sequence[int]) -> int:
    writing = Writing(RichText.of(f"<p>{WORDS * 4}</p>"))
    with site.acting(people[0]) as act:
        for number in range(32):
            start_discussion(act, activity_id=forum, subject=f"Question {number}", writing=writing)
        key = start_discussion(
            act, activity_id=forum, subject="La grande discussion", writing=writing
        ).id
    last = None
    for number in range(1, POSTS):
        with site.acting(people[number % 40]) as act:
            last = reply(
                act,
                discussion_id=key,
                parent_id=last if number % 3 else None,
                writing=writing,
            ).id
    return key


def _look(site: Site, course: int, people: Sequence[int]) -> None:
    """Each measured student has opened half of the course."""
    with site.database.reading() as session:
        structure = site.structures.get(session, course)
    nodes = () if structure is None else structure.activities
    now = site.clock.now() - timedelta(days=1)
    with site.acting() as act:
        for person in people:
            for node in nodes[::2]:
                mark_viewed(
                    act.session,
                    activity_id=node.id,
                    course_id=course,
                    person_id=person,
                    now=now,
                )
