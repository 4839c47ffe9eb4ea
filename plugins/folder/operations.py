"""Every write about folders. Files are added by the kernel's operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, select

from plugins.folder.models import Folder
from updago.api.errors import NotFound
from updago.api.files import (
    File,
    Shelf,
    Stored,
    Upload,
    add_file,
    files_on,
    remove_file,
    restore_file,
)
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Activity

AREA: Final = "folder.content"


def shelf_of(activity: Activity) -> Shelf:
    """Where the files of a folder lie."""
    return Shelf(AREA, course_id=activity.course_id, activity_id=activity.id)


@operation("folder.folder.save")
def save_folder(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Write how the folder is shown and add the files that came with the form."""
    folder = act.session.scalar(select(Folder).where(Folder.activity_id == activity.id))
    if folder is None:
        folder = act.add(Folder(activity_id=activity.id))
    folder.starts_open = data.get("starts_open", folder.starts_open)
    folder.offers_archive = data.get("offers_archive", folder.offers_archive)
    for upload in data.get("files") or ():
        add_file(act, upload, shelf_of(activity), path=data.get("path") or "")
    count_files(act, activity)


def count_files(act: Act, activity: Activity) -> None:
    """Keep the number of files with the activity, for its line on the course page."""
    act.session.flush()
    number = act.session.scalar(
        select(func.count()).where(
            File.area == AREA, File.activity_id == activity.id, File.deleted_at.is_(None)
        )
    )
    activity.meta = {**activity.meta, "files": number}


@operation("folder.file.remove")
def remove_from_folder(act: Act, *, activity_id: int, file_id: int) -> None:
    """Take a file out of its folder. Raises NotFound when it lies elsewhere."""
    activity = act.get(Activity, activity_id)
    file = act.get(File, file_id)
    if activity is None or file is None or (file.area, file.activity_id) != (AREA, activity_id):
        raise NotFound(_("This file is not in this folder any more."))
    remove_file(act, file_id)
    count_files(act, activity)


@operation("folder.file.restore")
def restore_to_folder(act: Act, *, activity_id: int, file_id: int) -> None:
    """Bring a file back into its folder. Raises NotFound when it lay elsewhere."""
    activity = act.get(Activity, activity_id)
    file = act.session.get(File, file_id)
    if activity is None or file is None or (file.area, file.activity_id) != (AREA, activity_id):
        raise NotFound(_("This file is not in this folder any more."))
    restore_file(act, file_id)
    count_files(act, activity)


@operation("folder.folder.copy")
def copy_folder(act: Act, source: Activity, target: Activity) -> None:
    """Give a duplicated activity the same files; their contents are shared."""
    folder = act.session.scalars(select(Folder).where(Folder.activity_id == source.id)).one()
    act.add(
        Folder(
            activity_id=target.id,
            starts_open=folder.starts_open,
            offers_archive=folder.offers_archive,
        )
    )
    for file in files_on(act.session, shelf_of(source)):
        upload = Upload(Stored(file.sha256, file.size), file.name, file.media_type)
        add_file(
            act,
            upload,
            shelf_of(target),
            path=file.path,
            position=file.position,
            author=file.author,
            licence=file.licence,
        )
    count_files(act, target)
