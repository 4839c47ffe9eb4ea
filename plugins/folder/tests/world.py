"""What the gates find in a folder."""

from __future__ import annotations

from typing import Any

from plugins.folder.queries import files_of
from updago.api.files import File
from updago.testing.growth import multiply, numbered
from updago.testing.world import Side


def objects(site: Any, side: Side) -> dict[str, int]:
    """The file in the folder."""
    with site.database.reading() as session:
        return {"file_id": files_of(session, side.activities["folder"])[0].id}


def grow(site: Any, side: Side, rows: int) -> None:
    """Many more files in the folder."""
    with site.acting() as act:
        key = files_of(act.session, side.activities["folder"])[0].id
        multiply(act.session, File, key, rows, name=numbered("plan", rows))
