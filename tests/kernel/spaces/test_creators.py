"""Whoever makes a course teaches in it, whatever ways the site has."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from tests.kernel.spaces.conftest import Notes, by_hand
from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.spaces.declarations import EnrolmentMethod
from updago.kernel.spaces.models import Course, EnrolmentInstance
from updago.kernel.spaces.operations import add_instance
from updago.kernel.spaces.queries import enrolments_of
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces


def by_door(act: Act, course: Course) -> EnrolmentInstance:
    return add_instance(act, course_id=course.id, method="door")


class Doors(Notes):
    """New courses get a door that people walk through, and what else is said."""

    def __init__(self, *, hand: bool) -> None:
        self.hand = hand

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod("door", "Door", "", "notes.enter", on_create=by_door)
        if self.hand:
            yield EnrolmentMethod("hand", "By hand", "", on_create=by_hand)


@pytest.mark.parametrize("hand", [True, False])
def test_a_creator_does_not_come_by_the_way_of_students(
    make_site: Callable[..., Site], *, hand: bool
) -> None:
    site = make_site(Doors(hand=hand))
    creator = People(site).person()
    course = Spaces(site).course(teacher_id=creator.id)
    with site.database.reading() as session:
        site.state.refresh(session)
        ways = [method for _row, method in enrolments_of(session, course.id, creator.id)]
        roles = site.oracle(session, creator.id).roles(Spaces(site).place(course.id))
    assert ways == (["hand"] if hand else [])
    assert "teacher" in roles
