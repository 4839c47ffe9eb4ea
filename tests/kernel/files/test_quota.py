from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest

from updago.kernel.app import Site
from updago.kernel.errors import TooLarge, UpdagoError
from updago.kernel.files.operations import Shelf, Upload, add_file, remove_file
from updago.kernel.files.queries import used_bytes

KB = 1024


@pytest.fixture
def small(make_site: object) -> Site:
    """A site whose courses hold ten kilobytes."""
    site: Site = make_site(course_quota_bytes=10 * KB)  # type: ignore[operator]
    return site


def send(site: Site, number: int) -> int:
    stored = site.files.put(io.BytesIO(bytes([number]) * KB))
    with site.acting() as act:
        upload = Upload(stored, f"{number}.bin", "application/octet-stream")
        return add_file(act, upload, Shelf("test", course_id=7)).id


def test_a_course_takes_no_more_than_its_quota(small: Site) -> None:
    for number in range(10):
        send(small, number)

    with pytest.raises(TooLarge, match="no room"):
        send(small, 10)


def test_fifty_uploads_at_once_never_exceed_the_quota(small: Site) -> None:
    """H46."""

    def attempt(number: int) -> bool:
        try:
            send(small, number)
        except UpdagoError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        taken = sum(pool.map(attempt, range(50)))

    with small.database.reading() as session:
        assert used_bytes(session, course_id=7) == 10 * KB
    assert taken == 10


def test_a_removed_file_makes_room(small: Site) -> None:
    first = send(small, 0)
    for number in range(1, 10):
        send(small, number)
    with small.acting() as act:
        remove_file(act, first)

    send(small, 11)
