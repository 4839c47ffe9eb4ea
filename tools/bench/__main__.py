"""`python -m tools.bench [--url DATABASE]`: fill a site, serve it, print a table."""

from __future__ import annotations

import argparse
import compileall
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

from tools.bench.load import (  # noqa: E402 - after the filter
    Figures,
    first_visit,
    measure,
    memory_mb,
    one_visit,
)
from tools.bench.world import World, fill  # noqa: E402
from updago.kernel.app import build_site  # noqa: E402
from updago.kernel.db import migrate  # noqa: E402
from updago.kernel.spaces.operations import rename_activity  # noqa: E402
from updago.testing.web import Client, queries  # noqa: E402

Settings = dict[str, Any]

WORKERS: Final = 2
CHANGES: Final = 40
ROOT: Final = Path(__file__).resolve().parent.parent.parent
HEAD: Final = (
    f"{'page':38}{'ms':>8}{'p95':>8}{'req/s':>9}{'CPU ms':>8}{'queries':>9}{'bytes':>9}"
    f"{'× bare':>9}{'× peer':>9}"
)
BARE: Final = "bare Pyramid"
# Requests a second of another LMS with the same courses on a quiet machine of this kind.
PEER: Final = {
    "login page": 153.8,
    "dashboard": 13.8,
    "my courses": 38.5,
    "course page, 60 activities": 15.0,
    "course page, teacher": 10.4,
    "forum list, 33 discussions": 11.6,
    "discussion, 200 posts": 5.1,
    "page": 27.4,
    "participants": 13.7,
}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--url", default="", help="database; SQLite in a folder of its own if empty"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings: Settings = {"data_dir": Path(folder), "database_url": arguments.url}
        site = build_site(settings)
        migrate.upgrade(site)
        world = fill(site)
        client = Client(site)
        students = [_cookie(client, person) for person in world.students]
        teacher = _cookie(client, world.teacher)
        rows = list(_rows(world))
        counts = [_count(client, world, path, who) for _, path, who in rows]
        site.close()
        environment = {
            **os.environ,
            "UPDAGO_DATA_DIR": folder,
            "UPDAGO_DATABASE_URL": arguments.url,
        }
        # As where it is installed: what Python compiled once is there.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for package in ("updago", "plugins"):
            compileall.compile_dir(ROOT / package, quiet=2)
        print(HEAD)
        bare = _hello()
        command = [sys.executable, "-m", "updago.cli", "serve", "--workers", str(WORKERS)]
        began = time.perf_counter()
        with _serving([*command, "--port"], environment) as (port, group):
            print(f"first answer after {time.perf_counter() - began:.2f} s")
            for (name, path, who), count in zip(rows, counts, strict=True):
                cookies = {"student": students, "teacher": [teacher], "anonymous": []}[who]
                _print(name, measure(port, path, cookies, group), count, bare.cpu)
            changed = _after_changes(settings, world, port, students)
            print(f"{'course page, each after a change of it':38}{changed:8.2f}")
            first = first_visit(port, f"/courses/{world.course_id}", students[0])
            print(f"first visit of the course page with its files: {first / 1000:.0f} kB")
            print(f"largest process: {memory_mb(group):.0f} MB")
    return 0


def _rows(world: World) -> Iterator[tuple[str, str, str]]:
    yield "login page", "/login/local", "anonymous"
    yield "dashboard", "/my", "student"
    yield "my courses", "/courses", "student"
    yield "course page, 60 activities", f"/courses/{world.course_id}", "student"
    yield "course page, teacher", f"/courses/{world.course_id}", "teacher"
    yield "forum list, 33 discussions", f"/forum/{world.forum_id}", "student"
    yield "discussion, 200 posts", f"/forum/discussions/{world.discussion_id}", "student"
    yield "page", f"/page/{world.page_id}", "student"
    yield "participants", f"/courses/{world.course_id}/people", "teacher"
    for size, key in world.sized.items():
        yield f"course page, {size} activities", f"/courses/{key}", "student"


def _cookie(client: Client, person: int) -> str:
    browser = client.other().sign_in(person)
    browser.get("/courses")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookiejar)


def _after_changes(settings: Settings, world: World, port: int, students: list[str]) -> float:
    """The median in ms of the course page when nothing of it can have been kept."""
    site, times = build_site(settings), []
    for number in range(CHANGES):
        with site.acting() as act:
            rename_activity(act, activity_id=world.page_id, name=f"Page {number}")
        path = f"/courses/{world.course_id}"
        times.append(one_visit(port, path, students[number % len(students)]))
    site.close()
    return statistics.median(times)


def _count(client: Client, world: World, path: str, who: str) -> int:
    browser = client.other()
    if who != "anonymous":
        browser.sign_in(world.teacher if who == "teacher" else world.students[0])
    browser.get(path)
    with queries(client.site) as seen:
        browser.get(path)
    return len(seen)


def _hello() -> Figures:
    command = [
        "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "4",
        "--factory", "--no-access-log", "tools.bench.hello:make_app", "--port",
    ]  # fmt: skip
    command[0] = str(Path(sys.executable).parent / "granian")
    with _serving(command, dict(os.environ)) as (port, group):
        found = measure(port, "/", [], group)
    _print(BARE, found, 0, found.cpu)
    return found


@contextmanager
def _serving(command: Sequence[str], environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*command, str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server ended at once; start it by hand to see why.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The server does not answer.")


def _print(name: str, found: Figures, count: int, bare: float) -> None:
    peer = f"{found.rate / PEER[name]:.1f}" if name in PEER else ""
    failed = f"  {found.failures} failed" if found.failures else ""
    print(
        f"{name:38}{found.median:8.2f}{found.p95:8.2f}{found.rate:9.0f}{found.cpu:8.2f}"
        f"{count:9}{found.wire:9}{found.cpu / bare:9.0f}{peer:>9}{failed}",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
