"""The plugin that reads Moodle backups."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.moodle_import import adopting, cli, running, serving, views
from plugins.moodle_import.unpack.limits import Limits
from updago.api.files import FileArea
from updago.api.i18n import _
from updago.api.plugins import Command, Manifest, Plugin, hookimpl
from updago.api.ports import Adopter
from updago.api.settings import Setting
from updago.api.tasks import JobType, Schedule
from updago.api.web import NavigationEntry


class MoodleImport(Plugin):
    """Courses out of Moodle 2 to 5 backups."""

    manifest = Manifest(
        name="moodle_import",
        title=_("Moodle backups"),
        version="1.0",
        category="tool",
        summary=_("Makes courses of Moodle 2 to 5 backups (.mbz)."),
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.moodle_import.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.moodle_import.routes",)

    @hookimpl
    def updago_navigation(self) -> Iterable[NavigationEntry]:
        title, text = _("Import a backup"), _("Courses out of Moodle backups, and their reports.")
        yield NavigationEntry(
            "moodle_import.list", _("Moodle backups"), "admin", "moodle_import.list",
            views.IMPORT, "upload", place=45, help=text,
        )  # fmt: skip
        yield NavigationEntry(
            "moodle_import.new_here", title, "category", "moodle_import.new_here",
            views.IMPORT, "upload",
        )  # fmt: skip

    @hookimpl
    def updago_adopters(self) -> Iterable[Adopter]:
        return adopting.ADOPTERS

    @hookimpl
    def updago_jobs(self) -> Iterable[JobType]:
        return running.JOBS

    @hookimpl
    def updago_schedules(self) -> Iterable[Schedule]:
        return running.SCHEDULES

    @hookimpl
    def updago_commands(self) -> Iterable[Command]:
        return (cli.IMPORT,)

    @hookimpl
    def updago_settings(self) -> Iterable[Setting]:
        return (
            Setting(
                "moodle_import.unpacked_max_bytes",
                _("Largest archive, in unpacked bytes"),
                int,
                Limits().unpacked_bytes,
                scope="site",
            ),
        )

    @hookimpl
    def updago_file_areas(self) -> Iterable[FileArea]:
        return (serving.WAITING, serving.ARCHIVE)


plugin = MoodleImport()
