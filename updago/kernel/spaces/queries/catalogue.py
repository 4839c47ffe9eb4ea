"""Courses as lists show them: mine, those of a category, those a search finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from updago.kernel.accounts.models import Person
from updago.kernel.clock import LocalDeadline
from updago.kernel.db.asking import ask
from updago.kernel.db.folding import fold, folded
from updago.kernel.db.paging import PAGE_SIZE, AnySelect, Listing, Paged, paged
from updago.kernel.db.types import Instant
from updago.kernel.permissions.declarations import TEACHER
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.gates import SEE_HIDDEN_COURSES
from updago.kernel.spaces.models import Course, Enrolment
from updago.kernel.spaces.models.courses import SHOWN
from updago.kernel.spaces.models.enrolment import ACTIVE
from updago.kernel.spaces.places import category_place, place_of_course
from updago.kernel.spaces.tree import SEE_COURSES, CategoryTree

if TYPE_CHECKING:
    from updago.kernel.permissions.oracle import Oracle

ENTER: Final = "course:space:view"
MAX_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course in a list; `teachers` are full names, `trail` the names of its categories."""

    id: int
    uid: str
    short_name: str
    full_name: str
    code: str
    cover: str
    visibility: str
    category_id: int
    trail: tuple[str, ...]
    starts: LocalDeadline | None
    ends: LocalDeadline | None
    teachers: tuple[str, ...]
    place: Place
    group_mode: str


