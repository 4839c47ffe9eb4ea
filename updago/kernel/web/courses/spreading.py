"""Which part of a large course the page in edit mode lists, and the address that shows a thing.

A page lists a hundred activities at most: a course that has more shows those of one section, and
a section that has more shows them page by page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from updago.kernel.db.paging import PAGE_LIMIT, Paged
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.visible import SeenActivity, SeenSection

if TYPE_CHECKING:
    from pyramid.request import Request

AT: Final = re.compile(r"([as])(\d{1,18})")
WHERE: Final = "at"


@dataclass(frozen=True, slots=True)
class Spread:
    """What is listed: `section_id` None is everything, else one page of that section."""

    section_id: int | None = None
    page: int = 1

    def of(self, section: SeenSection) -> Paged[SeenActivity] | None:
        """The activities of a section that are listed; None when it stays folded."""
        every = section.activities
        if self.section_id is None:
            return Paged(every, 1, PAGE_LIMIT, len(every))
        if self.section_id != section.node.id:
            return None
        first = (self.page - 1) * PAGE_LIMIT
        return Paged(every[first : first + PAGE_LIMIT], self.page, PAGE_LIMIT, len(every))


def is_large(course: CourseStructure) -> bool:
    """Whether one page cannot list all activities."""
    return len(course.by_id) > PAGE_LIMIT


def spread_of(course: CourseStructure, at: str, page: int) -> Spread:
    """What to list: around the thing that `at` names (a12, s3), else the current section."""
    if not is_large(course):
        return Spread()
    found = AT.fullmatch(at)
    kind, key = (found[1], int(found[2])) if found else ("", 0)
    node = course.by_id.get(key) if kind == "a" else None
    if node is not None:
        keys = [other.id for other in course.section_by_id[node.section_id].activities]
        return Spread(node.section_id, keys.index(key) // PAGE_LIMIT + 1)
    if kind == "s" and key in course.section_by_id:
        return Spread(key, page)
    filled = (section for section in course.sections if section.activities)
    chosen = next((s for s in course.sections if s.is_highlighted), None) or next(filled)
    return Spread(chosen.id, page)


def edit_address(request: Request, course: CourseStructure, anchor: str = "") -> str:
    """The page of a course in edit mode, at a thing: `a12` is an activity, `s3` a section."""
    query = {WHERE: anchor} if anchor and is_large(course) else None
    mark = anchor or None
    address: str = request.route_path(
        "course.edit", course_id=course.id, _query=query, _anchor=mark
    )
    return address
