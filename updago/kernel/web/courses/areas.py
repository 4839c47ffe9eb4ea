"""The file areas of the texts of categories, courses and activities, and who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from updago.kernel.files.declarations import FileArea
from updago.kernel.i18n import _
from updago.kernel.permissions.oracle import ENTER
from updago.kernel.spaces.places import category_place, section_place
from updago.kernel.spaces.queries.content import OPEN_ACTIVITY
from updago.kernel.spaces.tree import SEE_COURSES

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.files.models import File
    from updago.kernel.spaces.structure import CourseStructure

CATEGORY_TEXT: Final = "core.category"
COURSE_TEXT: Final = "core.course"
SECTION_TEXT: Final = "core.section"
ACTIVITY_TEXT: Final = "core.activity"


def readable_in_activity(request: Request, file: File) -> bool:
    """Whether the person may open the activity of a file: what most areas of plugins ask."""
    key = file.activity_id or 0
    course = request.site.structures.of_activity(request.db, key)
    node = None if course is None else course.by_id.get(key)
    return node is not None and bool(request.oracle.may(OPEN_ACTIVITY, node.place))


def readable_in_course(request: Request, file: File) -> bool:
    """Whether the person may enter the course of a file."""
    course = _course_of(request, file)
    return course is not None and bool(request.oracle.may(ENTER, course.place))


def _course_of(request: Request, file: File) -> CourseStructure | None:
    found: CourseStructure | None = request.site.structures.get(request.db, file.course_id or 0)
    return found


def _in_section(request: Request, file: File) -> bool:
    course = _course_of(request, file)
    section = None if course is None else course.section_by_id.get(file.item_id)
    if course is None or section is None:
        return False
    return bool(request.oracle.may(ENTER, section_place(course, section)))


def _in_summary(request: Request, file: File) -> bool:
    """The summary of a course tells those about it who are not in it yet."""
    course = _course_of(request, file)
    return course is not None and any(
        request.oracle.may(right, course.place) for right in (SEE_COURSES, ENTER)
    )


def _in_category(request: Request, file: File) -> bool:
    node = request.site.categories.read(request.db).get(file.item_id)
    return node is not None and bool(request.oracle.may(SEE_COURSES, category_place(node)))


FILE_AREAS: Final = (
    FileArea(CATEGORY_TEXT, _("Files in the description of a category"), _in_category),
    FileArea(COURSE_TEXT, _("Files in the summary of a course"), _in_summary),
    FileArea(SECTION_TEXT, _("Files in the texts of sections"), _in_section),
    FileArea(ACTIVITY_TEXT, _("Files in the descriptions of activities"), readable_in_activity),
)
