"""The forum: discussions and announcements."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.forum import (
    backup,
    demonstration,
    foreign,
    forms,
    notices,
    operations,
    permissions,
    queries,
    states,
)
from plugins.forum.search import documents
from updago.api.files import FileArea, readable_in_activity
from updago.api.i18n import _
from updago.api.permissions import Permission
from updago.api.plugins import DemoContent, Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter, SearchSource
from updago.api.spaces import ActivityType
from updago.api.tasks import JobType


class ForumPlugin(Plugin):
    manifest = Manifest(
        name="forum",
        title=_("Forum"),
        version="1.0",
        category="activity",
        summary=_("Discussions and announcements."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.forum.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.forum.routes",)

    @hookimpl
    def updago_permissions(self) -> Iterable[Permission]:
        return permissions.PERMISSIONS

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="forum",
            title=_("Forum"),
            help=_("Discussions among all, or announcements that only teachers write."),
            icon="message-square",
            purpose="exchange",
            view_route="forum.view",
            form=forms.ForumForm,
            initial=queries.form_data,
            save=operations.save_forum,
            copy=operations.copy_forum,
            states=states.states,
        )

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        yield FileArea(operations.TEXT_AREA, _("Pictures in posts"), readable_in_activity)
        yield FileArea(operations.FILES_AREA, _("Files attached to posts"), readable_in_activity)

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("forum", "forum", backup.dump, backup.load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:forum", "forum", foreign.load)

    @hookimpl
    def updago_jobs(self) -> Iterable[JobType]:
        yield JobType(notices.ANNOUNCE, _("Send an announcement by mail"), notices.announce)

    @hookimpl
    def updago_search_sources(self) -> Iterable[SearchSource]:
        yield SearchSource("forum", documents)

    @hookimpl
    def updago_demo_contents(self) -> Iterable[DemoContent]:
        yield DemoContent("forum.discussions", demonstration.load, needs=("demo.faculty",))


plugin = ForumPlugin()
