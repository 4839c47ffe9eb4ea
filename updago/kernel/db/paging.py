"""Pages of long lists: at most 100 rows each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from updago.kernel.db.asking import ask

PAGE_SIZE: Final = 50
PAGE_LIMIT: Final = 100
# What lies further is found by a search or a filter; counting the way there would cost too much.
LAST_PAGE: Final = 1_000

# A statement of any columns.
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list: its rows, its number from 1, the size of pages and the total."""

    rows: tuple[T, ...]
    page: int
    size: int
    total: int

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> int:
        """The place of the first row in the whole list, from 1; 0 when nothing is on this page."""
        return (self.page - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row in the whole list."""
        return (self.page - 1) * self.size + len(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.last < self.total and bool(self.rows)

    def map(self, make: Callable[[T], R]) -> Paged[R]:
        """The same page with each row made into something else."""
        return Paged(tuple(make(row) for row in self.rows), self.page, self.size, self.total)


def page_number(text: str | None) -> int:
    """The page that an address asks for: 1 to LAST_PAGE, 1 for anything that is no number."""
    if not text or not text.isascii() or not text.isdecimal():
        return 1
    return max(1, min(int(text[:8]), LAST_PAGE))


class Listing:
    """A long list of columns: what its pages ask is put together once.

    The statement must have an order; its bind parameters are the `values` of `page`.
    """

    def __init__(self, statement: AnySelect) -> None:
        self._count = select(func.count()).select_from(statement.order_by(None).subquery())
        self._rows = statement.limit(bindparam("page_size")).offset(bindparam("page_start"))

    def page(
        self,
        session: Session,
        values: Mapping[str, Any],
        page: int = 1,
        size: int = PAGE_SIZE,
    ) -> Paged[Any]:
        """One page of the rows, in two queries: the total, and the rows.

        `page` counts from 1; `size` is cut to PAGE_LIMIT.
        """
        size = max(1, min(size, PAGE_LIMIT))
        page = max(1, min(page, LAST_PAGE))
        total = ask(session, self._count, values).scalar_one()
        asked = {**values, "page_size": size, "page_start": (page - 1) * size}
        rows = ask(session, self._rows, asked).all()
        return Paged(tuple(rows), page, size, total)


def paged(
    session: Session, statement: AnySelect, page: int = 1, size: int = PAGE_SIZE
) -> Paged[Any]:
    """As a `Listing` of a statement that carries its values."""
    size = max(1, min(size, PAGE_LIMIT))
    page = max(1, min(page, LAST_PAGE))
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.scalar(counted) or 0
    rows = session.execute(statement.limit(size).offset((page - 1) * size)).all()
    return Paged(tuple(rows), page, size, total)
