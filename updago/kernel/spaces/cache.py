"""The trees of courses, kept by every process and shared by its requests."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from updago.kernel.db.asking import ask
from updago.kernel.spaces.building import Builder
from updago.kernel.spaces.models import Activity, Course
from updago.kernel.spaces.structure import CourseStructure

SIZE: Final = 256
# Someone who has no old tree waits this long for whoever builds the new one, then builds it too.
WAIT_SECONDS: Final = 5.0

# Built once: every page of a course asks one of them.
_OF_COURSE: Final = select(Course.id, Course.uid, Course.structure_version).where(
    Course.id == bindparam("key"), Course.deleted_at.is_(None)
)
_OF_ACTIVITY: Final = (
    select(Course.id, Course.uid, Course.structure_version)
    .join(Activity, Activity.course_id == Course.id)
    .where(
        Activity.id == bindparam("key"),
        Activity.deleted_at.is_(None),
        Course.deleted_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What a cached tree must match: the course, its version, and the methods that are on."""

    course_id: int
    uid: uuid.UUID
    version: int
    doors: tuple[str, ...]

    def is_met_by(self, other: _Stamp) -> bool:
        # A reader that began earlier than the builder is served the newer tree.
        return self.uid == other.uid and self.doors == other.doors and self.version <= other.version


@dataclass(frozen=True, slots=True)
class _Entry:
    stamp: _Stamp
    structure: CourseStructure


class StructureCache:
    """The most recently used trees of one process.

    `get` and `of_activity` take a read-only session: what is not committed must not be cached.
    While one thread builds a new version, the others are served the old one.
    """

    def __init__(self, builder: Builder, size: int = SIZE) -> None:
        self._builder = builder
        self._size = size
        self._lock = threading.Lock()
        self._entries: OrderedDict[int, _Entry] = OrderedDict()
        self._building: dict[int, threading.Event] = {}

    def get(self, session: Session, course_id: int) -> CourseStructure | None:
        """The tree of a course, or None when there is none: one query while it is cached."""
        found = ask(session, _OF_COURSE, {"key": course_id}).first()
        return None if found is None else self._get(session, *found)

    def of_activity(self, session: Session, activity_id: int) -> CourseStructure | None:
        """The tree of the course that holds an activity: one query while it is cached."""
        found = ask(session, _OF_ACTIVITY, {"key": activity_id}).first()
        return None if found is None else self._get(session, *found)

    def _get(
        self, session: Session, course_id: int, uid: uuid.UUID, version: int
    ) -> CourseStructure | None:
        wanted = _Stamp(course_id, uid, version, self._builder.guest_methods())
        with self._lock:
            entry = self._entries.get(course_id)
            if entry is not None and wanted.is_met_by(entry.stamp):
                self._entries.move_to_end(course_id)
                return entry.structure
            other = self._building.get(course_id)
            if other is None:
                self._building[course_id] = threading.Event()
            elif entry is not None and entry.stamp.uid == uid:
                return entry.structure
        if other is None:
            return self._build(session, wanted, self._done)
        other.wait(WAIT_SECONDS)
        with self._lock:
            entry = self._entries.get(course_id)
        if entry is not None and wanted.is_met_by(entry.stamp):
            return entry.structure
        return self._build(session, wanted, lambda _: None)

    def _build(
        self, session: Session, wanted: _Stamp, done: Callable[[int], None]
    ) -> CourseStructure | None:
        try:
            structure = self._builder.build(session, wanted.course_id)
            if structure is not None:
                self._keep(wanted, structure)
            return structure
        finally:
            done(wanted.course_id)

    def _keep(self, wanted: _Stamp, structure: CourseStructure) -> None:
        stamp = _Stamp(wanted.course_id, wanted.uid, structure.version, wanted.doors)
        with self._lock:
            older = self._entries.get(stamp.course_id)
            if older is None or not stamp.is_met_by(older.stamp):
                self._entries[stamp.course_id] = _Entry(stamp, structure)
            self._entries.move_to_end(stamp.course_id)
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)

    def _done(self, course_id: int) -> None:
        with self._lock:
            self._building.pop(course_id).set()
