"""The web address: a link to a page elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.url import backup, foreign, forms, operations, queries
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter
from updago.api.spaces import ActivityType


class UrlPlugin(Plugin):
    manifest = Manifest(
        name="url",
        title=_("Web address"),
        version="1.0",
        category="resource",
        summary=_("A link to a page elsewhere."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.url.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.url.routes",)

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="url",
            title=_("Web address"),
            help=_("A link to a page elsewhere, with a description."),
            icon="link",
            purpose="read",
            view_route="url.view",
            form=forms.UrlForm,
            initial=queries.form_data,
            save=operations.save_url,
            copy=operations.copy_url,
            describe=queries.describe,
            is_resource=True,
        )

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("url", "url", backup.dump, backup.load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:url", "url", foreign.load)


plugin = UrlPlugin()
