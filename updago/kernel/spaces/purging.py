"""Deleting for good what was marked deleted long enough ago, and what only that referred to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from updago.kernel.accounts.models import LoginSession, Person
from updago.kernel.db.base import Base, Record
from updago.kernel.db.changes import RUNNING, Change, Changes
from updago.kernel.db.operation import Act, operation
from updago.kernel.files.models import File
from updago.kernel.files.sweep import sweep
from updago.kernel.spaces.models import (
    Activity,
    Category,
    Course,
    Enrolment,
    EnrolmentInstance,
    Group,
    Grouping,
    Section,
)
from updago.kernel.tasks.purge import Growing, purge_ranges

if TYPE_CHECKING:
    from updago.kernel.app import Site

PURGE_DELETED: Final = "core.purge.deleted"
KEEP: Final = "keep_deleted_days"
KEEP_SESSIONS: Final = timedelta(days=90)
# A course takes thousands of rows with it: nobody waits long behind so few.
BATCH: Final = 10

# What is in a course goes before it, and a course before its category.
KINDS: Final[tuple[type[Record], ...]] = (
    Activity, Section, Group, Grouping, Enrolment, EnrolmentInstance, Course, Category, Person,
    File,
)  # fmt: skip


def purge_deleted(site: Site, _payload: Mapping[str, Any]) -> None:
    """Delete batch by batch, each in a transaction of its own, then free the contents of files."""
    before = site.clock.now() - timedelta(days=site.state.setting(KEEP))
    for kind in KINDS:
        while _purge_batch(site, kind, before) == BATCH:
            pass
    purge_ranges(
        site, (Growing(LoginSession, LoginSession.id, LoginSession.last_seen_at, KEEP_SESSIONS),)
    )
    sweep(site)


def _purge_batch(site: Site, kind: type[Any], before: datetime) -> int:
    with site.database.reading() as session:
        keys = list(session.scalars(_old(kind, before).limit(BATCH)))
    if keys:
        with site.acting() as act:
            purge_rows(act, kind, keys, before)
    return len(keys)


def _old(kind: type[Any], before: datetime) -> Any:
    """The rows that may go. The newest of its table stays: its number is given to nobody else."""
    newest = select(func.max(aliased(kind).id)).scalar_subquery()
    query = select(kind.id).where(kind.deleted_at < before, kind.id < newest)
    if kind is Category:
        child = aliased(Category)
        used = or_(
            exists().where(child.parent_id == Category.id),
            exists().where(Course.category_id == Category.id),
        )
        query = query.where(~used)
    return query.order_by(kind.id)


@operation("core.purge")
def purge_rows(act: Act, kind: type[Any], keys: Sequence[int], before: datetime) -> int:
    """Delete the rows that are marked deleted since then, and what stands on them; counts them.

    The rows of plugins go by their foreign keys. The audit log names what went, not what it held.
    """
    gone = act.session.execute(
        select(kind.id, kind.uid).where(kind.id.in_(keys), kind.deleted_at < before)
    ).all()
    ids = [row.id for row in gone]
    for level, held in _held(act, kind, ids).items():
        _clear(act, level, held)
    act.session.execute(
        delete(kind).where(kind.id.in_(ids)), execution_options={"synchronize_session": False}
    )
    changes: Changes = act.session.info[RUNNING]
    for row in gone:
        changes.note(row.uid, Change(kind.__tablename__, None, None))
    return len(ids)


def _held(act: Act, kind: type[Any], ids: Sequence[int]) -> dict[str, Sequence[int]]:
    """What goes with the rows, by its level; each may hold roles, blocks and files."""
    activities = select(Activity.id)
    if kind is Activity:
        return {"activity": ids}
    if kind is Section:
        return {
            "activity": list(act.session.scalars(activities.where(Activity.section_id.in_(ids))))
        }
    if kind is Course:
        inside = list(act.session.scalars(activities.where(Activity.course_id.in_(ids))))
        return {"course": ids, "activity": inside}
    return {Category: {"category": ids}, Person: {"person": ids}}.get(kind, {})


def _clear(act: Act, level: str, ids: Sequence[int]) -> None:
    """Delete what names these objects without a foreign key: a new one could get their number."""
    for table in Base.metadata.sorted_tables:
        if {"level", "object_id"} <= set(table.columns.keys()):
            here = (table.c.level == level) & table.c.object_id.in_(ids)
            act.session.execute(delete(table).where(here))
    owner: dict[str, InstrumentedAttribute[int | None]] = {
        "course": File.course_id, "activity": File.activity_id, "person": File.owner_id,
    }  # fmt: skip
    if level in owner:
        act.session.execute(
            delete(File).where(owner[level].in_(ids)),
            execution_options={"synchronize_session": False},
        )
