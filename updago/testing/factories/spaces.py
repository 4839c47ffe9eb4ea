"""Courses and what is in them, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from updago.kernel.app import Site
from updago.kernel.db.operation import Act
from updago.kernel.spaces import operations
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.queries import instances_of
from updago.kernel.spaces.structure import CourseStructure


@dataclass(frozen=True, slots=True)
class MadeCourse:
    """A course that was made: the ids of its sections and activities in their order."""

    id: int
    short_name: str
    category_id: int
    section_ids: tuple[int, ...]
    activity_ids: tuple[int, ...]


class Spaces:
    """Makes categories, courses, activities, enrolments and groups as the system does."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._numbers = count(1)

    def category(self, parent_id: int | None = None, name: str = "", **fields: Any) -> int:
        """The id of a new category."""
        with self.site.acting() as act:
            return operations.create_category(
                act, name=name or f"Category {next(self._numbers)}", parent_id=parent_id, **fields
            ).id

    def course(
        self,
        *,
        category_id: int | None = None,
        sections: int = 2,
        activities: int = 0,
        teacher_id: int | None = None,
        **fields: Any,
    ) -> MadeCourse:
        """A course with a general section and `sections` more, and `activities` in each of all."""
        number = next(self._numbers)
        category_id = self.category() if category_id is None else category_id
        with self.site.acting(teacher_id) as act:
            course = operations.create_course(
                act,
                category_id=category_id,
                short_name=fields.pop("short_name", f"C{number}"),
                full_name=fields.pop("full_name", f"Course {number}"),
                sections=sections,
                **fields,
            )
            key, short_name = course.id, course.short_name
        structure = self.structure(key)
        section_ids = tuple(section.id for section in structure.sections)
        with self.site.acting() as act:
            made = tuple(
                self._activity(act, key, section_id)
                for section_id in section_ids
                for _ in range(activities)
            )
        return MadeCourse(key, short_name, category_id, section_ids, made)

    def activity(
        self,
        course_id: int,
        section_id: int | None = None,
        type: str = "",  # noqa: A002 - the word of the field
        **fields: Any,
    ) -> int:
        """The id of a new activity, of the first declared type unless one is named."""
        section_id = section_id or self.structure(course_id).sections[0].id
        with self.site.acting() as act:
            return self._activity(act, course_id, section_id, type, **fields)

    def _activity(
        self, act: Act, course_id: int, section_id: int, kind: str = "", **fields: Any
    ) -> int:
        return operations.add_activity(
            act,
            course_id=course_id,
            section_id=section_id,
            type=kind or next(iter(self.site.declared(ActivityType).enabled())),
            name=fields.pop("name", f"Activity {next(self._numbers)}"),
            **fields,
        ).id

    def enrol(
        self, person_id: int, course_id: int, role: str = "student", method: str = "", **fields: Any
    ) -> int:
        """The id of a new enrolment, by the first instance of the method, made where missing."""
        method = method or next(iter(self.site.declared(EnrolmentMethod).enabled()))
        instance_id = self.instance(course_id, method)
        with self.site.acting() as act:
            return operations.enrol(
                act, instance_id=instance_id, person_id=person_id, role=role, **fields
            ).id

    def instance(self, course_id: int, method: str) -> int:
        """The id of the course's first instance of a method, made where missing."""
        with self.site.database.reading() as session:
            for instance, _ in instances_of(session, course_id):
                if instance.method == method:
                    return instance.id
        with self.site.acting() as act:
            return operations.add_instance(act, course_id=course_id, method=method).id

    def group(self, course_id: int, *people: int, **fields: Any) -> int:
        """The id of a new group with enrolled people in it."""
        with self.site.acting() as act:
            name = fields.pop("name", f"Group {next(self._numbers)}")
            group = operations.create_group(act, course_id=course_id, name=name, **fields)
            for person_id in people:
                operations.add_group_member(act, group_id=group.id, person_id=person_id)
            return group.id

    def structure(self, course_id: int) -> CourseStructure:
        """The tree of a course as it is now."""
        with self.site.database.reading() as session:
            self.site.state.refresh(session)
            found = self.site.structures.get(session, course_id)
        if found is None:
            raise LookupError(f"there is no course {course_id}")
        return found

    def place(self, course_id: int) -> Any:
        """The place of a course as it is now."""
        return self.structure(course_id).place
