"""`updago worker` and `updago doctor`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from translationstring import TranslationString

from updago.kernel.db import migrate
from updago.kernel.plugins.declarations import Command
from updago.kernel.tasks.engine import THREADS
from updago.kernel.tasks.health import examine, worst

if TYPE_CHECKING:
    from updago.kernel.app import Site


def worker(site: Site, arguments: argparse.Namespace) -> None:
    """Run background work until the process is told to end (SIGTERM, or Ctrl-C)."""
    migrate.refuse_if_behind(site)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    site.tasks.start(arguments.threads)
    sys.stderr.write(f"background work runs in {arguments.threads} threads\n")
    sys.stderr.flush()
    ended.wait()
    site.tasks.stop()


def doctor(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Settings, database, files, queue, mail, plugins: each ok, warn or fail with what to do."""
    findings = examine(site)
    return {
        "state": worst(findings),
        "checks": [
            {
                "name": finding.name,
                "plugin": finding.plugin,
                "title": _plain(finding.title),
                "state": finding.health.state,
                "detail": _plain(finding.health.detail),
            }
            for finding in findings
        ],
    }


def _plain(text: str) -> str:
    return str(text.interpolate()) if isinstance(text, TranslationString) else text


def _for_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--threads", type=int, default=THREADS, metavar="N")


COMMANDS: Final = (
    Command("worker", "", "run background jobs and schedules", worker, _for_worker),
    Command("doctor", "", "say how the site is, and what to do", doctor),
)
