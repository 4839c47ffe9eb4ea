from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.app import Site
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.files.drafts import copy_embedded
from updago.kernel.files.models import File
from updago.kernel.files.operations import (
    Shelf,
    Upload,
    add_file,
    clean_path,
    move_file,
    remove_file,
    rename_file,
    restore_file,
)
from updago.kernel.files.queries import file_by_uid, files_by_item, files_on
from updago.kernel.text import RichText, file_ref

MISSING = 999_999
DRAFT = Shelf("draft", owner_id=3)


def put(site: Site, shelf: Shelf, name: str = "a.txt", **more: object) -> int:
    upload = Upload(site.files.put(io.BytesIO(name.encode())), name, "text/plain")
    with site.acting() as act:
        return add_file(act, upload, shelf, **more).id  # type: ignore[arg-type]


def names_on(site: Site, shelf: Shelf) -> list[str]:
    with site.database.reading() as session:
        return [file.path + file.name for file in files_on(session, shelf)]


@pytest.mark.parametrize("activity_id", [None, 7])
def test_a_draft_is_handed_over_to_what_it_was_written_for(
    site: Site, activity_id: int | None
) -> None:
    key = put(site, DRAFT)
    with site.acting() as act:
        move_file(act, key, item_id=5, activity_id=activity_id)
    assert names_on(site, Shelf("draft", activity_id=activity_id, item_id=5)) == ["a.txt"]


def test_a_new_name_is_a_safe_one_and_a_stale_one_a_conflict(site: Site) -> None:
    key = put(site, DRAFT)
    with site.acting() as act:
        assert rename_file(act, key, name="../b.txt", version=1).name == "b.txt"
    with pytest.raises(Conflict), site.acting() as act:
        rename_file(act, key, name="c.txt", version=1)


def test_a_removed_file_is_found_again_once_it_is_restored(site: Site) -> None:
    key = put(site, DRAFT)
    with site.database.reading() as session:
        uid = str(session.get_one(File, key).uid)

    def found() -> bool:
        with site.database.reading() as session:
            return file_by_uid(session, uid) is not None

    with site.acting() as act:
        remove_file(act, key)
    assert not found()
    with site.acting() as act:
        restore_file(act, key)
    assert found()


def test_what_was_never_there_is_not_found(site: Site) -> None:
    with site.acting() as act:
        for act_on in (remove_file, restore_file):
            with pytest.raises(NotFound):
                act_on(act, MISSING)
    with site.database.reading() as session:
        assert file_by_uid(session, "no uid at all") is None


@given(st.lists(st.sampled_from(["a", "été", ".", "", "b c", "con"]), max_size=6))
def test_a_folder_is_made_of_names_that_end_in_a_slash(parts: list[str]) -> None:
    path = clean_path("\\".join(parts))
    assert path.count("/") == sum(part not in {"", "."} for part in parts)
    assert path == "" or path.endswith("/")
    assert clean_path(path) == path


@pytest.mark.parametrize("path", ["..", "a/../b", "../a"])
def test_a_folder_never_leads_outside(path: str) -> None:
    with pytest.raises(Invalid, match="outside"):
        clean_path(path)


def test_the_files_of_many_items_come_item_by_item_in_order(site: Site) -> None:
    for name, item, path in (("b", 1, ""), ("a", 1, ""), ("c", 1, "x"), ("d", 2, ""), ("e", 3, "")):
        put(site, Shelf("post", activity_id=7, item_id=item), name, path=path)
    put(site, Shelf("post", activity_id=8, item_id=1), "elsewhere")
    with site.database.reading() as session:
        found = files_by_item(session, "post", 7, [1, 2, 4])
        assert files_by_item(session, "post", 7, []) == {}
    names = {item: [file.path + file.name for file in files] for item, files in found.items()}
    assert names == {1: ["a", "b", "x/c"], 2: ["d"], 4: []}


def test_a_copied_text_embeds_copies_and_leaves_other_addresses_alone(site: Site) -> None:
    own = put(site, Shelf("text", activity_id=7))
    foreign = put(site, Shelf("text", activity_id=8))
    with site.database.reading() as session:
        uids = [str(session.get_one(File, key).uid) for key in (own, foreign)]
    links = [*(file_ref(uid, "a.txt") for uid in uids), "https://example.org/"]
    html = "".join(f'<p><a href="{link}">x</a></p>' for link in links)
    with site.acting() as act:
        copied = copy_embedded(
            act, RichText.of(html), source_id=7, shelf=Shelf("", course_id=2, activity_id=9)
        )
        (copy,) = files_on(act.session, Shelf("text", activity_id=9))
        assert list(copied.file_refs()) == [str(copy.uid), uids[1]]
    assert "https://example.org/" in copied.html
    assert names_on(site, Shelf("text", activity_id=7)) == ["a.txt"]
