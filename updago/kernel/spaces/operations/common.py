"""What operations of spaces share: rows that must be there, and order without gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from updago.kernel.db.base import Record
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.registry import Registry
from updago.kernel.spaces.groupwork import NO_GROUPS, SEPARATE, VISIBLE
from updago.kernel.spaces.models import Activity, Course, Grouping, Section
from updago.kernel.spaces.models.courses import BY_LINK, HIDDEN, SHOWN
from updago.kernel.text import RichText

T = TypeVar("T", bound=Record)
D = TypeVar("D")

NAME_LIMIT: Final = 255
NO_TEXT: Final = RichText()
VISIBILITIES: Final = frozenset({SHOWN, HIDDEN, BY_LINK})
GROUP_MODES: Final = frozenset({NO_GROUPS, SEPARATE, VISIBLE})
GONE: Final = _("This no longer exists. Load the page again.")
UNKNOWN_VISIBILITY: Final = _("Choose shown, hidden or reachable by its link.")


def must_get(act: Act, kind: type[T], key: int, version: int | None = None) -> T:
    """Load a row that is not deleted. Raises NotFound, or Conflict when `version` is stale."""
    row = act.get(kind, key, version)
    if row is None:
        raise NotFound(GONE)
    return row


def must_get_deleted(act: Act, kind: type[T], key: int) -> T:
    """Load a row that is marked deleted. Raises NotFound."""
    row = act.session.get(kind, key)
    if row is None or row.deleted_at is None:
        raise NotFound(GONE)
    return row


def named(text: str, field: str = "name", limit: int = NAME_LIMIT) -> str:
    """A name without space around it, 1 to `limit` characters. Raises Invalid."""
    name = " ".join(text.split())
    if not name:
        raise Invalid(_("Give a name."), field=field)
    if len(name) > limit:
        raise Invalid(_("Use at most ${limit} characters."), {"limit": limit}, field=field)
    return name


def visible_as(visibility: str, allowed: frozenset[str] = VISIBILITIES) -> str:
    """Check a visibility. Raises Invalid."""
    if visibility not in allowed:
        raise Invalid(UNKNOWN_VISIBILITY, field="visibility")
    return visibility


def check_groups(
    act: Act, course_id: int | None, fields: Mapping[str, Any], *, grouping: str = "grouping_id"
) -> None:
    """Check the group mode among some fields, and the grouping that stands at `grouping`.

    Raises Invalid for a mode that does not exist and for a grouping of another course.
    """
    if fields.get("group_mode", NO_GROUPS) not in GROUP_MODES:
        raise Invalid(_("Choose how groups work here."), field="group_mode")
    key = fields.get(grouping)
    if key is None:
        return
    with act.session.no_autoflush:
        row = act.session.get(Grouping, key)
    if row is None or row.deleted_at is not None or row.course_id != course_id:
        raise Invalid(_("Choose a grouping of this course."), field=grouping)


def declared_in(act: Act, kind: type[Any]) -> Registry[Any]:
    """The site's registry of one kind of declaration; the session carries the lookup."""
    declared: Callable[[type[Any]], Registry[Any]] = act.session.info["declared"]
    return declared(kind)


def lock_course(act: Act, course_id: int) -> None:
    """Make changes to the order of one course wait for each other.

    SQLite has one writer anyway; elsewhere two at once would give two things one place.
    """
    act.session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def bump_structure(act: Act, course_ids: Iterable[int]) -> None:
    """Make every process read these courses again. Their edit version stays as it is."""
    keys = list(course_ids)
    table = table_of(Course)
    act.session.flush()
    act.session.execute(
        update(table)
        .where(table.c.id.in_(keys))
        .values(structure_version=table.c.structure_version + 1)
    )
    for row in list(act.session.identity_map.values()):
        if isinstance(row, Course) and row.id in keys:
            act.session.expire(row, ["structure_version"])


def section_ids(session: Session, course_id: int) -> list[int]:
    """Ids of the sections of a course in order, deleted ones left out."""
    ordered = select(Section.id).where(Section.course_id == course_id, Section.deleted_at.is_(None))
    return list(session.scalars(ordered.order_by(Section.position, Section.id)))


def activity_ids(session: Session, section_id: int) -> list[int]:
    """Ids of the activities of a section in order, deleted ones left out."""
    ordered = select(Activity.id).where(
        Activity.section_id == section_id, Activity.deleted_at.is_(None)
    )
    return list(session.scalars(ordered.order_by(Activity.position, Activity.id)))


def placed(keys: Sequence[int], key: int, position: int | None) -> list[int]:
    """The keys with `key` put at `position` (None or too large: at the end)."""
    others = [other for other in keys if other != key]
    at = len(others) if position is None else max(0, min(position, len(others)))
    return [*others[:at], key, *others[at:]]


def renumber(session: Session, kind: type[Record], keys: Sequence[int]) -> None:
    """Give rows the positions 0, 1, … in this order.

    Only positions change: who edits a neighbour at this time must not meet a conflict.
    """
    session.flush()
    table = table_of(kind)
    stored = select(table.c.id, table.c.position).where(table.c.id.in_(keys))
    known = {row.id: row.position for row in session.execute(stored)}
    moved = [{"key": key, "place": place} for place, key in enumerate(keys) if known[key] != place]
    if not moved:
        return
    session.execute(
        update(table).where(table.c.id == bindparam("key")).values(position=bindparam("place")),
        moved,
    )
    for change in moved:
        row = session.identity_map.get(session.identity_key(kind, change["key"]))
        if row is not None:
            set_committed_value(row, "position", change["place"])


def table_of(kind: type[Any]) -> Table:
    """The table of a mapped class."""
    table: Table = kind.__table__
    return table
