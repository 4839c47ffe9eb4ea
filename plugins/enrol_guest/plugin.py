"""Manifest and hooks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.enrol_guest import facts, forms, operations, views
from updago.api.i18n import _
from updago.api.permissions import SIGNED_IN, FactSource, Permission
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.spaces import EnrolmentMethod


class EnrolGuest(Plugin):
    """Looking into a course."""

    manifest = Manifest(
        name="enrol_guest",
        title=_("Guest access"),
        summary=_("People look into the course without being enrolled."),
        version="1.0",
        category="enrolment",
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.enrol_guest.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.enrol_guest.routes",)

    @hookimpl
    def updago_permissions(self) -> Iterable[Permission]:
        yield Permission(views.ENTER, _("look into this course"), (SIGNED_IN,))

    @hookimpl
    def updago_fact_sources(self) -> Iterable[FactSource]:
        yield FactSource("enrol_guest.visits", facts.visits)

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod(
            name=operations.METHOD,
            title=_("Guest access"),
            help=_("People look into the course without being enrolled."),
            enter_route="enrol_guest.instance.enter",
            form=forms.OptionsForm,
            opens_to_guests=operations.is_open,
        )


plugin = EnrolGuest()
