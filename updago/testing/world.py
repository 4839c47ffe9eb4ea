"""One small world for the gates: two courses that know nothing of each other, and the persons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from updago.kernel.app import Site, build_app, build_site
from updago.kernel.clock import FrozenClock
from updago.kernel.errors import Invalid
from updago.kernel.permissions.places import Place
from updago.kernel.spaces import operations
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.places import category_place
from updago.kernel.tasks.models import PARKED, WAITING, Job
from updago.kernel.text import RichText
from updago.kernel.web.defaults import FORGET
from updago.testing.databases import PlaceDatabase
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import Spaces
from updago.testing.fixtures import START
from updago.testing.recording import Recorder
from updago.testing.samples import TEXT, contribution, refused_sample, sample_data
from updago.testing.web import Client, main_form

# In the order of the columns of the matrix.
PERSONS: Final = (
    "anonymous",  # nobody
    "guest",  # looks around without an account
    "member",  # a student of our course, in its first group
    "other_group",  # a student of our course, in its second group
    "other_course",  # a student of a third course
    "left",  # was a student of our course; the enrolment has ended
    "suspended",  # a student of our course whose enrolment is suspended
    "foreign_teacher",  # teaches the other course
    "foreign_manager",  # manages the other course's category
    "teacher",  # teaches our course
    "manager",  # manages our course's category
    "administrator",  # manages the site
)
# A static file that is there whether the assets were built or not.
ASSET: Final = "world.css"
# Whoever has no business in our course, and in the other one.
STRANGERS: Final = (
    "anonymous", "guest", "other_course", "left", "suspended", "foreign_teacher", "foreign_manager",
)  # fmt: skip
STRANGERS_ELSEWHERE: Final = (
    "anonymous", "guest", "member", "other_group", "other_course", "left", "suspended", "teacher",
    "manager",
)  # fmt: skip


@dataclass(slots=True)
class Side:
    """One of the two courses, with one of everything in it."""

    course_id: int
    category_id: int
    section_id: int
    student: Someone
    teacher: Someone
    group_id: int
    grouping_id: int
    enrolment_id: int
    activities: dict[str, int] = field(default_factory=dict)
    instances: dict[str, int] = field(default_factory=dict)
    waiting_id: int = 0

    @property
    def members(self) -> tuple[int, int]:
        """The student and the teacher."""
        return self.student.id, self.teacher.id


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that somebody uses: its cookie, and a token that its forms may send."""

    person_id: int | None
    cookie: str
    token: str


@dataclass(slots=True)
class World:
    """The site, our course and the other one, and a browser of each person."""

    site: Site
    wsgi: Callable[..., Any]
    own: Side
    foreign: Side
    browsers: Mapping[str, Browser]
    recorder: Recorder
    numbers: Iterator[int] = field(default_factory=count)

    def address(self) -> str:
        """The address of a machine that nobody had before."""
        return str(ip_address(int(ip_address("10.0.0.0")) + next(self.numbers)))


def build_world(folder: Path, place_database: Callable[[Path], dict[str, str]]) -> World:
    """Build a site with every installed plugin in an empty folder, and everything in it."""
    given = {"data_dir": folder, **place_database(folder)}
    site = build_site(given, clock=FrozenClock(START), strict=True, environ={})
    makers = Spaces(site), People(site)
    own, foreign = (_side(*makers, name) for name in ("Sciences", "Lettres"))
    persons = _persons(*makers, own, foreign)
    for side in (own, foreign):
        _fill(makers[0], side)
    client = Client(site)
    browsers = {name: _browser(client, name, persons) for name in PERSONS}
    wsgi = build_app(site)
    asset = folder / ASSET
    asset.write_text("* { margin: 0 }")
    wsgi.registry["assets"].add(ASSET, ASSET, asset)  # type: ignore[attr-defined] # Pyramid's
    return World(site, wsgi, own, foreign, browsers, Recorder(site))


def _side(spaces: Spaces, people: People, name: str) -> Side:
    student, teacher = people.person(), people.person()
    course = spaces.course(
        category_id=spaces.category(name=name), full_name=f"Cours de {name}", group_mode="separate"
    )
    method = _by_hand(spaces.site)
    enrolment_id = spaces.enrol(student.id, course.id, method=method)
    spaces.enrol(teacher.id, course.id, role="teacher", method=method)
    group_id = spaces.group(course.id, student.id)
    with spaces.site.acting(teacher.id) as act:
        grouping_id = operations.create_grouping(
            act, course_id=course.id, name=f"Groupes de {name}", group_ids=[group_id]
        ).id
    return Side(
        course.id, course.category_id, course.section_ids[1], student, teacher, group_id,
        grouping_id, enrolment_id,
    )  # fmt: skip


