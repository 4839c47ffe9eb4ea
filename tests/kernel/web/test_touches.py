from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from updago.kernel.app import Site
from updago.kernel.db.counters import Counter
from updago.kernel.web.touches import Touches, Write


def setting(name: str, value: int) -> Write:
    return lambda session: session.merge(Counter(name=name, value=value))


def value_of(site: Site, name: str) -> int | None:
    with site.database.reading() as session:
        return session.scalar(select(Counter.value).where(Counter.name == name))


def test_a_touch_is_written_within_a_second(site: Site) -> None:
    site.touches.put("a", setting("a", 1))
    deadline = time.monotonic() + 10
    while value_of(site, "a") is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert value_of(site, "a") == 1


def test_the_last_touch_of_a_key_wins(site: Site) -> None:
    calls: list[int] = []
    for number in range(100):
        site.touches.put("a", lambda _, n=number: calls.append(n))  # type: ignore[misc]
    site.touches.flush()
    assert calls[-1] == 99
    assert len(calls) < 100


def test_what_was_said_lately_is_not_said_again(site: Site) -> None:
    calls: list[int] = []
    start, every = site.clock.now(), timedelta(minutes=5)
    for minutes in (0, 4, 5, 6, 1):
        now = start + timedelta(minutes=minutes)
        site.touches.put_rarely("a", lambda _, n=minutes: calls.append(n), now=now, every=every)  # type: ignore[misc]
        site.touches.flush()
    # The last one comes from a clock that was set back: it counts as news.
    assert calls == [0, 5, 1]


def test_a_process_remembers_only_so_many_facts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("updago.kernel.web.touches.REMEMBERED", 1)
    calls: list[str] = []
    now, every = site.clock.now(), timedelta(minutes=5)
    for key in ("a", "b", "a"):
        site.touches.put_rarely(key, lambda _, k=key: calls.append(k), now=now, every=every)  # type: ignore[misc]
        site.touches.flush()
    assert calls == ["a", "b", "a"]


def test_closing_drops_nothing(site: Site) -> None:
    touches = Touches(site.database, collect_seconds=60)
    touches.put("a", setting("a", 1))
    touches.close()
    assert value_of(site, "a") == 1


def test_a_touch_that_fails_harms_no_other(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: Session) -> None:
        raise RuntimeError

    site.touches.put("a", setting("a", 1))
    site.touches.put("bad", fail)
    site.touches.put("b", setting("b", 2))
    site.touches.flush()
    assert (value_of(site, "a"), value_of(site, "b")) == (1, 2)
    assert "bad" in caplog.text


def test_touches_wait_while_the_database_does_not_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    touches = Touches(site.database, collect_seconds=60)

    def refuse() -> None:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(site.database.writer, "begin", refuse)
        touches.put("a", setting("a", 1))
        touches.flush()
        touches.put("a", setting("a", 2))
    touches.close()
    assert value_of(site, "a") == 2


def test_putting_never_waits_for_the_writer(site: Site) -> None:
    touches = Touches(site.database, collect_seconds=0)
    with site.acting() as act:
        act.session.connection()
        thread = threading.Thread(target=touches.put, args=("a", setting("a", 1)), daemon=True)
        thread.start()
        thread.join(5)
        assert not thread.is_alive()
    touches.close()
