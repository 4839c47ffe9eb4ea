"""Small backups that several tests import."""

from __future__ import annotations

from typing import Final

from plugins.moodle_import.tests.backups import BackupBuilder, raw

PICTURE: Final = b"\x89PNG\r\n\x1a\n" + bytes(30)


def small_course() -> BackupBuilder:
    builder = BackupBuilder(course={"category": raw("<name>Botany</name>")})
    builder.section(None)
    builder.activity("label", "Hello", {"intro": "<p>Hi</p>"})
    builder.section("Second", summary="<p>Text</p>", visible=0)
    builder.activity("page", "Soil", {"content": "<p>Soil</p>", "contentformat": 1})
    builder.activity("quiz", "Test", {"intro": "<p>Quiz</p>"}, visible=0, indent=1)
    return builder