def _persons(
    spaces: Spaces, people: People, own: Side, foreign: Side
) -> Mapping[str, Someone | None]:
    now, course_id, hand = spaces.site.clock.now(), own.course_id, _by_hand(spaces.site)
    other, elsewhere, left, suspended = (people.person() for _ in range(4))
    spaces.enrol(other.id, course_id, method=hand)
    spaces.group(course_id, other.id)
    third = spaces.course(category_id=own.category_id, full_name="Un autre cours")
    spaces.enrol(elsewhere.id, third.id, method=hand)
    spaces.enrol(left.id, course_id, method=hand, ends_at=now - timedelta(days=1))
    spaces.enrol(suspended.id, course_id, method=hand, state="suspended")
    return {
        "anonymous": None,
        "guest": None,
        "member": own.student,
        "other_group": other,
        "other_course": elsewhere,
        "left": left,
        "suspended": suspended,
        "foreign_teacher": foreign.teacher,
        "foreign_manager": people.holding("manager", _category(spaces.site, foreign)),
        "teacher": own.teacher,
        "manager": people.holding("manager", _category(spaces.site, own)),
        "administrator": people.manager(),
    }


def _by_hand(site: Site) -> str:
    """The name of a method by which teachers enrol."""
    methods = site.declared(EnrolmentMethod)
    return next(name for name, method in methods.items() if method.manage_route is not None)


def _category(site: Site, side: Side) -> Place:
    with site.database.reading() as session:
        site.state.refresh(session)
        node = site.categories.read(session).nodes[side.category_id]
    return category_place(node)


def _fill(spaces: Spaces, side: Side) -> None:
    """Put one of each kind of activity, what waits, and each way in into a course."""
    site = spaces.site
    for kind in site.declared(ActivityType).values():
        data = sample_data(site, kind)
        try:
            with site.acting(side.teacher.id) as act:
                side.activities[kind.name] = operations.create_activity(
                    act,
                    course_id=side.course_id,
                    section_id=side.section_id,
                    type=kind.name,
                    name=f"Un exemple de {kind.name}",
                    intro=RichText.of(f"<p>{TEXT}</p>"),
                    data=data,
                    group_mode="separate",
                ).id
        except Invalid as error:
            raise AssertionError(refused_sample(kind, error)) from error
    _leave_waiting(site, side)
    for method, declared in site.declared(EnrolmentMethod).items():
        key = side.instances[method] = spaces.instance(side.course_id, method)
        with site.acting(side.teacher.id) as act:
            instance = operations.edit_instance(
                act, instance_id=key, options=_options(site, method), enabled=True
            )
            # A course that everybody may read would hide who may not.
            if declared.opens_to_guests is not None and declared.opens_to_guests(instance):
                raise AssertionError(f"give options(site) for {method} that keep guests out")


def _leave_waiting(site: Site, side: Side) -> None:
    """What no plugin can show, and work that nobody has done or that was given up."""
    with site.acting(side.teacher.id) as act:
        side.waiting_id = operations.make_placeholder(
            act,
            course_id=side.course_id,
            section_id=side.section_id,
            waiting_type="unknown",
            name="Ce qui attend",
            waiting={"kept": True},
        ).id
        act.session.add_all(
            Job(
                at=act.now,
                due_at=act.now,
                payload={},
                kind=FORGET,
                key=f"{side.course_id} {state}",
                state=state,
            )
            for state in (WAITING, PARKED)
        )


def _options(site: Site, method: str) -> Mapping[str, Any]:
    owner = site.declared(EnrolmentMethod).owner(method)
    given = contribution(site, owner, "options")
    options: Mapping[str, Any] = given(site).get(method, {}) if given else {}
    return options


def _browser(client: Client, name: str, persons: Mapping[str, Someone | None]) -> Browser:
    browser = client.other()
    person = persons[name]
    if person is not None:
        browser.sign_in(person.id)
    elif name == "guest":
        main_form(browser.get("/login/guest")).submit()
    token = browser.token()
    cookie = "; ".join(f"{part.name}={part.value}" for part in browser.cookiejar)
    return Browser(person.id if person else None, cookie, token)


@pytest.fixture(scope="session")
def world(
    tmp_path_factory: pytest.TempPathFactory, place_for_the_run: PlaceDatabase
) -> Iterator[World]:
    """The world, made once per run: whoever writes in it does so without a commit."""
    made = build_world(tmp_path_factory.mktemp("world"), place_for_the_run)
    yield made
    made.site.close()
