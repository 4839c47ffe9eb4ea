"""F06: the disk that holds the database and the files is full."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.faults.ledger import DONE, Ledger
from tests.faults.servers import Server, Signed
from updago.kernel.app import Site, build_site
from updago.kernel.files.models import Blob
from updago.testing.factories.people import People

pytestmark = pytest.mark.slow

SIZE = "24m"
# A disk of its own, which only the server and its children see.
OWN_DISK = ("unshare", "--mount", "--map-root-user")
MOUNT = 'mount -t tmpfs -o size={size} tmpfs "{disk}" && cp -a "{source}/." "{disk}" && exec "$@"'
NO_ROOM = {503, 507}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where the disk is mounted; without the right to mount there is nothing to test."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [*OWN_DISK, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    if shutil.which(OWN_DISK[0]) is None or subprocess.run(command, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    return folder


@pytest.fixture
def person(shared: Site) -> Signed:
    return Signed.into(shared, People(shared).manager().id)


@pytest.fixture
def server(shared: Site, person: Signed, disk: Path) -> Iterator[Server]:
    assert person.token  # is signed in before the folder is copied
    shared.touches.flush()
    script = MOUNT.format(size=SIZE, disk=disk, source=shared.settings.data_dir)
    found = Server({"UPDAGO_DATA_DIR": str(disk)}, prefix=(*OWN_DISK, "sh", "-c", script, "sh"))
    yield found
    found.stop()


def fill(folder: Path) -> Path:
    """Leave no byte on the disk; gives the file to delete."""
    ballast = folder / "ballast"

    def write_for_ever() -> None:
        with ballast.open("wb", buffering=0) as stream:
            while True:
                stream.write(b"x" * 4096)

    with pytest.raises(OSError, match="No space left"):
        write_for_ever()
    return ballast


def cross_check(folder: Path, tmp_path: Path) -> tuple[Site, set[str], set[str]]:
    """What the database names, and what lies in the store, of a copy."""
    shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("ballast"))
    site = build_site({"data_dir": tmp_path / "copy"}, environ={})
    with site.database.reading() as session:
        named = set(session.scalars(select(Blob.sha256)))
    return site, named, {stored.sha256 for stored in site.files.contents()}


def test_f06_with_a_full_disk_reading_goes_on_and_nothing_is_half_saved(
    shared: Site, server: Server, person: Signed, disk: Path, tmp_path: Path
) -> None:
    inside = Path(f"/proc/{server.process.pid}/root{disk}")
    ledger = Ledger.of(shared)
    assert ledger.send(server, person, "before") == DONE
    assert server.send_file(person, b"before").status == 200
    ballast = fill(inside)
    for number in range(20):
        assert ledger.send(server, person, f"meanwhile {number}") in {DONE, *NO_ROOM}
        assert server.send_file(person, b"%d" % number * 100_000).status in NO_ROOM
        assert server.ask("/login/local").status == 200
        assert server.ask("/my", person.cookie).status == 200
    assert {status for _, status in ledger.refused} <= NO_ROOM
    ballast.unlink()
    assert ledger.send(server, person, "afterwards") == DONE
    assert server.send_file(person, b"afterwards").status == 200
    copy, named, stored = cross_check(inside, tmp_path)
    ledger.balance(copy)
    assert named == stored
    copy.close()
