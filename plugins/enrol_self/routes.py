"""The address of the page on which people enrol themselves."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.enrol_self import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "enrol_self.instance.enter",
        "/enrol_self/{instance_id}",
        permission=views.ENTER,
        loads=views.load,
        get=views.show,
        post=views.enter_course,
        renderer="updago.kernel.web:templates/pages/enrol.jinja2",
        rich=True,
    )
