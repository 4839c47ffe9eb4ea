from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from updago.testing.databases import VARIABLE

if TYPE_CHECKING:
    from updago.kernel.app import Site


def is_marked(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("database") is not None


def test_a_test_on_a_site_of_its_own_runs_on_either_database(
    site: Site, request: pytest.FixtureRequest
) -> None:
    assert is_marked(request)
    assert site.database.is_sqlite is (os.environ.get(VARIABLE) != "postgresql")


@pytest.mark.slow
@pytest.mark.usefixtures("world")
def test_a_test_in_the_shared_world_runs_on_either_database(
    request: pytest.FixtureRequest,
) -> None:
    assert is_marked(request)


def test_a_test_without_a_database_runs_once(request: pytest.FixtureRequest) -> None:
    assert not is_marked(request)
