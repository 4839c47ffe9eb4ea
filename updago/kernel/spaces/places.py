"""Where categories, courses, sections and activities stand, for the access oracle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from updago.kernel.permissions.places import SITE, SITE_LEVEL, Gate, Place
from updago.kernel.spaces.gates import category_gates, course_gates

if TYPE_CHECKING:
    from updago.kernel.spaces.structure import ActivityNode, CourseStructure, SectionNode


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category in the tree.

    `path` lists ids from the root to itself, `hidden` those of them that are hidden; `courses`
    counts what is directly in it.
    """

    id: int
    name: str
    code: str
    parent_id: int | None
    path: tuple[int, ...]
    hidden: tuple[int, ...]
    position: int
    courses: int = 0


def path_ids(path: str) -> tuple[int, ...]:
    """The ids of a stored path: "3/17/" → (3, 17)."""
    return tuple(int(part) for part in path.split("/") if part)


def place_of_course(
    course_id: int,
    category_path: Sequence[int],
    hidden: Iterable[int],
    visibility: str,
    *,
    roles: tuple[str, ...] = (),
) -> Place:
    """The place of a course from plain values; `hidden` are the hidden categories on its path."""
    return Place(
        levels=(SITE_LEVEL, *(("category", key) for key in category_path), ("course", course_id)),
        gates=(*category_gates(hidden), *course_gates(visibility)),
        roles=roles,
    )


def category_place(category: CategoryNode | None) -> Place:
    """The place of a category; None is the root of the tree, which is the site."""
    if category is None:
        return SITE
    return Place(
        levels=(SITE_LEVEL, *(("category", key) for key in category.path)),
        gates=category_gates(category.hidden),
    )


def course_place(course: CourseStructure) -> Place:
    """The place of a course."""
    return course.place


def section_place(course: CourseStructure, section: SectionNode) -> Place:
    """The place of a section: the course, behind the section's own gates."""
    gates: tuple[Gate, ...] = (*course.place.gates, *section.gates)
    return Place(course.place.levels, gates, roles=course.place.roles)


def activity_place(course: CourseStructure, activity: ActivityNode) -> Place:
    """The place of an activity of the course, as the structure holds it."""
    return course.by_id[activity.id].place
