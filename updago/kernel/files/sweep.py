"""Housekeeping of the store: contents nobody names, and contents that are gone or damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import Blob, File
from updago.kernel.files.queries import unnamed_blobs
from updago.kernel.files.store import FileStore

# An upload is in the store before its row is committed; younger contents may still get one.
GRACE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Damage:
    """A content that rows name and the store cannot give back, with a file that shows it."""

    sha256: str
    kind: Literal["missing", "changed"]
    name: str


@operation("file.sweep")
def sweep_contents(act: Act, store: FileStore) -> int:
    """Delete contents that no file row names and that are older than a day; counts them."""
    old = act.now - GRACE
    gone = 0
    for sha256 in list(unnamed_blobs(act.session)):
        blob = act.session.get(Blob, sha256)
        if blob is None or blob.stored_at > old:
            continue
        act.session.execute(delete(Blob).where(Blob.sha256 == sha256))
        store.delete(sha256)
        gone += 1
    return gone


def scrub(session: Session, store: FileStore) -> Iterator[Damage]:
    """Read every content again and name the files whose bytes are missing or changed."""
    for sha256, name in session.execute(
        select(Blob.sha256, File.name).join(File, File.sha256 == Blob.sha256).distinct(Blob.sha256)
        if session.get_bind().dialect.name == "postgresql"
        else select(Blob.sha256, File.name)
        .join(File, File.sha256 == Blob.sha256)
        .group_by(Blob.sha256)
    ):
        digest = hashlib.sha256()
        try:
            for chunk in store.read(sha256):
                digest.update(chunk)
        except FileNotFoundError:
            yield Damage(sha256, "missing", name)
            continue
        if digest.hexdigest() != sha256:
            yield Damage(sha256, "changed", name)
