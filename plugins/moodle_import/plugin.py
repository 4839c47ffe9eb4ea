"""The plugin that reads Moodle backups."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.moodle_import import cli, serving
from plugins.moodle_import.unpack.limits import Limits
from updago.api.files import FileArea
from updago.api.i18n import _
from updago.api.plugins import Command, Manifest, Plugin, hookimpl
from updago.api.settings import Setting


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
        return (serving.WAITING,)


plugin = MoodleImport()
