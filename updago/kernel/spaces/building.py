"""Reads one course into its frozen tree: four queries, however many activities it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, case, false, null, or_, select
from sqlalchemy.orm import Session

from updago.kernel.permissions.declarations import GUEST
from updago.kernel.permissions.places import Gate, Place
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.spaces.availability import Naming
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.gates import activity_gates, section_gates
from updago.kernel.spaces.models import Activity, Category, Course, EnrolmentInstance, Section
from updago.kernel.spaces.models.courses import PLACEHOLDER
from updago.kernel.spaces.places import path_ids, place_of_course
from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode

if TYPE_CHECKING:
    from updago.kernel.plugins.registry import Registry


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the parts of a course take from it; a group mode only when it is the same for all."""

    place: Place
    group_mode: str
    naming: Naming


@dataclass(frozen=True, slots=True)
class Builder:
    """Knows the conditions and enrolment methods of the site, and reads courses."""

    conditions: Registry[AvailabilityCondition]
    methods: Registry[EnrolmentMethod]
    kinds: Registry[ActivityType]

    def inline_kinds(self) -> tuple[str, ...]:
        """The kinds without a page of their own: their text stands on the page of the course."""
        return tuple(kind.name for kind in self.kinds.values() if kind.view_route is None)

    def guest_methods(self) -> tuple[str, ...]:
        """The methods that may open a course to guests and whose plugin is on."""
        on = self.methods.enabled().values()
        return tuple(method.name for method in on if method.opens_to_guests is not None)

    def build(self, session: Session, course_id: int) -> CourseStructure | None:
        """The tree of a course that is not deleted, else None."""
        rows = session.execute(_course(course_id, self.guest_methods())).all()
        if not rows:
            return None
        course: Course = rows[0].Course
        doors = [row.EnrolmentInstance for row in rows if row.EnrolmentInstance is not None]
        path = path_ids(rows[0].path)
        hidden = session.scalars(
            select(Category.id).where(Category.id.in_(path), Category.is_hidden)
        ).all()
        place = place_of_course(
            course.id,
            path,
            hidden,
            course.visibility,
            roles=(GUEST,) if any(map(self._opens, doors)) else (),
        )
        return _structure(course, path, place, self._sections(session, course, place))

    def _opens(self, instance: EnrolmentInstance) -> bool:
        opens = self.methods[instance.method].opens_to_guests
        return opens is not None and opens(instance)

    def _sections(self, session: Session, course: Course, place: Place) -> tuple[SectionNode, ...]:
        waiting: dict[int, list[Row[Any]]] = defaultdict(list)
        for row in session.execute(_activities(course.id, self.inline_kinds())):
            waiting[row.section_id].append(row)
        sections = session.execute(_sections(course.id)).all()
        naming = Naming(session, course.id, self.conditions)
        mode = course.group_mode if course.group_mode_forced else ""
        whole = _Whole(place, mode, naming)
        return tuple(self._section(row, waiting[row.id], whole) for row in sections)

    def _section(self, row: Row[Any], activities: Iterable[Row[Any]], whole: _Whole) -> SectionNode:
        tree = whole.naming.named(row.availability)
        gates = section_gates(row.visibility, tree, whole.place, self.conditions)
        return SectionNode(
            id=row.id,
            uid=str(row.uid),
            position=row.position,
            name=row.name,
            summary=row.summary,
            visibility=row.visibility,
            availability=tree,
            is_highlighted=row.is_highlighted,
            activities=tuple(self._activity(activity, whole, gates) for activity in activities),
            gates=gates,
        )

    def _activity(self, row: Row[Any], whole: _Whole, outer: tuple[Gate, ...]) -> ActivityNode:
        course, tree = whole.place, whole.naming.named(row.availability)
        own = activity_gates(row.visibility, tree, course, self.conditions)
        place = Place(
            levels=(*course.levels, ("activity", row.id)),
            gates=(*course.gates, *outer, *own),
            roles=course.roles,
        )
        return ActivityNode(
            id=row.id,
            uid=str(row.uid),
            type=row.type,
            name=row.name,
            section_id=row.section_id,
            position=row.position,
            indent=row.indent,
            visibility=row.visibility,
            availability=tree,
            completion=row.completion,
            intro=row.intro,
            meta=row.meta,
            group_mode=whole.group_mode or row.group_mode,
            grouping_id=row.grouping_id,
            waiting_type=row.meta.get("waiting_type", "") if row.type == PLACEHOLDER else None,
            place=place,
        )


def _structure(
    course: Course, path: Sequence[int], place: Place, sections: tuple[SectionNode, ...]
) -> CourseStructure:
    return CourseStructure(
        id=course.id,
        uid=str(course.uid),
        version=course.structure_version,
        short_name=course.short_name,
        full_name=course.full_name,
        summary=course.summary,
        format=course.format,
        format_options=course.format_options,
        visibility=course.visibility,
        starts=course.starts,
        ends=course.ends,
        language=course.language,
        cover=course.cover,
        category_path=tuple(path),
        sections=sections,
        group_mode=course.group_mode,
        group_mode_forced=course.group_mode_forced,
        default_grouping_id=course.default_grouping_id,
        tracks_completion=course.tracks_completion,
        place=place,
        by_id={node.id: node for section in sections for node in section.activities},
        section_by_id={section.id: section for section in sections},
    )


def _course(course_id: int, guest_methods: Sequence[str]) -> Any:
    door = and_(
        EnrolmentInstance.course_id == Course.id,
        EnrolmentInstance.method.in_(guest_methods) if guest_methods else false(),
        EnrolmentInstance.enabled,
        EnrolmentInstance.deleted_at.is_(None),
    )
    return (
        select(Course, Category.path, EnrolmentInstance)
        .join(Category, Category.id == Course.category_id)
        .outerjoin(EnrolmentInstance, door)
        .where(Course.id == course_id, Course.deleted_at.is_(None))
    )


def _sections(course_id: int) -> Any:
    table = Section
    return (
        select(
            table.id,
            table.uid,
            table.position,
            table.name,
            table.summary,
            table.visibility,
            table.availability,
            table.is_highlighted,
        )
        .where(table.course_id == course_id, table.deleted_at.is_(None))
        .order_by(table.position, table.id)
    )


def _activities(course_id: int, inline_kinds: Sequence[str]) -> Any:
    table = Activity
    # Most introductions stay off the course page; reading them would cost a sanitising each.
    shows = or_(table.shows_intro, table.type.in_(inline_kinds))
    intro = case((shows, table.intro), else_=null())
    return (
        select(
            table.id,
            table.uid,
            table.type,
            table.name,
            table.section_id,
            table.position,
            table.indent,
            table.visibility,
            table.availability,
            table.completion,
            intro.label("intro"),
            table.meta,
            table.group_mode,
            table.grouping_id,
        )
        .where(table.course_id == course_id, table.deleted_at.is_(None))
        .order_by(table.section_id, table.position, table.id)
    )
