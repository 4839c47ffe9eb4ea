"""Who builds a tree and who waits, when many ask for the same course at once."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from updago.kernel.spaces import cache
from updago.kernel.spaces.cache import StructureCache

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


class Yard:
    """A builder that builds when it is let, whatever version is wanted then."""

    def __init__(self) -> None:
        self.version = 1
        self.built = 0
        self.missing = False
        self.go = threading.Event()
        self.go.set()
        self.began = threading.Semaphore(0)

    def guest_methods(self) -> tuple[str, ...]:
        return ()

    def build(self, _session: Any, _course_id: int) -> Any:
        self.built += 1
        found = None if self.missing else SimpleNamespace(version=self.version)
        self.began.release()
        self.go.wait(20)
        return found


@pytest.fixture
def yard() -> Yard:
    return Yard()


@pytest.fixture
def trees(yard: Yard) -> StructureCache:
    return StructureCache(yard)  # type: ignore[arg-type]


def ask(trees: StructureCache, version: int, uid: uuid.UUID = ONE) -> Any:
    session: Any = None
    return trees._get(session, 7, uid, version)


def test_what_has_not_changed_is_built_once(trees: StructureCache, yard: Yard) -> None:
    assert ask(trees, 1) is ask(trees, 1)
    assert yard.built == 1


def test_a_reader_that_began_before_the_change_is_served_the_newer_tree(
    trees: StructureCache, yard: Yard
) -> None:
    yard.version = 3
    newer = ask(trees, 3)
    assert ask(trees, 2) is newer
    assert yard.built == 1


def test_while_one_builds_the_others_get_the_old_tree(trees: StructureCache, yard: Yard) -> None:
    old = ask(trees, 1)
    yard.version = 2
    yard.go.clear()
    with ThreadPoolExecutor(1) as pool:
        builder = pool.submit(ask, trees, 2)
        yard.began.acquire(timeout=10)
        yard.began.acquire(timeout=10)
        assert ask(trees, 2) is old
        yard.go.set()
        assert builder.result(10).version == 2
    assert yard.built == 2


@pytest.mark.parametrize("uid", [ONE, OTHER])
def test_without_an_old_tree_of_the_same_course_the_others_wait(
    trees: StructureCache, yard: Yard, uid: uuid.UUID
) -> None:
    if uid is OTHER:
        ask(trees, 1, ONE)
        yard.began.acquire()
    yard.go.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, trees, 1, uid)
        yard.began.acquire(timeout=10)
        second = pool.submit(ask, trees, 1, uid)
        yard.go.set()
        assert second.result(10) is first.result(10)


def test_whoever_waits_too_long_builds_alone(
    trees: StructureCache, yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "WAIT_SECONDS", 0.01)
    yard.go.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(ask, trees, 1)
        yard.began.acquire(timeout=10)
        second = pool.submit(ask, trees, 1)
        assert yard.began.acquire(timeout=10)
        yard.go.set()
        assert (first.result(10).version, second.result(10).version) == (1, 1)
    assert yard.built == 2


def test_a_slow_builder_does_not_replace_a_newer_tree(trees: StructureCache, yard: Yard) -> None:
    yard.version = 5
    newer = ask(trees, 5)
    yard.version = 4
    session: Any = None
    stamp = cache._Stamp(7, ONE, 4, ())
    assert trees._build(session, stamp, lambda _: None).version == 4  # type: ignore[union-attr]
    assert ask(trees, 4) is newer


def test_a_course_that_went_meanwhile_is_not_kept(trees: StructureCache, yard: Yard) -> None:
    yard.missing = True
    assert ask(trees, 1) is None
    yard.missing = False
    assert ask(trees, 1).version == 1
