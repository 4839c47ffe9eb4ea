from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.testing import matrix
from updago.testing.matrix import read_rows, write_rows
from updago.testing.world import PERSONS

KEYS = st.tuples(st.text('abc.," é', max_size=8), st.sampled_from(["GET", "POST"]), st.text("xy"))
ROWS = st.dictionaries(KEYS, st.fixed_dictionaries({name: st.just("200") for name in PERSONS}))


@given(ROWS)
def test_rows_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[Any, Any]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "matrix.csv"
    write_rows(path, rows)
    assert read_rows(path) == rows


def test_a_part_without_a_file_has_no_rows(tmp_path: Path) -> None:
    assert read_rows(tmp_path / "matrix.csv") == {}


def test_what_is_proposed_stands_beside_the_part_that_owns_the_route(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "forum"
    closed: list[bool] = []
    world = SimpleNamespace(
        site=SimpleNamespace(
            plugins=SimpleNamespace(plugins={"forum": SimpleNamespace(folder=folder)}),
            close=lambda: closed.append(True),
        )
    )
    cases = [
        SimpleNamespace(
            key=(f"{plugin}.view", "GET", kind),
            method="GET",
            path=f"/{plugin}/{kind}",
            route=SimpleNamespace(plugin=plugin),
        )
        for plugin in ("core", "forum")
        for kind in ("own", "missing")
    ]
    answers = {"own": "200", "missing": "404"}
    monkeypatch.chdir(tmp_path)
    for part in (tmp_path / "tests" / "gates", folder / "tests"):
        part.mkdir(parents=True)
    monkeypatch.setattr(matrix, "build_world", lambda *_: world)
    monkeypatch.setattr(matrix, "addresses_of", lambda _: SimpleNamespace(cases=lambda: cases))
    monkeypatch.setattr(
        matrix,
        "visit",
        lambda _world, _name, _method, path: SimpleNamespace(answer=answers[path.split("/")[2]]),
    )
    matrix.main()
    assert closed == [True]
    for plugin, path in (("core", matrix.KERNELS), ("forum", folder / "tests" / "matrix.csv")):
        rows = read_rows(path)
        assert list(rows) == [(f"{plugin}.view", "GET", kind) for kind in answers]
        assert [set(row.values()) for row in rows.values()] == [{"200"}, {"404"}]
