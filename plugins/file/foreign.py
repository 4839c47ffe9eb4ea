"""A file resource of a Moodle backup."""

from __future__ import annotations

from typing import Final

from plugins.file.models import Document
from plugins.file.operations import describe_main, shelf_of
from updago.api.files import add_file
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.ports import ForeignRecord, Loading
from updago.api.spaces import Activity

# Moodle's display mode of a forced download.
DOWNLOAD: Final = "4"


def load(act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
    """Take over the file, the main one first, and what belongs to it."""
    display = "download" if str(record.values.get("display")) == DOWNLOAD else "auto"
    take_files(act, activity, display, loading)


@operation("file.document.import")
def take_files(act: Act, activity: Activity, display: str, loading: Loading) -> None:
    """Make the resource and put the files of the archive on its shelf."""
    act.add(Document(activity_id=activity.id, display=display))
    files = loading.files("content", "0")
    for position, file in enumerate(files):
        add_file(
            act,
            file.upload,
            shelf_of(activity),
            path=file.path,
            position=position,
            author=file.author,
            licence=file.licence,
        )
    if files and files[0].upload.media_type in {"text/html", "application/xhtml+xml"}:
        loading.differs(_("A web site of several pages is offered as downloads."))
    describe_main(act, activity)
