"""Hooks about running: events, jobs, commands, health, demo content, privacy, files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from updago.kernel.plugins.markers import spec

if TYPE_CHECKING:
    from updago.kernel.events import EventHandler
    from updago.kernel.files.declarations import FileArea
    from updago.kernel.plugins.declarations import Command, DemoContent, HealthCheck
    from updago.kernel.ports.privacy import PrivacyProvider
    from updago.kernel.tasks.declarations import JobType, Schedule


class RunningHooks:
    """Every method is called once, at start; a plugin overrides only what it needs."""

    @spec
    def updago_event_handlers(self) -> Iterable[EventHandler]:
        """Return handlers: before commit (each in a savepoint, may veto) or after (by outbox).

        A handler after commit is called at least once and must be idempotent; one that keeps
        failing is parked and shown by the health page.
        """
        return ()

    @spec
    def updago_jobs(self) -> Iterable[JobType]:
        """Return kinds of background work. Five deliveries of one key must have one effect."""
        return ()

    @spec
    def updago_schedules(self) -> Iterable[Schedule]:
        """Return jobs that are enqueued at regular times."""
        return ()

    @spec
    def updago_commands(self) -> Iterable[Command]:
        """Return commands `updago NOUN VERB`. A noun and verb declared twice stop the start."""
        return ()

    @spec
    def updago_health_checks(self) -> Iterable[HealthCheck]:
        """Return checks for `updago doctor` and the health page. One that raises reads `fail`."""
        return ()

    @spec
    def updago_demo_contents(self) -> Iterable[DemoContent]:
        """Return functions that add to the demonstration faculty; safe to repeat."""
        return ()

    @spec
    def updago_file_areas(self) -> Iterable[FileArea]:
        """Return file areas: who owns, who reads and who writes the files in them."""
        return ()

    @spec
    def updago_privacy_providers(self) -> Iterable[PrivacyProvider]:
        """Return exports and erasures that the tags of columns cannot express."""
        return ()
