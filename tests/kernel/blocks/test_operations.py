from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from updago.kernel.app import Site
from updago.kernel.blocks.operations import (
    add_block,
    delete_block,
    hide_block,
    move_block,
    restore_block,
)
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest

MISSING = 999_999


class Idle(Plugin):
    manifest = Manifest("idle", "Idle", "1.0", "tool")


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site(Idle())


def test_a_block_that_is_gone_is_told(site: Site) -> None:
    attempts: list[Callable[[Any], object]] = [
        lambda act: restore_block(act, MISSING),
        lambda act: delete_block(act, MISSING),
        lambda act: hide_block(act, MISSING, hidden=True),
    ]
    with site.acting() as act:
        for attempt in attempts:
            with pytest.raises(NotFound, match="block"):
                attempt(act)


def test_a_region_that_no_page_has_is_refused(site: Site) -> None:
    with site.acting() as act:
        key = add_block(act, "greeting", level="site", object_id=0).id
    attempts: list[Callable[[Any], object]] = [
        lambda act: add_block(act, "greeting", level="site", object_id=0, region="moon"),
        lambda act: move_block(act, key, region="moon", position=0),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid, match="moon") as refused, site.acting() as act:
            attempt(act)
        assert refused.value.field == "region"
