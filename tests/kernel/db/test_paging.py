"""Pages of lists."""

from __future__ import annotations

import pytest

from updago.kernel.db.paging import LAST_PAGE, Paged, page_number


@pytest.mark.parametrize(
    ("text", "page"),
    [(None, 1), ("", 1), ("3", 3), ("0", 1), ("-2", 1), ("x", 1), ("٣", 1), ("9" * 50, LAST_PAGE)],
)
def test_a_page_number_is_always_usable(text: str | None, page: int) -> None:
    assert page_number(text) == page


def test_a_page_knows_where_it_stands() -> None:
    page = Paged(("a", "b"), page=3, size=2, total=7)
    assert (page.first, page.last, page.has_previous, page.has_next) == (5, 6, True, True)
    assert tuple(page.map(str.upper)) == ("A", "B")


def test_an_empty_page_has_no_next() -> None:
    page: Paged[str] = Paged((), page=4, size=2, total=3)
    assert (page.first, page.has_next, len(page)) == (0, False, 0)
