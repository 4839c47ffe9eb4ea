"""Files in texts: drafts are handed over when the text is saved, copies go with copied texts."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import select

from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import File
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.files.store import Stored
from updago.kernel.text import FILE_MARK, RichText, rewrite

DRAFT_AREA: Final = "draft"


@operation("file.adopt")
def adopt_files(act: Act, text: RichText, shelf: Shelf) -> int:
    """Move the drafts that a text embeds to the shelf of the thing it belongs to; counts them.

    Only drafts of the actor are moved: naming somebody else's file gives no right to it.
    """
    uids = [uuid.UUID(ref) for ref in text.file_refs()]
    if not uids:
        return 0
    drafts = act.session.scalars(
        select(File).where(
            File.uid.in_(uids), File.area == DRAFT_AREA, File.owner_id == act.actor_id
        )
    ).all()
    for file in drafts:
        file.area, file.item_id = shelf.area, shelf.item_id
        file.course_id, file.activity_id = shelf.course_id, shelf.activity_id
    return len(drafts)


def copy_embedded(act: Act, text: RichText, *, source_id: int, shelf: Shelf) -> RichText:
    """The text with copies of the files that it embeds from an activity.

    The copies lie where the originals lie, for the activity of the shelf; contents are shared.
    """
    uids = [uuid.UUID(ref) for ref in text.file_refs()]
    if not uids:
        return text
    found = act.session.scalars(
        select(File).where(
            File.uid.in_(uids), File.activity_id == source_id, File.deleted_at.is_(None)
        )
    ).all()
    copies = {str(file.uid): str(_copy(act, file, shelf).uid) for file in found}

    def renamed(url: str) -> str:
        uid, slash, name = url.removeprefix(FILE_MARK).partition("/")
        if not url.startswith(FILE_MARK) or uid not in copies:
            return url
        return f"{FILE_MARK}{copies[uid]}{slash}{name}"

    return RichText.of(rewrite(text.html, renamed))


def _copy(act: Act, file: File, shelf: Shelf) -> File:
    upload = Upload(Stored(file.sha256, file.size), file.name, file.media_type)
    place = Shelf(file.area, shelf.course_id, shelf.activity_id, file.item_id)
    return add_file(act, upload, place, author=file.author, licence=file.licence)
