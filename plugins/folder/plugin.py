"""The folder: files in sub-folders, on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.folder import backup, foreign, forms, operations, queries
from updago.api.files import FileArea, readable_in_activity
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter
from updago.api.spaces import ActivityType


class FolderPlugin(Plugin):
    manifest = Manifest(
        name="folder",
        title=_("Folder"),
        version="1.0",
        category="resource",
        summary=_("Several files together, in sub-folders if you like."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.folder.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.folder.routes",)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="folder",
            title=_("Folder"),
            help=_("Several files together, with sub-folders and one download of all."),
            icon="folder",
            purpose="read",
            view_route="folder.view",
            form=forms.FolderForm,
            initial=queries.form_data,
            save=operations.save_folder,
            copy=operations.copy_folder,
            describe=queries.describe,
            is_resource=True,
            files_field="files",
        )

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        yield FileArea(operations.AREA, _("Files of a folder"), readable_in_activity)

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("folder", "folder", backup.dump, backup.load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:folder", "folder", foreign.load)


plugin = FolderPlugin()
