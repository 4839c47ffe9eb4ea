"""Drafts: files sent while a text is being written, handed over when the text is saved."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import select

from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import File
from updago.kernel.files.operations import Shelf
from updago.kernel.text import RichText

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
