"""Manifest and hooks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.enrol_self import forms, operations, views
from updago.api.i18n import _
from updago.api.permissions import SIGNED_IN, Permission
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.spaces import EnrolmentMethod


class EnrolSelf(Plugin):
    """Enrolment by the person who enters."""

    manifest = Manifest(
        name="enrol_self",
        title=_("Self-enrolment"),
        summary=_("People enrol themselves, with a key where the teacher wants one."),
        version="1.0",
        category="enrolment",
    )

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.enrol_self.routes",)

    @hookimpl
    def updago_permissions(self) -> Iterable[Permission]:
        yield Permission(views.ENTER, _("enrol yourself in this course"), (SIGNED_IN,))

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        yield EnrolmentMethod(
            name=operations.METHOD,
            title=_("Self-enrolment"),
            help=_("People enrol themselves, with a key where the teacher wants one."),
            enter_route="enrol_self.instance.enter",
            form=forms.OptionsForm,
        )


plugin = EnrolSelf()
