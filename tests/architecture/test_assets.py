from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tools.assets import DIST, ROOT, is_stale

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = re.compile(rb"(?:@import|src=|url\()\s*[\"']?https?://")


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    """Name → hashed name of every built asset."""
    text = (DIST / "manifest.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(text)
    return names


def test_every_entry_is_built_under_a_hashed_name(manifest: dict[str, str]) -> None:
    entries = {path.name for path in (ROOT / "frontend" / "src").glob("*.*")}
    assert entries <= set(manifest)
    assert all(re.search(r"-[A-Z0-9]{8}\.\w+$", hashed) for hashed in manifest.values())
    assert all((DIST / hashed).is_file() for hashed in manifest.values())


def test_every_plugin_entry_is_built_under_the_name_of_its_plugin(
    manifest: dict[str, str],
) -> None:
    paths = [*ROOT.glob("plugins/*/frontend/*.js"), *ROOT.glob("plugins/*/frontend/*.css")]
    assert {f"{path.parts[-3]}/{path.name}" for path in paths} <= set(manifest)


def test_bundles_fetch_nothing_from_elsewhere(manifest: dict[str, str]) -> None:
    bundles = [name for name in manifest.values() if name.endswith((".js", ".css"))]
    assert not [name for name in bundles if ADDRESS.search((DIST / name).read_bytes())]


def test_a_catalogue_is_compiled_again_when_it_changes(tmp_path: Path) -> None:
    source, made = tmp_path / "updago.po", tmp_path / "updago.mo"
    source.write_text("")
    assert is_stale(made, source)
    made.write_text("")
    assert not is_stale(made, source)
