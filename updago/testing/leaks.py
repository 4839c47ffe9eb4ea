"""No test may leave a connection behind: whoever took it from its pool is named."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from types import FrameType
from typing import Any, Final

import pytest
from sqlalchemy import Pool, event

# Whoever asks for a connection stands above these in the stack.
LIBRARIES: Final = ("sqlalchemy", "contextlib.py")
DEPTH: Final = 4
# Seconds; only a test that does leave a connection behind waits so long.
PATIENCE: Final = 3.0


@pytest.fixture(autouse=True)
def connections_returned() -> Iterator[None]:
    """Fail a test that ends, its sites closed, while a connection of a pool is still in use.

    Such a connection would be closed by the server, or by the garbage collector, in a later test.
    """
    with all_returned():
        yield


@contextmanager
def all_returned() -> Iterator[None]:
    """Raise AssertionError if a connection taken in the block is still in use at its end."""
    taken: dict[Any, str] = {}

    def take(_connection: object, record: Any, _proxy: object) -> None:
        taken[record] = _whence(sys._getframe(1))  # noqa: SLF001 - a traceback costs too much here

    def give_back(_connection: object, record: Any) -> None:
        taken.pop(record, None)

    event.listen(Pool, "checkout", take)
    event.listen(Pool, "checkin", give_back)
    try:
        yield
        _wait_for_threads(taken)
    finally:
        event.remove(Pool, "checkout", take)
        event.remove(Pool, "checkin", give_back)
    if taken:
        pytest.fail("\n".join(["connections in use at the end:", *taken.values()]), pytrace=False)


def _wait_for_threads(taken: dict[Any, str]) -> None:
    """A thread that writes after the page gives back what it took, a moment later."""
    deadline = time.monotonic() + PATIENCE
    while taken and time.monotonic() < deadline:
        time.sleep(0.01)


def _whence(frame: FrameType | None) -> str:
    """The innermost callers outside of libraries, as `file:line in function`."""
    callers: list[str] = []
    while frame is not None and len(callers) < DEPTH:
        path = frame.f_code.co_filename
        if not any(name in PurePath(path).parts for name in LIBRARIES):
            callers.append(f"{path}:{frame.f_lineno} in {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(callers)
