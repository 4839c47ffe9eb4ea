"""What waits is adopted in its own place, as soon as a plugin takes it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.plugins.declarations import Command
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.operations import disable_plugin, enable_plugin
from updago.kernel.ports.backup import Adopter
from updago.kernel.spaces.adoption import adopt_all, adopt_job
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.operations import make_placeholder
from updago.kernel.spaces.operations.adopting import adopt_activity
from updago.testing.factories.spaces import MadeCourse, Spaces


class Old(Plugin):
    """Keeps poems whole as long as nobody reads them."""

    manifest = Manifest("old", "Old", "1.0", "tool")

    @hookimpl
    def updago_adopters(self) -> Iterable[Adopter]:
        yield Adopter("old", self.takes, self.adopt)

    def takes(self, site: Site, waiting: Mapping[str, Any]) -> str | None:
        return "poem" if "poem" in site.declared(ActivityType).enabled() else None

    def adopt(self, _site: Site, act: Act, activity: Activity, waiting: Mapping[str, Any]) -> None:
        act.session.get_one(Activity, activity.id).meta = {"verses": waiting["verses"]}
        if waiting["verses"] == 0:
            raise Invalid("A poem has ${least} verse at least.", {"least": 1})
        if waiting["verses"] < 0:
            raise ZeroDivisionError


class Poems(Plugin):
    """The small plugin that comes later."""

    manifest = Manifest("poems", "Poems", "1.0", "activity")

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType("poem", "Poem", "", "file", "read", None, save=lambda *_: None)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    site = make_site(Old(), Poems())
    with site.acting() as act:
        disable_plugin(act, site.plugins, name="poems")
    return site


@pytest.fixture
def course(spaces: Spaces) -> MadeCourse:
    return spaces.course()


@pytest.fixture
def wait(site: Site, course: MadeCourse) -> Callable[..., int]:
    def keep(verses: int = 3, system: str = "old") -> int:
        with site.acting() as act:
            return make_placeholder(
                act,
                course_id=course.id,
                section_id=course.section_ids[1],
                waiting_type="verse",
                name=f"{verses} verses",
                visibility="hidden",
                waiting={"system": system, "type": "verse", "verses": verses},
            ).id

    return keep


def turn_on(site: Site) -> None:
    with site.acting() as act:
        enable_plugin(act, site.plugins, name="poems")


def row(site: Site, key: int) -> Activity:
    with site.database.reading() as session:
        return session.get_one(Activity, key)


def test_it_waits_until_its_plugin_is_there_and_keeps_its_place(
    site: Site, spaces: Spaces, course: MadeCourse, wait: Callable[..., int]
) -> None:
    first, second, third = wait(1), wait(2), wait(3)
    assert adopt_all(site).waiting == {"verse": 3}
    turn_on(site)
    result = adopt_all(site)
    assert (result.adopted, result.waiting, result.refused) == ({"poem": 3}, {}, [])
    nodes = spaces.structure(course.id).activities
    assert [node.id for node in nodes] == [first, second, third]
    assert {(node.type, node.visibility, node.waiting_type) for node in nodes} == {
        ("poem", "hidden", None)
    }
    assert row(site, second).waiting is None
    assert row(site, second).meta == {"verses": 2}


def test_adopting_again_changes_nothing(site: Site, wait: Callable[..., int]) -> None:
    wait()
    turn_on(site)
    assert adopt_all(site).adopted == {"poem": 1}
    assert adopt_all(site).adopted == {}


@pytest.mark.parametrize("verses", [0, -1])
def test_what_is_refused_goes_on_waiting_whole(
    site: Site, wait: Callable[..., int], verses: int
) -> None:
    key = wait(verses)
    turn_on(site)
    result = adopt_all(site)
    assert (result.adopted, result.waiting) == ({}, {"verse": 1})
    assert [refused["id"] for refused in result.refused] == [key]
    kept = row(site, key)
    assert (kept.type, kept.meta) == ("placeholder", {"waiting_type": "verse"})
    assert kept.waiting is not None
    assert kept.waiting["verses"] == verses


def test_a_version_that_refused_is_not_asked_again_unless_told(
    site: Site, wait: Callable[..., int]
) -> None:
    wait(0)
    turn_on(site)
    assert len(adopt_all(site).refused) == 1
    assert adopt_all(site).refused == []
    assert len(adopt_all(site, again=True).refused) == 1
    poems = site.plugins.plugins["poems"]
    poems.manifest = replace(poems.manifest, version="1.1")
    assert len(adopt_all(site).refused) == 1


def test_what_nobody_answers_for_waits(site: Site, wait: Callable[..., int]) -> None:
    wait(system="unheard of")
    turn_on(site)
    assert adopt_all(site).waiting == {"verse": 1}


def test_only_what_waits_can_be_adopted(
    site: Site, course: MadeCourse, wait: Callable[..., int]
) -> None:
    wait()
    turn_on(site)
    adopt_job(site, {})
    with site.database.reading() as session:
        key = session.query(Activity.id).scalar()
    with pytest.raises(NotFound), site.acting() as act:
        adopt_activity(act, activity_id=key, type="poem", load=lambda *_: None)


def test_the_command_says_what_became_of_it(site: Site, wait: Callable[..., int]) -> None:
    wait()
    turn_on(site)
    document = site.declared(Command)["courses adopt"].run(site, Namespace(again=False))
    assert document == {"adopted": {"poem": 1}, "waiting": {}, "refused": []}
