"""Every write about files. Contents are in the store before an operation names them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid, NotFound, TooLarge
from updago.kernel.files.media import safe_name
from updago.kernel.files.models import Blob, File
from updago.kernel.files.store import Stored


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent and is in the store: its content, name and type."""

    stored: Stored
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a file goes: its area, and the course, activity, item or person it belongs to."""

    area: str
    course_id: int | None = None
    activity_id: int | None = None
    item_id: int = 0
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """The most bytes that a course or a person may hold; None: no limit."""

    course: int | None = None
    person: int | None = None


def note_content(act: Act, stored: Stored) -> None:
    """Say that a content is in the store since now; sent again, the sweep spares it for longer."""
    row = act.session.get(Blob, stored.sha256)
    if row is None:
        act.session.add(Blob(sha256=stored.sha256, size=stored.size, stored_at=act.now))
    else:
        row.stored_at = act.now
    act.session.flush()


@operation("file.add")
def add_file(
    act: Act,
    upload: Upload,
    shelf: Shelf,
    *,
    path: str = "",
    position: int = 0,
    author: str = "",
    licence: str = "",
) -> File:
    """Put an uploaded file on a shelf.

    `path` is the folder inside the area, "" or "a/b/". Raises TooLarge when the quota of the
    course or the person would be exceeded; parallel uploads are counted one after the other.
    """
    note_content(act, upload.stored)
    _keep_quota(act, shelf, upload.stored.size)
    return act.add(
        File(
            sha256=upload.stored.sha256,
            size=upload.stored.size,
            name=safe_name(upload.name),
            path=clean_path(path),
            media_type=upload.media_type,
            area=shelf.area,
            course_id=shelf.course_id,
            activity_id=shelf.activity_id,
            item_id=shelf.item_id,
            owner_id=shelf.owner_id,
            position=position,
            author=author,
            licence=licence,
        )
    )


@operation("file.move")
def move_file(act: Act, file_id: int, *, item_id: int, activity_id: int | None = None) -> File:
    """Hand a file of a draft over to the thing it was written for."""
    file = _load(act, file_id)
    file.item_id = item_id
    if activity_id is not None:
        file.activity_id = activity_id
    return file


@operation("file.rename")
def rename_file(act: Act, file_id: int, *, name: str, version: int) -> File:
    """Give a file another name. Raises Conflict when it was changed meanwhile."""
    file = _load(act, file_id, version)
    file.name = safe_name(name)
    return file


@operation("file.remove")
def remove_file(act: Act, file_id: int) -> None:
    """Mark a file deleted; its content stays until the sweep finds nobody names it."""
    act.delete(_load(act, file_id))


@operation("file.restore")
def restore_file(act: Act, file_id: int) -> File:
    """Bring a removed file back."""
    file = act.session.get(File, file_id)
    if file is None:
        raise NotFound("This file does not exist any more.")
    act.restore(file)
    return file


def clean_path(path: str) -> str:
    """A folder as it is stored: parts that are safe names, joined and ended by a slash."""
    parts = [
        safe_name(part) for part in path.replace("\\", "/").split("/") if part not in {"", "."}
    ]
    if any(part == ".." for part in path.split("/")):
        raise Invalid("The folder “${path}” leads outside: choose another.", {"path": path})
    return "".join(f"{part}/" for part in parts)


def _load(act: Act, file_id: int, version: int | None = None) -> File:
    file = act.get(File, file_id, version)
    if file is None:
        raise NotFound("This file does not exist any more.")
    return file


def _keep_quota(act: Act, shelf: Shelf, size: int) -> None:
    quota: Quota = act.session.info.get("quota", Quota())
    for column, key, most in (
        (File.course_id, shelf.course_id, quota.course),
        (File.owner_id, shelf.owner_id, quota.person),
    ):
        if key is None or most is None:
            continue
        _one_at_a_time(act, column.key, key)
        used = act.session.scalar(
            select(func.coalesce(func.sum(File.size), 0)).where(
                column == key, File.deleted_at.is_(None)
            )
        )
        if int(used or 0) + size > most:
            raise TooLarge(
                "There is no room for this file: ${used} of ${most} MB are used."
                " Delete files that are no longer needed.",
                {"used": int(used or 0) // 2**20, "most": most // 2**20},
            )


def _one_at_a_time(act: Act, kind: str, key: int) -> None:
    # SQLite has one writer at a time; PostgreSQL counts in parallel unless told not to.
    if act.session.get_bind().dialect.name == "postgresql":
        act.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"quota {kind}"), key)))
