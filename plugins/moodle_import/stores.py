"""Contents of the store as files that can be read at any place: stores may be far away."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from plugins.moodle_import.importing import WORKSPACE
from updago.api.commands import Site


@contextmanager
def opened(site: Site, sha256: str) -> Iterator[BinaryIO]:
    """One content, copied first unless it lies on a disk of this machine."""
    path = site.files.path(sha256)
    if path is not None:
        with path.open("rb") as source:
            yield source
        return
    folder = site.settings.data_dir / WORKSPACE
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as copy:
        for chunk in site.files.read(sha256):
            copy.write(chunk)
        copy.seek(0)
        yield cast(BinaryIO, copy)
