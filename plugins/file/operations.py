"""Every write about file resources. Called by the kernel's operations on activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from plugins.file.models import Document
from updago.api.errors import Invalid
from updago.api.files import File, Shelf, Stored, Upload, add_file, files_on, remove_file
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Activity

AREA: Final = "file.content"
MAIN: Final = 0


def shelf_of(activity: Activity) -> Shelf:
    """Where the file of an activity lies, and what belongs to it."""
    return Shelf(AREA, course_id=activity.course_id, activity_id=activity.id)


@operation("file.document.save")
def save_file(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Write how the file is opened; a file that came with the form takes the place of the old.

    Raises Invalid when there is neither.
    """
    document = act.session.scalar(select(Document).where(Document.activity_id == activity.id))
    if document is None:
        document = act.add(Document(activity_id=activity.id))
    document.display = data.get("display", document.display)
    present = files_on(act.session, shelf_of(activity))
    upload: Upload | None = data.get("document")
    if upload is None and not present:
        raise Invalid(_("Choose the file to show."), field="document")
    if upload is not None:
        for file in present:
            remove_file(act, file.id)
        add_file(act, upload, shelf_of(activity), position=MAIN)
    describe_main(act, activity)


def describe_main(act: Act, activity: Activity) -> None:
    """Keep name, type and size of the main file with the activity, for the course page."""
    act.session.flush()
    main = main_of(files_on(act.session, shelf_of(activity)))
    if main is not None:
        about = {"name": main.name, "type": main.media_type, "size": main.size}
        activity.meta = {**activity.meta, **about}


def main_of(files: Any) -> File | None:
    """The file that is opened: the first by position."""
    return min(files, key=lambda file: (file.position, file.id), default=None)


@operation("file.document.copy")
def copy_file(act: Act, source: Activity, target: Activity) -> None:
    """Give a duplicated activity the same file; the content is shared."""
    document = act.session.scalars(select(Document).where(Document.activity_id == source.id)).one()
    act.add(Document(activity_id=target.id, display=document.display))
    for file in files_on(act.session, shelf_of(source)):
        upload = Upload(Stored(file.sha256, file.size), file.name, file.media_type)
        add_file(act, upload, shelf_of(target), path=file.path, position=file.position)
    describe_main(act, target)
