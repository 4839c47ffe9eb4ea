"""The oracle over a real database: facts, gates, guests, traces, and what it costs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.operations import delete_person, suspend_person
from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.permissions.declarations import FactSource
from updago.kernel.permissions.facts import fact
from updago.kernel.permissions.operations import assign_role
from updago.kernel.permissions.oracle import Oracle, UnknownPermission
from updago.kernel.permissions.places import SITE, SITE_LEVEL, Gate, Place
from updago.testing.factories.people import People

Asking = Callable[..., Oracle]
Queries = Callable[[], AbstractContextManager[list[str]]]

CATEGORY = Place((SITE_LEVEL, ("category", 3)))
COURSE = Place((*CATEGORY.levels, ("course", 7)))
ACTIVITY = Place((*COURSE.levels, ("activity", 12)))
OTHER_COURSE = Place((*CATEGORY.levels, ("course", 8)))


def test_a_role_held_at_a_level_counts_for_everything_below(people: People, asking: Asking) -> None:
    oracle = asking(people.holding("teacher", CATEGORY).id)
    assert oracle.may("course:structure:edit", ACTIVITY)
    assert not oracle.may("course:structure:edit", SITE)
    assert oracle.roles(COURSE) == {"teacher", "signed_in"}


def test_a_role_in_one_course_says_nothing_about_another(people: People, asking: Asking) -> None:
    oracle = asking(people.holding("teacher", COURSE).id)
    assert oracle.may("course:space:edit", COURSE)
    assert not oracle.may("course:space:view", OTHER_COURSE)
    assert oracle.courses() == {7}


def test_a_foreign_course_looks_as_if_it_did_not_exist(people: People, asking: Asking) -> None:
    oracle = asking(people.holding("student", COURSE).id)
    assert oracle.decide("activity:item:view", OTHER_COURSE).hides
    refused = oracle.decide("course:space:edit", COURSE)
    assert (refused.allowed, refused.hides) == (False, False)
    assert refused.mapping["act"] == "change the settings of this course"


def test_a_shut_gate_explains_itself_to_members_only(people: People, asking: Asking) -> None:
    gate = Gate("date", "activity:availability:ignore", "Opens on Monday.", is_secret=False)
    gated = Place(ACTIVITY.levels, (gate,))
    member = asking(people.holding("student", COURSE).id).decide("activity:item:view", gated)
    stranger = asking(people.person().id).decide("activity:item:view", gated)
    teacher = asking(people.holding("teacher", COURSE).id).decide("activity:item:view", gated)
    assert (member.allowed, member.hides, member.sentence) == (False, False, "Opens on Monday.")
    assert (stranger.allowed, stranger.hides) == (False, True)
    assert teacher.allowed


def test_a_secret_gate_hides_what_is_behind_it(people: People, asking: Asking) -> None:
    gated = Place(ACTIVITY.levels, (Gate("hidden", "activity:hidden:view", "Hidden."),))
    decision = asking(people.holding("student", COURSE).id).decide("activity:item:view", gated)
    assert decision.hides


def test_the_outermost_shut_gate_speaks(people: People, asking: Asking) -> None:
    outer = Gate("outer", "course:hidden:view", "The course is hidden.")
    inner = Gate("inner", "activity:hidden:view", "The activity is hidden.")
    gated = Place(ACTIVITY.levels, (outer, inner))
    decision = asking(people.holding("student", COURSE).id).decide("activity:item:view", gated)
    assert decision.sentence == "The course is hidden."


@pytest.mark.parametrize("leave", [suspend_person, delete_person])
def test_whoever_is_suspended_or_deleted_holds_nothing(
    site: Site, people: People, asking: Asking, leave: Callable[..., object]
) -> None:
    person = people.manager()
    with site.acting() as act:
        leave(act, person_id=person.id)
    oracle = asking(person.id)
    assert oracle.roles(SITE) == frozenset()
    assert not oracle.may("site:config:edit", SITE)


def test_an_assignment_counts_inside_its_dates_only(
    site: Site, clock: FrozenClock, people: People, asking: Asking
) -> None:
    person = people.person()
    starts, ends = clock.now() + timedelta(days=1), clock.now() + timedelta(days=2)
    with site.acting() as act:
        assign_role(
            act, person_id=person.id, role="teacher", place=COURSE, granted_by=None,
            starts_at=starts, ends_at=ends,
        )  # fmt: skip
    seen = []
    for step in (timedelta(0), timedelta(days=1), timedelta(days=1)):
        clock.advance(step)
        seen.append(asking(person.id).may("course:space:edit", COURSE))
    assert seen == [False, True, False]


def test_a_guest_enters_only_the_courses_that_open_themselves(asking: Asking) -> None:
    oracle = asking(None, is_guest=True)
    opened = Place(COURSE.levels, roles=("guest",))
    assert oracle.may("course:space:view", opened)
    assert not oracle.may("course:space:view", COURSE)
    assert not oracle.may("file:area:upload", opened)
    assert oracle.roles(SITE) == {"guest"}


def test_an_anonymous_visitor_holds_no_role_and_costs_no_fact_query(
    asking: Asking, queries: Queries
) -> None:
    oracle = asking(None)
    with queries() as seen:
        assert not oracle.may("course:space:view", Place(COURSE.levels, roles=("guest",)))
    assert len(seen) <= 1


def test_people_own_their_personal_place_and_no_other(people: People, asking: Asking) -> None:
    person = people.person()
    oracle = asking(person.id)
    assert oracle.may("person:profile:edit", Place(person_id=person.id))
    assert not oracle.may("person:profile:edit", Place(person_id=person.id + 1))
    assert not oracle.may("person:profile:edit", SITE)
    assert not asking(None).may("person:profile:view", Place(person_id=None))


def test_an_override_is_seen_by_the_next_request(people: People, asking: Asking) -> None:
    person = people.holding("student", COURSE)
    assert not asking(person.id).may("course:space:edit", ACTIVITY)
    people.override("student", "course:space:edit", ACTIVITY, "allow")
    assert asking(person.id).may("course:space:edit", ACTIVITY)
    assert not asking(person.id).may("course:space:edit", COURSE)
    people.override("student", "course:space:edit", ACTIVITY, "")
    assert not asking(person.id).may("course:space:edit", ACTIVITY)


def test_old_rows_of_a_long_session_are_not_kept_as_new_ones(
    site: Site, people: People, asking: Asking
) -> None:
    person = people.holding("student", COURSE)
    old = site.database.reader()
    old.scalar(select(Person.id))  # its snapshot begins here
    people.override("student", "course:space:edit", COURSE, "allow")
    assert asking(person.id).may("course:space:edit", COURSE)
    people.override("student", "course:space:edit", COURSE, "prohibit")
    asking(person.id)  # this process knows of the change now
    site.oracle(old, person.id).may("course:space:edit", COURSE)
    old.close()
    assert not asking(person.id).may("course:space:edit", COURSE)


def test_the_trace_names_role_source_and_override(people: People, asking: Asking) -> None:
    people.override("teacher", "course:space:edit", CATEGORY, "prevent")
    person = people.holding("teacher", COURSE)
    trace = asking(person.id).decide("course:space:edit", ACTIVITY).trace
    step = next(step for step in trace if step.name == "teacher")
    assert step.held_at == ("course", 7)
    assert (step.value, step.ruled_at, step.note) == ("prevent", ("category", 3), "assignment")


def test_asking_for_an_undeclared_permission_is_a_mistake(asking: Asking) -> None:
    with pytest.raises(UnknownPermission):
        asking(None).may("forum:post:invent", SITE)


def test_a_thousand_questions_cost_two_queries(
    people: People, asking: Asking, queries: Queries
) -> None:
    people.override("student", "course:space:edit", COURSE, "allow")
    oracle = asking(people.holding("student", COURSE).id)
    with queries() as seen:
        for key in range(1000):
            oracle.may("activity:item:view", Place((*COURSE.levels, ("activity", key))))
            oracle.decide("course:space:edit", Place((SITE_LEVEL, ("course", key))))
            oracle.groups(key)
        oracle.courses()
    assert len(seen) <= 2


def test_two_questions_about_200_activities_take_about_a_millisecond(
    people: People, asking: Asking
) -> None:
    oracle = asking(people.holding("student", COURSE).id)
    places = [Place((*COURSE.levels, ("activity", key))) for key in range(200)]
    oracle.may("course:space:view", COURSE)
    best = 1.0
    tracer = sys.gettrace()
    sys.settrace(None)  # what coverage adds to each line is not the oracle's time
    try:
        for _ in range(20):
            started = time.thread_time()
            for place in places:
                oracle.may("activity:item:view", place)
                oracle.may("course:structure:edit", place)
            best = min(best, time.thread_time() - started)
    finally:
        sys.settrace(tracer)
    assert best < 0.003  # seconds of CPU; the aim is 1 ms, machines differ


def test_a_fact_source_gives_roles_and_groups(site: Site, people: People, asking: Asking) -> None:
    person = people.person()
    role = fact("role", "student", level="course", object_id=7, note="enrolment")
    group = fact("group", "5", object_id=7)
    site.declared(FactSource).add("core", FactSource("test.role", lambda _, now: select(*role)))
    site.declared(FactSource).add("core", FactSource("test.group", lambda _, now: select(*group)))
    oracle = asking(person.id)
    assert oracle.may("activity:item:view", ACTIVITY)
    assert oracle.groups(7) == {5}
    assert oracle.decide("activity:item:view", ACTIVITY).trace[-1].note == "enrolment"


def test_a_failing_source_grants_nothing(site: Site, people: People, asking: Asking) -> None:
    def fail(person_id: int, now: object) -> object:
        raise RuntimeError("no facts today")

    site.declared(FactSource).add("core", FactSource("test.broken", fail))  # type: ignore[arg-type]
    person = people.manager()
    with pytest.raises(RuntimeError):
        asking(person.id).may("site:config:edit", SITE)
