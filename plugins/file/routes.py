"""The addresses of file resources."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.file import views


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "file.show",
        "/file/{activity_id}",
        permission="activity:item:view",
        loads=views.load,
        get=views.show,
        renderer="plugins.file:templates/file/view.jinja2",
        rich=True,
    )
