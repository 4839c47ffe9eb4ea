"""The content-addressed store: bytes by their SHA-256, on disk or in an object store."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from updago.kernel.errors import TooLarge, Unavailable

CHUNK: Final = 256 * 1024
# What fits is hashed in memory; more goes through a temporary file.
IN_MEMORY: Final = 1024 * 1024
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


class Stream(Protocol):
    """Anything that gives bytes when asked for at most so many."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What `put` says about a content: its address and its size in bytes."""

    sha256: str
    size: int


def key_of(sha256: str) -> str:
    """The place of a content in the store: two levels of two digits, then the whole hash."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


class FileStore:
    """Contents by hash. `file:///…` keeps them on disk, `s3://…` in an object store."""

    def __init__(self, url: str) -> None:
        self._root = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None
        self._store = LocalStore(self._root, mkdir=True) if self._root else from_url(url)

    def put(self, stream: Stream, limit: int | None = None) -> Stored:
        """Read the stream to its end and keep its content, once however often it comes.

        At most `limit` bytes are read before TooLarge is raised; the memory used does not grow
        with the content. Raises Unavailable when the disk is full.
        """
        try:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as buffer:
                stored = _copy(stream, buffer, limit)
                if not self.has(stored.sha256):
                    buffer.seek(0)
                    obstore.put(self._store, key_of(stored.sha256), buffer)
                    self._sync(stored.sha256)
                return stored
        except (OSError, BaseError) as error:
            if _is_full(error):
                raise Unavailable(
                    "The disk for files is full: nothing was saved. Please tell the administrators."
                ) from error
            raise

    def has(self, sha256: str) -> bool:
        """Whether the content is there."""
        try:
            obstore.head(self._store, key_of(sha256))
        except FileNotFoundError:
            return False
        return True

    def path(self, sha256: str) -> Path | None:
        """The file on this machine's disk, so that servers can send it themselves; else None."""
        return self._root / key_of(sha256) if self._root else None

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises FileNotFoundError."""
        if start == 0 and end is None:
            result = obstore.get(self._store, key_of(sha256))
            for chunk in result.stream(min_chunk_size=CHUNK):
                yield bytes(chunk)
            return
        stop = obstore.head(self._store, key_of(sha256))["size"] if end is None else end
        for at in range(start, stop, CHUNK):
            yield bytes(
                obstore.get_range(self._store, key_of(sha256), start=at, end=min(at + CHUNK, stop))
            )

    def contents(self) -> Iterator[Stored]:
        """Every content in the store, for the sweep and the scrub."""
        for batch in obstore.list(self._store):
            for item in batch:
                yield Stored(item["path"].rpartition("/")[2], item["size"])

    def delete(self, sha256: str) -> None:
        """Take a content out; nothing happens when it is not there."""
        try:
            obstore.delete(self._store, key_of(sha256))
        except FileNotFoundError:
            return

    def _sync(self, sha256: str) -> None:
        """Make the content survive a power loss before a row names it."""
        path = self.path(sha256)
        if path is None:
            return
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _is_full(error: Exception) -> bool:
    """Whether a disk has no room left; the store tells so in words only."""
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return True
    return any(os.strerror(code) in str(error) for code in NO_ROOM)


def _copy(stream: Stream, buffer: IO[bytes], limit: int | None) -> Stored:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise TooLarge(
                "This file is larger than ${limit} MB, the most that is allowed here.",
                {"limit": limit // 2**20},
            )
        digest.update(chunk)
        buffer.write(chunk)
    return Stored(digest.hexdigest(), size)
