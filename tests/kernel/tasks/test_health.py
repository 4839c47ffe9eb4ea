from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.kernel.tasks.conftest import Busy
from updago.kernel.app import Site, build_site
from updago.kernel.clock import FrozenClock
from updago.kernel.plugins.declarations import Health, HealthCheck
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.tasks.commands import doctor
from updago.kernel.tasks.health import examine, worst
from updago.kernel.tasks.jobs import enqueue


@pytest.fixture(autouse=True)
def _fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of these tests are made from the models, not by migrations."""
    monkeypatch.setattr("updago.kernel.db.migrate.refuse_if_behind", lambda _: None)


def states(site: Site) -> dict[str, tuple[str, str]]:
    return {f.name: (f.health.state, str(f.health.detail)) for f in examine(site)}


def test_a_good_site_warns_of_what_is_not_set(make_site: Callable[..., Site]) -> None:
    found = states(make_site())
    assert found["core.database"] == ("ok", "")
    assert found["core.mail"][0] == "warn"
    assert found["core.settings"][0] == "warn"


def test_a_configured_site_is_well(make_site: Callable[..., Site]) -> None:
    site = make_site(mail_url="smtp://127.0.0.1:25", base_url="https://example.org")
    assert states(site)["core.mail"] == ("ok", "")
    assert states(site)["core.settings"] == ("ok", "")


def test_work_that_waits_too_long_is_told(working: Site, clock: FrozenClock) -> None:
    with working.acting() as act:
        enqueue(act, "busy.do", {"what": "x"}, "k")
    assert states(working)["core.queue"] == ("ok", "")
    clock.advance(timedelta(minutes=6))
    assert states(working)["core.queue"][0] == "fail"


def test_parked_work_is_told_with_its_name(working: Site, busy: Busy, clock: FrozenClock) -> None:
    busy.diary.fails = True
    with working.acting() as act:
        enqueue(act, "busy.do", {"what": "x"}, "k")
    for _ in range(5):
        working.tasks.drain()
        clock.advance(timedelta(hours=1))
    report = doctor(working, argparse.Namespace())
    details = {check["name"]: check["detail"] for check in report["checks"]}
    assert details["core.queue"] == "Given up after too many tries: busy.do"
    assert "busy (jobs:busy.do: ValueError × 5)" in details["core.plugins"]
    assert report["state"] == "warn"


class Sick(Plugin):
    """A plugin whose health check fails."""

    manifest = Manifest(name="sick", title="Sick", version="1", category="tool")

    @hookimpl
    def updago_health_checks(self) -> Iterable[HealthCheck]:
        def check(_: Site) -> Health:
            raise ZeroDivisionError("no")

        return [HealthCheck("sick.check", "Sick", check)]


def test_a_check_that_raises_reads_fail(make_site: Callable[..., Site]) -> None:
    site = make_site(Sick())
    assert states(site)["sick.check"] == ("fail", "ZeroDivisionError: no")
    assert worst(examine(site)) == "fail"


def test_a_database_without_tables_is_told_what_to_do(
    make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    folder = make_site().settings.data_dir / "empty"
    site = build_site({"data_dir": folder}, plugins=[], environ={})
    state, detail = states(site)["core.database"]
    site.close()
    assert state == "fail"
    assert "updago upgrade" in detail


@pytest.mark.parametrize(("free", "state"), [(50, "ok"), (9, "warn"), (1, "fail")])
def test_a_disk_without_room_is_told(
    make_site: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    usage = SimpleNamespace(total=100, used=100 - free, free=free)
    monkeypatch.setattr("updago.kernel.tasks.health.shutil.disk_usage", lambda _: usage)
    found, text = states(make_site())["core.files"]
    assert found == state
    assert ("room" in text) is (state != "ok")


class Hanging(Plugin):
    """A plugin whose health check waits until it is told to go on."""

    manifest = Manifest(name="hanging", title="Hanging", version="1.0", category="tool")

    def __init__(self) -> None:
        self.go = threading.Event()
        self.calls = 0

    @hookimpl
    def updago_health_checks(self) -> Iterable[HealthCheck]:
        def hang(_: Site) -> Health:
            self.calls += 1
            self.go.wait(30)
            return Health("ok", "")

        return [HealthCheck("hanging.check", "Hanging", hang)]


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    plugin = Hanging()
    yield plugin
    plugin.go.set()


def test_a_check_that_hangs_fails_and_holds_up_no_other(
    make_site: Callable[..., Site], hanging: Hanging
) -> None:
    site = make_site(hanging)
    begun = time.monotonic()
    found = {f.name: f.health for f in examine(site, seconds=0.5)}
    assert time.monotonic() - begun < 5
    assert found["hanging.check"].state == "fail"
    assert found["core.database"].state == "ok"


def test_a_check_that_hung_twice_is_left_alone(
    make_site: Callable[..., Site], hanging: Hanging
) -> None:
    site = make_site(hanging)
    for _ in range(4):
        assert {f.name: f.health.state for f in examine(site, 0.3)}["hanging.check"] == "fail"
    assert hanging.calls == 2
