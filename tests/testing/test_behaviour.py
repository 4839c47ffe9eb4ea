"""The contracts also hold, and find nothing, where a plugin lacks what others have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from updago.kernel.app import Site
from updago.kernel.blocks.declarations import BlockContent, BlockType
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.testing.behaviour import BehaviourContracts
from updago.testing.samples import refused_sample, sample_data


def save(_act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    activity.meta = dict(data)


STONE = ActivityType("stone", "Stone", "", "file", "read", None, save=save)


class Odd(Plugin):
    """A kind that cannot be copied, a block for dashboards, and a plugin that stays on."""

    manifest = Manifest("odd", "Odd", "1", "activity", essential=True)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield STONE

    @hookimpl
    def updago_block_types(self) -> Iterable[BlockType]:
        yield BlockType(
            "sun", "Sun", "", lambda _: BlockContent(Markup("sun")), pages=("dashboard",)
        )


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Odd())


class TestBehaviour(BehaviourContracts):
    pass


def test_a_plugin_gives_its_own_sample_where_defaults_do_not_do(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tests").mkdir()
    world = tmp_path / "tests" / "world.py"
    monkeypatch.setattr(Odd, "folder", tmp_path)
    assert sample_data(site, STONE) == {}
    world.write_text("def data(site):\n    return {'stone': {'weight': 3}}\n")
    assert sample_data(site, STONE) == {"weight": 3}
    world.write_text("def data(site):\n    return {'other': {}}\n")
    assert sample_data(site, STONE) == {}


def test_a_refused_sample_says_what_to_give() -> None:
    said = refused_sample(STONE, Invalid("Too light."))
    assert "data(site) for stone" in said
    assert said.endswith("Too light.")
