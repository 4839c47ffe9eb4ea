from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from updago.kernel.db.queue import WriterQueue
from updago.kernel.errors import Unavailable


@pytest.fixture
def queue(tmp_path: Path) -> WriterQueue:
    return WriterQueue(tmp_path / "site.writer")


def in_thread(work: object) -> None:
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    thread.join(10)


def test_threads_are_served_in_the_order_of_their_coming(queue: WriterQueue) -> None:
    served: list[int] = []

    def serve(number: int) -> None:
        queue.acquire()
        served.append(number)
        queue.release()

    queue.acquire()
    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(serve, number)
            while len(queue._waiting) <= number:
                time.sleep(0.001)
        queue.release()
    assert served == list(range(8))


def test_who_waits_too_long_is_refused_with_a_sentence(queue: WriterQueue) -> None:
    queue.acquire()
    refused: list[str] = []

    def wait() -> None:
        with pytest.raises(Unavailable) as caught:
            queue.acquire(timeout=0.05)
        refused.append(str(caught.value))

    in_thread(wait)
    queue.release()
    assert refused == ["The site is saving other work. Please try again in a moment."]


def test_a_refused_one_does_not_stop_those_behind_it(queue: WriterQueue) -> None:
    queue.acquire()
    with ThreadPoolExecutor(2) as pool:
        short = pool.submit(queue.acquire, 0.05)
        long = pool.submit(queue.acquire, 10)
        with pytest.raises(Unavailable):
            short.result()
        queue.release()
        long.result()
    assert not queue._waiting


def test_another_process_is_waited_for_no_longer_than_asked(
    queue: WriterQueue, tmp_path: Path
) -> None:
    other = WriterQueue(tmp_path / "site.writer")
    other.acquire()
    with pytest.raises(Unavailable):
        queue.acquire(timeout=0.05)
    other.release()
    queue.acquire(timeout=1)
    queue.release()


def test_a_thread_that_would_wait_for_itself_is_told_at_once(queue: WriterQueue) -> None:
    queue.acquire()
    with pytest.raises(RuntimeError, match="writing already"):
        queue.acquire()
    queue.release()
    queue.acquire(timeout=0)
    queue.release()


def test_a_turn_that_comes_at_the_last_moment_is_taken(
    queue: WriterQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            queue.release()
            assert self.is_set()
            return False

    in_thread(queue.acquire)
    monkeypatch.setattr("updago.kernel.db.queue.threading.Event", Late)
    queue.acquire(timeout=0.01)
    queue.release()
    queue.acquire()
    queue.release()
