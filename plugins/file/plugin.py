"""The file: one document to read or download, with what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.file import backup, foreign, forms, operations, queries
from updago.api.files import FileArea, readable_in_activity
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter
from updago.api.spaces import ActivityType


class FilePlugin(Plugin):
    manifest = Manifest(
        name="file",
        title=_("File"),
        version="1.0",
        category="resource",
        summary=_("One document to read or download."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.file.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.file.routes",)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="file",
            title=_("File"),
            help=_("A document, picture, sound or film to read here or to download."),
            icon="download",
            purpose="read",
            view_route="file.show",
            form=forms.FileForm,
            initial=queries.form_data,
            save=operations.save_file,
            copy=operations.copy_file,
            describe=queries.describe,
            is_resource=True,
            files_field="document",
        )

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        yield FileArea(operations.AREA, _("Documents of a course"), readable_in_activity)

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("file", "file", backup.dump, backup.load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:resource", "file", foreign.load)


plugin = FilePlugin()
