"""Every read about files."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from updago.kernel.files.models import Blob, File
from updago.kernel.files.operations import Shelf


def file_by_uid(session: Session, uid: str) -> File | None:
    """The file of an address; None for a wrong, unknown or removed one."""
    try:
        key = uuid.UUID(uid)
    except ValueError:
        return None
    return session.scalar(select(File).where(File.uid == key, File.deleted_at.is_(None)))


def files_on(session: Session, shelf: Shelf) -> Sequence[File]:
    """The files of one shelf, by folder, position and name."""
    return session.scalars(
        select(File)
        .where(
            File.area == shelf.area,
            File.activity_id == shelf.activity_id,
            File.item_id == shelf.item_id,
            File.deleted_at.is_(None),
        )
        .order_by(File.path, File.position, File.name, File.id)
    ).all()


def files_by_item(
    session: Session, area: str, activity_id: int, items: Iterable[int]
) -> dict[int, list[File]]:
    """The files of several items of one area in one query: item → files."""
    wanted = list(items)
    found: dict[int, list[File]] = {item: [] for item in wanted}
    if not wanted:
        return found
    rows = session.scalars(
        select(File)
        .where(
            File.area == area,
            File.activity_id == activity_id,
            File.item_id.in_(wanted),
            File.deleted_at.is_(None),
        )
        .order_by(File.path, File.position, File.name, File.id)
    )
    for file in rows:
        found[file.item_id].append(file)
    return found


def used_bytes(session: Session, *, course_id: int) -> int:
    """How many bytes the files of a course take."""
    total = session.scalar(
        select(func.coalesce(func.sum(File.size), 0)).where(
            File.course_id == course_id, File.deleted_at.is_(None)
        )
    )
    return int(total or 0)


def unnamed_blobs(session: Session, before: datetime, limit: int) -> Iterator[str]:
    """Contents stored before then that no file row names any more, removed ones included."""
    named = exists().where(File.sha256 == Blob.sha256)
    old = select(Blob.sha256).where(~named, Blob.stored_at < before)
    yield from session.scalars(old.limit(limit))
