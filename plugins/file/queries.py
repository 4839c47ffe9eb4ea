"""Every read about file resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.file.models import Document
from plugins.file.operations import AREA
from updago.api.files import File, Shelf, files_on
from updago.api.i18n import Formats, _
from updago.api.spaces import ActivityNode

# What a type is called on the course page, by its beginning; the first that fits.
KINDS: Final = (
    ("application/pdf", _("PDF file")),
    ("image/", _("Picture")),
    ("video/", _("Film")),
    ("audio/", _("Sound")),
    ("application/vnd.openxmlformats-officedocument.presentation", _("Slides")),
    ("application/vnd.oasis.opendocument.presentation", _("Slides")),
    ("application/vnd.ms-powerpoint", _("Slides")),
    ("application/vnd.openxmlformats-officedocument.spreadsheet", _("Spreadsheet")),
    ("application/vnd.oasis.opendocument.spreadsheet", _("Spreadsheet")),
    ("application/vnd.openxmlformats-officedocument.wordprocessing", _("Text document")),
    ("application/vnd.oasis.opendocument.text", _("Text document")),
    ("application/msword", _("Text document")),
    ("application/zip", _("Archive")),
)


def document_of_activity(session: Session, activity_id: int) -> Document:
    """The file resource of an activity. Raises NoResultFound when its row is missing."""
    return session.scalars(select(Document).where(Document.activity_id == activity_id)).one()


def files_of(session: Session, activity_id: int) -> Sequence[File]:
    """The file and what belongs to it."""
    return files_on(session, Shelf(AREA, activity_id=activity_id))


def form_data(session: Session, activity_id: int) -> Mapping[str, Any]:
    """What the form of an existing file shows."""
    return {"display": document_of_activity(session, activity_id).display}


def describe(node: ActivityNode, formats: Formats) -> str:
    """Type and size, on the course page."""
    kind = str(node.meta.get("type", ""))
    word = next((formats.text(name) for start, name in KINDS if kind.startswith(start)), "")
    size = formats.file_size(int(node.meta["size"])) if "size" in node.meta else ""
    return " · ".join(filter(None, (word, size)))
