"""The address of the page that asks guests for the password."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.enrol_guest import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "enrol_guest.instance.enter",
        "/enrol_guest/{instance_id}",
        permission=views.ENTER,
        loads=views.load,
        get=views.show,
        post=views.look_in,
        renderer="updago.kernel.web:templates/pages/enrol.jinja2",
        rich=True,
    )
