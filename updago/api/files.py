"""Files: areas, uploads, shelves."""

from __future__ import annotations

from updago.kernel.files.declarations import FileArea
from updago.kernel.files.drafts import DRAFT_AREA, adopt_files, copy_embedded
from updago.kernel.files.media import disposition, media_type, safe_name
from updago.kernel.files.models import File
from updago.kernel.files.operations import (
    Shelf,
    Upload,
    add_file,
    clean_path,
    move_file,
    remove_file,
    rename_file,
    restore_file,
)
from updago.kernel.files.queries import file_by_uid, files_by_item, files_on, used_bytes
from updago.kernel.files.store import FileStore, Stored
from updago.kernel.web.courses.areas import (
    ACTIVITY_TEXT,
    COURSE_TEXT,
    SECTION_TEXT,
    readable_in_activity,
    readable_in_course,
)
from updago.kernel.web.views.files import keep

__all__ = [
    "ACTIVITY_TEXT",
    "COURSE_TEXT",
    "DRAFT_AREA",
    "SECTION_TEXT",
    "File",
    "FileArea",
    "FileStore",
    "Shelf",
    "Stored",
    "Upload",
    "add_file",
    "adopt_files",
    "clean_path",
    "copy_embedded",
    "disposition",
    "file_by_uid",
    "files_by_item",
    "files_on",
    "keep",
    "media_type",
    "move_file",
    "readable_in_activity",
    "readable_in_course",
    "remove_file",
    "rename_file",
    "restore_file",
    "safe_name",
    "used_bytes",
]
