from __future__ import annotations

import errno
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from updago.kernel.errors import TooLarge, Unavailable
from updago.kernel.files.store import CHUNK, IN_MEMORY, FileStore, Stored


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    url = (tmp_path / "files").as_uri() if request.param == "disk" else "memory:///"
    return FileStore(url)


def test_a_content_is_kept_under_its_hash(store: FileStore) -> None:
    stored = store.put(io.BytesIO(b"mitochondria"))

    assert stored == Stored(hashlib.sha256(b"mitochondria").hexdigest(), 12)
    assert b"".join(store.read(stored.sha256)) == b"mitochondria"


def test_the_same_content_is_kept_once(store: FileStore) -> None:
    store.put(io.BytesIO(b"twice"))
    store.put(io.BytesIO(b"twice"))

    assert len(list(store.contents())) == 1


def test_a_content_over_the_limit_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(TooLarge):
        store.put(io.BytesIO(bytes(3 * CHUNK)), limit=2 * CHUNK)

    assert list(store.contents()) == []


def test_a_content_larger_than_memory_comes_back_whole(store: FileStore) -> None:
    content = bytes(range(256)) * (IN_MEMORY // 128)

    stored = store.put(io.BytesIO(content))

    assert b"".join(store.read(stored.sha256)) == content


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(start=st.integers(0, 999), length=st.integers(1, 1000))
def test_any_range_is_the_slice_of_the_whole(store: FileStore, start: int, length: int) -> None:
    content = hashlib.sha512(b"seed").digest() * 16
    stored = store.put(io.BytesIO(content))
    end = min(start + length, len(content))

    assert b"".join(store.read(stored.sha256, start, end)) == content[start:end]


def test_a_deleted_content_is_gone_and_deleting_again_is_harmless(store: FileStore) -> None:
    stored = store.put(io.BytesIO(b"gone"))

    store.delete(stored.sha256)
    store.delete(stored.sha256)

    assert not store.has(stored.sha256)
    with pytest.raises(FileNotFoundError):
        list(store.read(stored.sha256))


def test_a_full_disk_is_told_in_words(store: FileStore) -> None:
    class FullDisk:
        def read(self, _size: int, /) -> bytes:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Unavailable, match="disk"):
        store.put(FullDisk())


def test_another_failure_of_the_disk_is_not_called_full(store: FileStore) -> None:
    class BadDisk:
        def read(self, _size: int, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        store.put(BadDisk())
