"""Whatever is moved, hidden, deleted and brought back: order has no gaps and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.spaces import operations as do
from updago.kernel.spaces.models import Activity, Section
from updago.testing.factories.spaces import Spaces

T = TypeVar("T", Activity, Section)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "move_activity",
                "delete_activity",
                "restore_activity",
                "hide_activity",
                "move_section",
                "delete_section",
                "restore_section",
                "hide_section",
                "duplicate",
                "add_section",
            ]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(-2, 30),
    ),
    max_size=12,
)


def take(act: Act, step: tuple[str, int, int, int], course_id: int) -> None:
    """Do one step on whichever rows the numbers hit, deleted ones included."""
    what, one, other, third = step
    activities, sections = (
        ids(act.session, Activity, course_id),
        ids(act.session, Section, course_id),
    )
    activity, section = activities[one % len(activities)], sections[other % len(sections)]
    before = activities[third % len(activities)]
    look = "hidden" if third % 2 else "shown"
    steps: dict[str, Callable[[], object]] = {
        "move_activity": lambda: do.move_activity(
            act, activity_id=activity, section_id=section, before_id=before
        ),
        "delete_activity": lambda: do.delete_activity(act, activity_id=activity),
        "restore_activity": lambda: do.restore_activity(act, activity_id=activity),
        "hide_activity": lambda: do.set_activity_visibility(
            act, activity_id=activity, visibility=look
        ),
        "move_section": lambda: do.move_section(act, section_id=section, position=third),
        "delete_section": lambda: do.delete_section(act, section_id=section),
        "restore_section": lambda: do.restore_section(act, section_id=section),
        "hide_section": lambda: do.set_section_visibility(act, section_id=section, visibility=look),
        "duplicate": lambda: do.duplicate_activity(act, activity_id=activity),
        "add_section": lambda: do.add_section(act, course_id=course_id, position=third),
    }
    steps[what]()


def rows_of(session: Session, kind: type[T], course_id: int) -> list[T]:
    """All rows of a course, deleted ones included."""
    return list(session.scalars(select(kind).filter_by(course_id=course_id).order_by("id")))


def ids(session: Session, kind: type[T], course_id: int) -> list[int]:
    return [row.id for row in rows_of(session, kind, course_id)]


def positions(rows: Sequence[Activity | Section]) -> list[int]:
    return sorted(row.position for row in rows if row.deleted_at is None)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_order_stays_a_permutation_and_nothing_is_lost(
    site: Site, spaces: Spaces, steps: list[tuple[str, int, int, int]]
) -> None:
    course = spaces.course(sections=2, activities=2)
    with site.acting() as act:
        known = set(course.activity_ids)
        for step in steps:
            try:
                take(act, step, course.id)
            except (Invalid, NotFound):
                continue
    with site.database.reading() as session:
        sections = rows_of(session, Section, course.id)
        activities = rows_of(session, Activity, course.id)
    assert known <= {row.id for row in activities}
    assert positions(sections) == list(range(len(positions(sections))))
    general = next(s for s in sections if s.position == 0 and s.deleted_at is None)
    assert general.id == course.section_ids[0]
    for section in sections:
        inside = [row for row in activities if row.section_id == section.id]
        assert positions(inside) == list(range(len(positions(inside))))
    tree = spaces.structure(course.id)
    alive = {s.id for s in sections if s.deleted_at is None}
    expected = {a.id for a in activities if a.deleted_at is None and a.section_id in alive}
    assert set(tree.by_id) == expected
