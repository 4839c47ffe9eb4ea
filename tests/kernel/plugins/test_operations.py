from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import select

from updago.kernel.app import Site
from updago.kernel.db.audit import AuditEntry
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.plugins.declarations import Command, Health, HealthCheck
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.operations import disable_plugin, enable_plugin


def manifest(name: str, *needs: str, essential: bool = False) -> Manifest:
    return Manifest(
        name=name,
        title=name.title(),
        version="1.0",
        category="tool",
        needs=needs,
        essential=essential,
    )


class Bank(Plugin):
    manifest = manifest("bank")

    @hookimpl
    def updago_health_checks(self) -> Iterable[HealthCheck]:
        return [HealthCheck("bank.check", "Bank", lambda _: Health("ok", ""))]


class Exam(Plugin):
    manifest = manifest("exam", "bank")


class Door(Plugin):
    manifest = manifest("door", essential=True)


@pytest.fixture
def shop(make_site: Callable[..., Site]) -> Site:
    return make_site(Exam(), Bank(), Door())


def switch(site: Site, name: str, *, on: bool) -> None:
    with site.acting(1) as act:
        (enable_plugin if on else disable_plugin)(act, site.plugins, name=name)


def refresh(site: Site) -> None:
    with site.database.reading() as session:
        site.state.refresh(session)


def run(site: Site, command: str, **arguments: object) -> object:
    return site.declared(Command)[command].run(site, argparse.Namespace(**arguments))


def test_a_plugin_that_is_off_declares_nothing(shop: Site) -> None:
    assert shop.declared(HealthCheck).find("bank.check") is not None
    switch(shop, "exam", on=False)
    switch(shop, "bank", on=False)
    refresh(shop)
    assert shop.declared(HealthCheck).find("bank.check") is None
    assert "bank.check" in shop.declared(HealthCheck)
    switch(shop, "bank", on=True)
    refresh(shop)
    assert shop.declared(HealthCheck).find("bank.check") is not None


def test_another_process_sees_it_within_two_seconds(
    shop: Site, make_site: Callable[..., Site]
) -> None:
    # Nothing is shared between two applications but the database.
    url, folder = shop.settings.database_url, shop.settings.data_dir
    other = make_site(Exam(), Bank(), Door(), database_url=url, data_dir=folder)
    refresh(shop)
    switch(other, "exam", on=False)
    changed = time.monotonic()
    while shop.state.is_enabled("exam"):
        assert time.monotonic() - changed < 2
        time.sleep(0.05)
        refresh(shop)


def test_who_switched_what_is_in_the_audit_log(shop: Site) -> None:
    switch(shop, "exam", on=False)
    switch(shop, "exam", on=True)
    with shop.database.reading() as session:
        entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [(e.operation, e.actor_id) for e in entries] == [
        ("plugin.state.disable", 1),
        ("plugin.state.enable", 1),
    ]
    assert (entries[1].before, entries[1].after) == ({"enabled": False}, {"enabled": True})


def test_an_essential_plugin_stays_on(shop: Site) -> None:
    with pytest.raises(Conflict, match="cannot do without Door"):
        switch(shop, "door", on=False)


def test_a_needed_plugin_stays_on_while_its_user_is(shop: Site) -> None:
    with pytest.raises(Conflict, match="needed by exam"):
        switch(shop, "bank", on=False)
    switch(shop, "exam", on=False)
    switch(shop, "bank", on=False)
    with pytest.raises(Conflict, match="needs bank"):
        switch(shop, "exam", on=True)


def test_an_unknown_plugin_is_told(shop: Site) -> None:
    with pytest.raises(NotFound, match="nobody"):
        switch(shop, "nobody", on=True)


def test_the_commands_switch_and_list(shop: Site) -> None:
    run(shop, "plugins disable", name="exam")
    listed = run(shop, "plugins list")
    assert isinstance(listed, dict)
    assert {p["name"]: p["enabled"] for p in listed["plugins"]} == {
        "bank": True,
        "exam": False,
        "door": True,
    }
    run(shop, "plugins enable", name="exam")


def test_data_is_only_destroyed_when_it_is_meant(shop: Site) -> None:
    with pytest.raises(Invalid, match="--yes"):
        run(shop, "plugins remove", name="exam", yes=False)
    with pytest.raises(Conflict, match="exam"):
        run(shop, "plugins remove", name="bank", yes=True)
    with pytest.raises(NotFound):
        run(shop, "plugins remove", name="nobody", yes=True)
    assert run(shop, "plugins remove", name="exam", yes=True) is not None
