"""Hooks about teaching and learning: activities, course formats, enrolment, moving in and out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from updago.kernel.plugins.markers import spec

if TYPE_CHECKING:
    from updago.kernel.ports.availability import AvailabilityCondition
    from updago.kernel.ports.backup import Adopter, BackupPart, ForeignImporter
    from updago.kernel.ports.completion import CompletionRule
    from updago.kernel.ports.grades import GradeReceiver
    from updago.kernel.ports.search import SearchSource
    from updago.kernel.ports.time import TimeSource
    from updago.kernel.spaces.declarations import ActivityType, CourseFormat, EnrolmentMethod


class LearningHooks:
    """Every method is called once, at start; a plugin overrides only what it needs."""

    @spec
    def updago_activity_types(self) -> Iterable[ActivityType]:
        """Return activity and resource types; they appear in the chooser of every course.

        An activity whose type is gone or off shows as a placeholder and keeps its data.
        """
        return ()

    @spec
    def updago_course_formats(self) -> Iterable[CourseFormat]:
        """Return course formats: how sections are named, which one is current."""
        return ()

    @spec
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        """Return ways to enter a course."""
        return ()

    @spec
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        """Return dump and load functions of an activity type for UPdago's own archives."""
        return ()

    @spec
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        """Return functions that make an activity out of another system's record.

        An importer that raises leaves its activity waiting, with the sentence of the error.
        """
        return ()

    @spec
    def updago_grade_receivers(self) -> Iterable[GradeReceiver]:
        """Return functions that take a new grade inside the operation that gives it.

        One that raises fails the operation: a grade is everywhere or nowhere.
        """
        return ()

    @spec
    def updago_completion_rules(self) -> Iterable[CompletionRule]:
        """Return rules that say when an activity is done for a person."""
        return ()

    @spec
    def updago_adopters(self) -> Iterable[Adopter]:
        """Return those that make activities of what waited for a plugin."""
        return ()

    @spec
    def updago_availability_conditions(self) -> Iterable[AvailabilityCondition]:
        """Return conditions that open or close an activity for a person."""
        return ()

    @spec
    def updago_time_sources(self) -> Iterable[TimeSource]:
        """Return sources of effective times: overrides by person or group, accommodations."""
        return ()

    @spec
    def updago_search_sources(self) -> Iterable[SearchSource]:
        """Return sources of searchable documents."""
        return ()
