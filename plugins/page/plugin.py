"""The page: a text with pictures, links and tables, on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.page import backup, foreign, forms, operations, queries
from updago.api.files import FileArea, readable_in_activity
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter, SearchSource
from updago.api.spaces import ActivityType


class PagePlugin(Plugin):
    manifest = Manifest(
        name="page",
        title=_("Page"),
        version="1.0",
        category="resource",
        summary=_("A text with pictures, links and tables."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.page.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.page.routes",)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="page",
            title=_("Page"),
            help=_("A text with pictures, links and tables, read on a page of its own."),
            icon="file-text",
            purpose="read",
            view_route="page.view",
            form=forms.PageForm,
            initial=queries.form_data,
            save=operations.save_page,
            copy=operations.copy_page,
            is_resource=True,
        )

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        yield FileArea(operations.AREA, _("Pictures of a page"), readable_in_activity)

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("page", "page", backup.dump, backup.load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:page", "page", foreign.load)

    @hookimpl
    def updago_search_sources(self) -> Iterable[SearchSource]:
        yield SearchSource("page", queries.documents)


plugin = PagePlugin()
