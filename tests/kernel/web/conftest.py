from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.kernel.web.sample.plugin import SamplePlugin
from tests.kernel.web.sample.routes import Box, box_of
from updago.kernel.app import Site
from updago.testing.factories.people import People, Someone
from updago.testing.web import Client


@pytest.fixture
def sample(make_site: Callable[..., Site]) -> Client:
    """A site with the sample plugin alone, as an anonymous visitor sees it."""
    return Client(make_site(SamplePlugin()))


@pytest.fixture
def people(sample: Client) -> People:
    return People(sample.site)


@pytest.fixture
def anna(people: People) -> Someone:
    return people.person("anna")


@pytest.fixture
def box(sample: Client) -> Box:
    return box_of(sample.wsgi.registry)  # type: ignore[attr-defined]
