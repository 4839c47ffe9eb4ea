"""A folder of a Moodle backup."""

from __future__ import annotations

from plugins.folder.operations import count_files, save_folder, shelf_of
from updago.api.files import add_file
from updago.api.operations import Act
from updago.api.ports import ForeignRecord, Loading
from updago.api.spaces import Activity


def load(act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
    """Take over the files and how they are shown; a folder shown inline gets a page here."""
    values = record.values
    save_folder(
        act,
        activity,
        {
            "starts_open": str(values.get("showexpanded", "1")) != "0",
            "offers_archive": str(values.get("showdownloadfolder", "1")) != "0",
        },
    )
    take_files(act, activity, loading)


def take_files(act: Act, activity: Activity, loading: Loading) -> None:
    """Put the files of the archive on the folder's shelf, each in its sub-folder."""
    for position, file in enumerate(loading.files("content", "0")):
        add_file(
            act,
            file.upload,
            shelf_of(activity),
            path=file.path,
            position=position,
            author=file.author,
            licence=file.licence,
        )
    count_files(act, activity)
