"""The addresses of web addresses."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.url import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "url.view",
        "/url/{activity_id}",
        permission="activity:item:view",
        loads=views.load,
        get=views.show,
        renderer="plugins.url:templates/url/view.jinja2",
        rich=True,
    )
