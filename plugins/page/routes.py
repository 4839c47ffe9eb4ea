"""The addresses of pages."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.page import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "page.view",
        "/page/{activity_id}",
        permission="activity:item:view",
        loads=views.load,
        get=views.show,
        renderer="plugins.page:templates/page/view.jinja2",
        rich=True,
    )
