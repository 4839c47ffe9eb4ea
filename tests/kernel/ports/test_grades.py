from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

import pytest

from updago.kernel.app import Site
from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.plugins.manager import Plugin
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.plugins.operations import disable_plugin
from updago.kernel.ports.grades import Grade, GradeReceiver, give_grade

GRADE = Grade(1, 2, Decimal("12.5"), Decimal(0), Decimal(20))


class Book(Plugin):
    """Keeps grades; refuses those over its own limit."""

    def __init__(self, name: str, limit: int) -> None:
        self.manifest = Manifest(name, name.title(), "1.0", "tool")
        self.limit, self.grades = limit, list[Grade]()

    @hookimpl
    def updago_grade_receivers(self) -> Iterable[GradeReceiver]:
        return [GradeReceiver(f"{self.manifest.name}.book", self.receive)]

    def receive(self, _act: Act, grade: Grade) -> None:
        if grade.value is not None and grade.value > self.limit:
            raise Invalid("This is more than one can have.")
        self.grades.append(grade)


@operation("book.grade.give")
def give(act: Act, grade: Grade) -> None:
    """Grade, and leave an audit row."""
    give_grade(act, grade)


@pytest.fixture
def books() -> tuple[Book, Book]:
    return Book("first", 20), Book("second", 15)


def test_a_grade_goes_to_every_receiver_that_is_on(
    make_site: Callable[..., Site], books: tuple[Book, Book]
) -> None:
    site = make_site(*books)
    with site.acting() as act:
        give(act, GRADE)
    with site.acting() as act:
        disable_plugin(act, site.plugins, name="second")
    site.state.expire()
    with site.database.reading() as session:
        site.state.refresh(session)
    with site.acting() as act:
        give(act, GRADE)
    assert [len(book.grades) for book in books] == [2, 1]


def test_a_grade_that_one_receiver_refuses_is_refused(
    make_site: Callable[..., Site], books: tuple[Book, Book]
) -> None:
    site = make_site(*books)
    with pytest.raises(Invalid), site.acting() as act:
        give(act, Grade(1, 2, Decimal(16), Decimal(0), Decimal(20)))
