"""Background work as plugins declare it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from updago.kernel.app import Site


@dataclass(frozen=True, slots=True)
class JobType:
    """A kind of background work.

    `run(site, payload)` opens its own transactions (`site.acting(...)`), is given the JSON payload
    it was enqueued with, and must have one effect however often one job is delivered.
    After `tries` failures the job is parked and the health page says so.
    """

    name: str
    title: str
    run: Callable[[Site, Mapping[str, Any]], None]
    tries: int = 5
    timeout: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Enqueue a job again and again: one key per period, so a missed time runs once, late."""

    name: str
    job: str
    every: timedelta
