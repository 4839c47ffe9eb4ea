"""How courses name their sections, and which one is current."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from updago.kernel.app import Site
from updago.kernel.clock import LocalDeadline
from updago.kernel.i18n import Formats
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.declarations import CourseFormat
from updago.kernel.spaces.formats import section_title
from updago.testing.factories.spaces import Spaces

FRENCH = Formats("fr", "Europe/Paris")
START = LocalDeadline.parse("2026-10-26T00:00:00[Europe/Paris]")


def titles(site: Site, spaces: Spaces, course_id: int, language: str = "fr") -> list[str]:
    course = spaces.structure(course_id)
    form = site.declared(CourseFormat).find(course.format)
    words = Formats(language, "Europe/Paris")
    return [section_title(form, course, section, words) for section in course.sections]


def test_topics_are_numbered_until_they_are_named(site: Site, spaces: Spaces) -> None:
    course = spaces.course(sections=2)
    with site.acting() as act:
        do.add_section(act, course_id=course.id, name="Dosage")
    assert titles(site, spaces, course.id) == ["Généralités", "Section 1", "Section 2", "Dosage"]


def test_weeks_are_named_by_their_first_and_last_day(site: Site, spaces: Spaces) -> None:
    course = spaces.course(sections=3, format="weeks", starts=START)
    assert titles(site, spaces, course.id) == [
        "Généralités",
        "26 octobre – 1er novembre",
        "2 – 8 novembre",
        "9 – 15 novembre",
    ]
    assert titles(site, spaces, course.id, "en")[3] == "9 – 15 November"


def test_weeks_without_a_start_are_numbered(site: Site, spaces: Spaces) -> None:
    course = spaces.course(sections=1, format="weeks")
    assert titles(site, spaces, course.id) == ["Généralités", "Section 1"]


@pytest.mark.parametrize(
    ("moment", "position"),
    [
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), None),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 8, 22, 59, tzinfo=UTC), 2),
        (datetime(2026, 11, 8, 23, 0, tzinfo=UTC), 3),
        (datetime(2026, 11, 15, 23, 0, tzinfo=UTC), None),
    ],
)
def test_the_current_week_changes_at_midnight_where_the_course_is(
    moment: datetime, position: int | None, site: Site, spaces: Spaces
) -> None:
    made = spaces.course(sections=3, format="weeks", starts=START)
    course = spaces.structure(made.id)
    current = site.declared(CourseFormat)["weeks"].current(course, moment)
    assert current == (None if position is None else course.sections[position].id)
