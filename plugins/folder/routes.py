"""The addresses of folders."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.folder import views


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "folder.view",
        "/folder/{activity_id}",
        permission="activity:item:view",
        loads=views.load,
        get=views.show,
        renderer="plugins.folder:templates/folder/view.jinja2",
        rich=True,
    )
    config.add_page(
        "folder.archive",
        "/folder/{activity_id}/archive",
        permission="activity:item:view",
        loads=views.load,
        get=views.archive,
    )
    config.add_page(
        "folder.file.remove",
        "/folder/{activity_id}/files/{file_id}/remove",
        permission="course:structure:edit",
        loads=views.load,
        post=views.remove,
    )
    config.add_page(
        "folder.file.restore",
        "/folder/{activity_id}/files/{file_id}/restore",
        permission="course:structure:edit",
        loads=views.load,
        post=views.restore,
    )