def running(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether an enrolment counts at this moment."""
    e = Enrolment
    return and_(
        e.state == ACTIVE,
        e.deleted_at.is_(None),
        or_(e.starts_at.is_(None), e.starts_at <= now),
        or_(e.ends_at.is_(None), e.ends_at > now),
    )


# Built once: every page of a course asks it.
_TEACHERS: Final = (
    select(Enrolment.course_id, Person.first_name, Person.last_name)
    .join(Person, Person.id == Enrolment.person_id)
    .where(
        Enrolment.course_id.in_(bindparam("courses", expanding=True)),
        Enrolment.role == TEACHER,
        running(bindparam("now", type_=Instant)),
        Person.deleted_at.is_(None),
    )
    .order_by(Enrolment.course_id, folded(Person.last_name), folded(Person.first_name))
)


def my_courses(
    session: Session,
    oracle: Oracle,
    tree: CategoryTree,
    *,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Paged[CourseCard]:
    """The courses in which the person holds a role now and may enter, by name: three queries."""
    rows = ask(session, _CARDS, {"courses": list(oracle.courses())})
    open_ones = [row for row in rows if oracle.may(ENTER, _place(row, tree))]
    start = (page - 1) * size
    cards = _cards(session, open_ones[start : start + size], tree, oracle.now)
    return Paged(cards, page, size, len(open_ones))


def course_list(
    session: Session,
    oracle: Oracle,
    tree: CategoryTree,
    *,
    category_id: int | None = None,
    below: bool = True,
    keyword: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Paged[CourseCard]:
    """The courses whose existence the person may know, by name: at most four queries.

    `category_id` narrows to a category, with `below` to all under it; `keyword` to courses whose
    names or code have all its words.
    """
    asked = _visible(session, oracle, tree)
    if category_id is not None:
        inside = [n.id for n in tree.nodes.values() if category_id in n.path]
        asked["inside"] = inside if below else [category_id]
    found = _listing(category_id is not None, keyword).page(session, asked, page, size)
    cards = _cards(session, found.rows, tree, oracle.now)
    return Paged(cards, found.page, found.size, found.total)


def cards_of(
    session: Session, oracle: Oracle, tree: CategoryTree, course_ids: Iterable[int]
) -> tuple[CourseCard, ...]:
    """The cards of given courses that the person may enter, by name: two queries."""
    rows = ask(session, _CARDS, {"courses": list(course_ids)})
    open_ones = [row for row in rows if oracle.may(ENTER, _place(row, tree))]
    return _cards(session, open_ones, tree, oracle.now)


def teachers_of(
    session: Session, course_ids: Sequence[int], now: datetime
) -> Mapping[int, tuple[str, ...]]:
    """Full names of who teaches each course now, by last name: one query."""
    if not course_ids:
        return {}
    rows = ask(session, _TEACHERS, {"courses": list(course_ids), "now": now})
    names: dict[int, dict[str, None]] = {}
    for course_id, first, last in rows:
        names.setdefault(course_id, {})[f"{first} {last}".strip()] = None
    return {course_id: tuple(given) for course_id, given in names.items()}


def course_called(session: Session, short_name: str) -> int | None:
    """The id of the course with a short name, or None."""
    named = select(Course.id).where(Course.short_name == short_name, Course.deleted_at.is_(None))
    return session.scalar(named)


def all_courses(
    session: Session, tree: CategoryTree, *, page: int = 1, size: int = PAGE_SIZE
) -> Paged[Mapping[str, Any]]:
    """Every course by short name as plain values, whoever asks: for commands; two queries."""
    found = paged(
        session, _cards_statement().order_by(folded(Course.short_name), Course.id), page, size
    )
    return found.map(
        lambda row: {
            "id": row.id,
            "uid": str(row.uid),
            "short_name": row.short_name,
            "full_name": row.full_name,
            "category": " / ".join(node.name for node in tree.trail(row.category_id)),
            "visibility": row.visibility,
        }
    )


def free_short_name(session: Session, wanted: str) -> str:
    """The short name, or with " (2)", " (3)" … after it when courses have it, deleted ones too."""
    taken = set(
        session.scalars(
            select(Course.short_name).where(Course.short_name.startswith(wanted, autoescape=True))
        )
    )
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wanted} ({n})") not in taken)


def matching(statement: AnySelect, keyword: str, *columns: Any) -> AnySelect:
    """Keep the rows in which each word of `keyword` stands in one of the columns.

    Neither case nor accents tell words apart.
    """
    for word in fold(keyword).split()[:MAX_WORDS]:
        found = (folded(column).contains(word, autoescape=True) for column in columns)
        statement = statement.where(or_(*found))
    return statement


def _cards_statement() -> AnySelect:
    c = Course
    return select(
        c.id,
        c.uid,
        c.short_name,
        c.full_name,
        c.code,
        c.cover,
        c.visibility,
        c.category_id,
        c.starts,
        c.ends,
        c.group_mode,
    ).where(c.deleted_at.is_(None))


_CARDS: Final = (
    _cards_statement()
    .where(Course.id.in_(bindparam("courses", expanding=True)))
    .order_by(folded(Course.full_name), Course.id)
)


def _place(row: Any, tree: CategoryTree) -> Place:
    node = tree.nodes[row.category_id]
    return place_of_course(row.id, node.path, node.hidden, row.visibility)


def _cards(
    session: Session, rows: Sequence[Any], tree: CategoryTree, now: datetime
) -> tuple[CourseCard, ...]:
    teachers = teachers_of(session, [row.id for row in rows], now)
    return tuple(
        CourseCard(
            id=row.id,
            uid=str(row.uid),
            short_name=row.short_name,
            full_name=row.full_name,
            code=row.code,
            cover=row.cover,
            visibility=row.visibility,
            category_id=row.category_id,
            starts=row.starts,
            ends=row.ends,
            trail=tuple(node.name for node in tree.trail(row.category_id)),
            teachers=teachers.get(row.id, ()),
            place=_place(row, tree),
            group_mode=row.group_mode,
        )
        for row in rows
    )


# Two lists for all who browse; each search is put together by itself.
@lru_cache(maxsize=8)
def _browsing(narrowed: bool) -> Listing:  # noqa: FBT001 - one plain fact
    return Listing(_list_statement(narrowed).order_by(folded(Course.full_name), Course.id))


def _listing(narrowed: bool, keyword: str) -> Listing:  # noqa: FBT001 - one of two plain facts
    if not keyword:
        return _browsing(narrowed)
    columns = (Course.full_name, Course.short_name, Course.code)
    statement = matching(_list_statement(narrowed), keyword, *columns)
    return Listing(statement.order_by(folded(Course.full_name), Course.id))


def _list_statement(narrowed: bool) -> AnySelect:  # noqa: FBT001 - one plain fact
    """Shown courses in categories one sees, hidden ones where one sees those, and one's own."""

    def among(column: Any, name: str) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(bindparam(name, expanding=True))
        return found

    shown = and_(Course.visibility == SHOWN, among(Course.category_id, "seen"))
    hidden = among(Course.category_id, "hidden")
    statement = _cards_statement().where(or_(shown, hidden, among(Course.id, "own")))
    return statement.where(among(Course.category_id, "inside")) if narrowed else statement


def _visible(session: Session, oracle: Oracle, tree: CategoryTree) -> dict[str, Any]:
    """The categories whose shown and hidden courses the person sees, and the courses of theirs."""

    def where(permission: str) -> list[int]:
        return [n.id for n in tree.nodes.values() if oracle.may(permission, category_place(n))]

    return {
        "seen": where(SEE_COURSES),
        "hidden": where(SEE_HIDDEN_COURSES),
        "own": _own_hidden(session, oracle, tree),
    }


_PLACES: Final = select(Course.id, Course.category_id, Course.visibility).where(
    Course.id.in_(bindparam("courses", expanding=True)), Course.deleted_at.is_(None)
)


def _own_hidden(session: Session, oracle: Oracle, tree: CategoryTree) -> list[int]:
    own = oracle.courses()
    if not own:
        return []
    rows = ask(session, _PLACES, {"courses": list(own)})
    return [row.id for row in rows if oracle.may(ENTER, _place(row, tree))]
