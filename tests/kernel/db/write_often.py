"""Run as a process of its own: add one to the counter of a database, again and again."""

from __future__ import annotations

import sys
import time

from updago.kernel.db.counters import Counter
from updago.kernel.db.database import Database


def main(url: str, times: int, hold: float) -> None:
    """Read, wait while writing, and write back; print the longest wait for the turn in seconds."""
    database = Database(url)
    longest = 0.0
    for _ in range(times):
        started = time.monotonic()
        with database.writer.begin() as session:
            value = session.get_one(Counter, "n").value
            longest = max(longest, time.monotonic() - started)
            time.sleep(hold)
            session.get_one(Counter, "n").value = value + 1
    database.dispose()
    sys.stdout.write(f"{longest}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
