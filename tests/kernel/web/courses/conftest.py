"""What the tests of course pages share: a site with the plugin of the tests, and its makers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.kernel.web.courses.study.plugin import Study
from updago.kernel.app import Site
from updago.testing.factories.people import People, Someone
from updago.testing.factories.spaces import MadeCourse, Spaces
from updago.testing.web import Client


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Study())


@pytest.fixture
def app(site: Site) -> Client:
    return Client(site)


@pytest.fixture
def people(site: Site) -> People:
    return People(site)


@pytest.fixture
def spaces(site: Site) -> Spaces:
    return Spaces(site)


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course(sections=2)


@pytest.fixture
def teacher(people: People, spaces: Spaces, course: MadeCourse) -> Someone:
    someone = people.person("teacher")
    spaces.enrol(someone.id, course.id, "teacher")
    return someone


@pytest.fixture
def student(people: People, spaces: Spaces, course: MadeCourse) -> Someone:
    someone = people.person("student")
    spaces.enrol(someone.id, course.id)
    return someone
