"""The address of the page that enrols people."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.enrol_manual import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "enrol_manual.instance.edit",
        "/enrol_manual/{instance_id}",
        permission="enrolment:person:edit",
        loads=views.load,
        get=views.show,
        post=views.enrol,
        renderer="plugins.enrol_manual:templates/enrol_manual/enrol.jinja2",
    )
