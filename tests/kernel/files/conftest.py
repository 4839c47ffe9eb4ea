from __future__ import annotations

from collections.abc import Callable

import pytest

from updago.kernel.app import Site
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest


class Idle(Plugin):
    """A plugin that adds nothing."""

    manifest = Manifest("idle", "Idle", "1.0", "tool")


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site with a plugin that adds nothing."""
    return make_site(Idle())
