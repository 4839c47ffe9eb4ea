from __future__ import annotations

import io
from datetime import timedelta

from sqlalchemy import delete

from updago.kernel.app import Site
from updago.kernel.clock import FrozenClock
from updago.kernel.db.operation import Act
from updago.kernel.files.models import Blob, File
from updago.kernel.files.operations import Shelf, Upload, add_file, remove_file
from updago.kernel.files.sweep import GRACE, Damage, scrub, sweep


def put(site: Site, name: str, content: bytes | None = None) -> tuple[int, str]:
    """The id of a new file and the hash of its content."""
    stored = site.files.put(io.BytesIO(name.encode() if content is None else content))
    with site.acting() as act:
        file = add_file(act, Upload(stored, name, "text/plain"), Shelf("test"))
        return file.id, stored.sha256


def purge(act: Act, key: int) -> None:
    act.session.execute(delete(File).where(File.id == key))


def test_a_content_goes_a_day_after_its_last_name_at_the_earliest(
    site: Site, clock: FrozenClock
) -> None:
    key, sha256 = put(site, "a")
    with site.acting() as act:
        purge(act, key)
    assert sweep(site) == 0
    clock.advance(GRACE + timedelta(seconds=1))
    assert sweep(site) == 1
    assert not site.files.has(sha256)
    with site.database.reading() as session:
        assert session.get(Blob, sha256) is None


def test_a_content_stays_while_any_file_names_it_removed_ones_too(
    site: Site, clock: FrozenClock
) -> None:
    first, sha256 = put(site, "a", b"shared")
    second, _same = put(site, "b", b"shared")
    with site.acting() as act:
        purge(act, first)
        remove_file(act, second)
    clock.advance(GRACE * 30)
    assert sweep(site) == 0
    assert site.files.has(sha256)


def test_the_scrub_names_what_is_missing_and_what_has_changed(site: Site) -> None:
    shas = {name: put(site, name)[1] for name in ("fine", "missing", "changed")}
    put(site, "second name", b"fine")
    site.files.delete(shas["missing"])
    path = site.files.path(shas["changed"])
    assert path is not None
    path.write_bytes(b"rotten")
    with site.database.reading() as session:
        found = set(scrub(session, site.files))
    assert found == {
        Damage(shas["missing"], "missing", "missing"),
        Damage(shas["changed"], "changed", "changed"),
    }
