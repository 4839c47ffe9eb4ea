from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from updago.kernel.db.base import Base
from updago.kernel.db.counters import Counter
from updago.kernel.db.database import Database

SCRIPT = Path(__file__).with_name("write_often.py")
StartWriter = Callable[[int, float], subprocess.Popen[str]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An SQLite database with one counter, `n`, at 0."""
    database = Database(f"sqlite:///{tmp_path / 'site.sqlite'}")
    Base.metadata.create_all(
        database.write_engine, tables=[Counter.metadata.tables["core_counter"]]
    )
    with database.writer.begin() as session:
        session.add(Counter(name="n", value=0))
    yield database
    database.dispose()


@pytest.fixture
def start_writer(database: Database) -> Iterator[StartWriter]:
    """Start a process that adds one so many times, holding the turn so many seconds each time."""
    started: list[subprocess.Popen[str]] = []

    def start(times: int, hold: float) -> subprocess.Popen[str]:
        url = database.url.render_as_string(hide_password=False)
        command = [sys.executable, str(SCRIPT), url, str(times), str(hold)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
