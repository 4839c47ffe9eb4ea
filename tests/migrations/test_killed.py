"""F19: the upgrade of a real installation is killed again and again, at any statement."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.migrations.conftest import MakeSite
from tests.migrations.killed import upgrade_killed_after
from updago.kernel.db import migrate
from updago.kernel.db.drift import check

# More than the longest step has, so that some runs get on.
MOST_STATEMENTS = 80
ENOUGH_KILLS = 3


@pytest.mark.slow
def test_f19_an_upgrade_that_is_killed_again_and_again_is_completed(
    bare_site: MakeSite, url: str, tmp_path: Path
) -> None:
    site = bare_site(url)
    address = site.database.url.render_as_string(hide_password=False)
    chance, kills = random.Random(19), 0
    while not upgrade_killed_after(address, chance.randrange(MOST_STATEMENTS), tmp_path / "log"):
        kills += 1
    assert kills >= ENOUGH_KILLS
    assert check(site) == {}
    assert migrate.pending(site) == {}
    assert migrate.upgrade(site) == []
