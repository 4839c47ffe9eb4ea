from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.servers import Server
from updago.kernel.app import Site, build_site
from updago.kernel.db import migrate
from updago.kernel.plugins.manager import discover

SOURCE = Path(__file__).parents[1] / "distributions" / "evil"


@pytest.fixture(scope="session")
def installed_evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the distribution was installed, as a stranger would."""
    folder = tmp_path_factory.mktemp("evil")
    source = folder / "source"
    shutil.copytree(SOURCE, source)
    target = folder / "site-packages"
    command = ["pip", "install", "-q", "--no-deps", "--no-build-isolation", "-t", str(target)]
    subprocess.run([sys.executable, "-m", *command, str(source)], check=True, capture_output=True)
    return target


@pytest.fixture
def evil(installed_evil: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The plugin, found by its entry point among those that are installed."""
    monkeypatch.syspath_prepend(installed_evil)
    found: Any
    (found,) = [plugin for plugin in discover() if plugin.manifest.name == "evil"]
    yield found
    found.mode = "calm"
    found.calls = 0
    for name in [n for n in sys.modules if n.partition(".")[0] == "updago_evil"]:
        del sys.modules[name]


@pytest.fixture
def evil_site(evil: Any, make_site: Callable[..., Site]) -> Site:
    """A site with every installed plugin, the evil one among them; failures are counted."""
    site = make_site(*discover(), block_time_ms=150)
    site.bus = type(site.bus)(site.bus.handlers, site.bus.outbox, site.bus.failures, strict=False)
    return site


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Site]:
    """A site with its real clock and migrated tables, for several processes."""
    site = build_site({"data_dir": tmp_path / "var"}, environ={})
    migrate.upgrade(site)
    yield site
    site.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """A function that starts the real server on the folder and the database of a site."""
    started: list[Server] = []

    def start(site: Site, *arguments: str, **more: str) -> Server:
        environ = {
            "UPDAGO_DATA_DIR": str(site.settings.data_dir),
            "UPDAGO_DATABASE_URL": site.settings.database_url,
            **more,
        }
        started.append(Server(environ, *arguments))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def until() -> Callable[..., None]:
    """A function that waits until something is true, at most ten seconds."""

    def wait(true: Callable[[], object], seconds: float = 10) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it did not come true in time"
            time.sleep(0.01)

    return wait
