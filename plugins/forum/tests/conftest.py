from __future__ import annotations

import pytest

from plugins.forum.tests.classroom import Classroom, furnish
from updago.api.commands import Site


@pytest.fixture
def made(site: Site) -> Classroom:
    """A course with a forum and its people."""
    return furnish(site)
