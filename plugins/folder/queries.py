"""Every read about folders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.folder.models import Folder
from plugins.folder.operations import AREA
from updago.api.db import Paged, paged
from updago.api.files import File, Shelf, files_on
from updago.api.i18n import Formats
from updago.api.spaces import ActivityNode

PAGE_SIZE: Final = 100


@dataclass(slots=True)
class Branch:
    """A folder or sub-folder: its name, its files, and what is below it, in order."""

    name: str
    files: list[File] = field(default_factory=list)
    branches: dict[str, Branch] = field(default_factory=dict)


def folder_of_activity(session: Session, activity_id: int) -> Folder:
    """The folder of an activity. Raises NoResultFound when its row is missing."""
    return session.scalars(select(Folder).where(Folder.activity_id == activity_id)).one()


def files_of(session: Session, activity_id: int) -> Sequence[File]:
    """The files of a folder, by sub-folder and name."""
    return files_on(session, Shelf(AREA, activity_id=activity_id))


def page_of_files(session: Session, activity_id: int, page: int) -> Paged[File]:
    """A hundred files of a folder at most, in the same order: two queries."""
    asked = (
        select(File)
        .where(File.area == AREA, File.activity_id == activity_id, File.deleted_at.is_(None))
        .order_by(File.path, File.position, File.name, File.id)
    )
    return paged(session, asked, page, PAGE_SIZE).map(lambda row: row[0])


def tree_of(files: Iterable[File]) -> Branch:
    """Arrange files by their paths: "a/b/" is the branch b of the branch a."""
    root = Branch("")
    for file in files:
        branch = root
        for part in filter(None, file.path.split("/")):
            branch = branch.branches.setdefault(part, Branch(part))
        branch.files.append(file)
    return root


def form_data(session: Session, activity_id: int) -> Mapping[str, Any]:
    """What the form of an existing folder shows."""
    folder = folder_of_activity(session, activity_id)
    return {"starts_open": folder.starts_open, "offers_archive": folder.offers_archive}


def describe(node: ActivityNode, formats: Formats) -> str:
    """The number of files, on the course page."""
    number = int(node.meta.get("files", 0))
    return formats.plural("{n} file", "{n} files", number)
