"""The addresses of imports."""

from __future__ import annotations

from pyramid.config import Configurator

from plugins.moodle_import import views

FORM = "updago.kernel.web:templates/pages/form.jinja2"
TABLE = "updago.kernel.web:templates/pages/admin_table.jinja2"


def includeme(config: Configurator) -> None:
    """Register the pages."""
    base = "/moodle_import"
    config.add_page(
        "moodle_import.list", base, permission=views.IMPORT, get=views.index, renderer=TABLE
    )
    config.add_page(
        "moodle_import.new",
        base + "/new",
        permission=views.IMPORT,
        get=views.new,
        post=views.create,
        renderer=FORM,
    )
    config.add_page(
        "moodle_import.new_here",
        base + "/categories/{category_id}/new",
        permission=views.IMPORT,
        loads=views.load_category,
        get=views.new_here,
        post=views.create_here,
        renderer=FORM,
    )
    config.add_page(
        "moodle_import.show",
        base + "/{import_id}",
        permission=views.IMPORT,
        loads=views.load_run,
        get=views.show,
        renderer="plugins.moodle_import:templates/moodle_import/show.jinja2",
    )
    config.add_page(
        "moodle_import.now",
        base + "/{import_id}/import",
        permission=views.IMPORT,
        loads=views.load_run,
        post=views.import_now,
    )
