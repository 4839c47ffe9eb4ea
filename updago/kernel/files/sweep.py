"""Housekeeping of the store: contents nobody names, and contents that are gone or damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import Blob, File
from updago.kernel.files.queries import unnamed_blobs
from updago.kernel.files.store import FileStore

if TYPE_CHECKING:
    from updago.kernel.app import Site

# An upload is in the store before its row is committed; younger contents may still get one.
GRACE: Final = timedelta(days=1)
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Damage:
    """A content that rows name and the store cannot give back, with a file that shows it."""

    sha256: str
    kind: Literal["missing", "changed"]
    name: str


def sweep(site: Site) -> int:
    """Delete the contents that no file row names and that are older than a day; counts them.

    The rows go first: a content without a row harms nobody, a row without a content would.
    """
    count = 0
    while True:
        with site.acting() as act:
            gone = forget_contents(act)
        with site.database.reading() as session:
            named = set(session.scalars(select(Blob.sha256).where(Blob.sha256.in_(gone))))
        for sha256 in gone:
            if sha256 not in named:  # nobody has sent the same content meanwhile
                site.files.delete(sha256)
        count += len(gone)
        if len(gone) < BATCH:
            return count


@operation("file.sweep")
def forget_contents(act: Act) -> list[str]:
    """Delete the rows of at most one batch of contents that no file names; gives their hashes."""
    gone = list(unnamed_blobs(act.session, act.now - GRACE, BATCH))
    act.session.execute(
        delete(Blob).where(Blob.sha256.in_(gone)), execution_options={"synchronize_session": False}
    )
    return gone


def scrub(session: Session, store: FileStore) -> Iterator[Damage]:
    """Read every content again and name the files whose bytes are missing or changed."""
    shown = select(Blob.sha256, func.min(File.name)).join(File, File.sha256 == Blob.sha256)
    for sha256, name in session.execute(shown.group_by(Blob.sha256)):
        digest = hashlib.sha256()
        try:
            for chunk in store.read(sha256):
                digest.update(chunk)
        except FileNotFoundError:
            yield Damage(sha256, "missing", name)
            continue
        if digest.hexdigest() != sha256:
            yield Damage(sha256, "changed", name)
