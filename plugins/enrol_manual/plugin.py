"""Manifest and hooks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.enrol_manual import commands, operations
from updago.api.i18n import _
from updago.api.plugins import Command, Manifest, Plugin, hookimpl
from updago.api.spaces import EnrolmentMethod


class EnrolManual(Plugin):
    """Enrolment by hand."""

    manifest = Manifest(
        name="enrol_manual",
        title=_("Enrolment by teachers"),
        summary=_("Teachers choose people and give them a role in the course."),
        version="1.0",
        category="enrolment",
    )

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.enrol_manual.routes",)

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod(
            name=operations.METHOD,
            title=_("Enrolment by teachers"),
            help=_("Teachers choose people and give them a role in the course."),
            on_create=operations.add_to_course,
            manage_route="enrol_manual.instance.edit",
        )

    @hookimpl
    def updago_commands(self) -> Iterable[Command]:
        yield Command(
            "enrol", "", "enrol a person in a course", commands.enrol_person, commands.for_enrol
        )


plugin = EnrolManual()
