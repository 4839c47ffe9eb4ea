"""Parts of a file, whatever is asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from updago.kernel.files.ranges import MOST, Multipart, asked_parts

SIZES = st.integers(0, 50)


@given(st.text(), SIZES)
def test_no_header_whatever_leads_out_of_the_file(header: str, size: int) -> None:
    for start, end in asked_parts(f"bytes={header}", size) or ():
        assert 0 <= start < end <= size


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=12), SIZES)
def test_parts_never_overlap_and_never_are_many(asked: list[tuple[int, int]], size: int) -> None:
    header = "bytes=" + ",".join(f"{first}-{last}" for first, last in asked)
    found = asked_parts(header, size)
    if found is None:
        return
    assert len(found) <= MOST
    covered = [at for start, end in found for at in range(start, end)]
    assert len(covered) == len(set(covered)) <= size


@given(st.integers(1, 50), st.data())
def test_a_single_part_is_the_one_that_was_asked_for(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, size + 9))
    assert asked_parts(f"bytes={first}-{last}", size) == ((first, min(last + 1, size)),)


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=2, max_size=4))
def test_the_length_of_several_parts_is_that_of_their_body(contents: list[bytes]) -> None:
    parts, at = [], 0
    for content in contents:
        parts.append((at, at + len(content)))
        at += len(content)
    several = Multipart(tuple(parts), at, "text/plain", "border")
    read = ((part, (content,)) for part, content in zip(parts, contents, strict=True))
    assert len(b"".join(several.body(read))) == several.length
