"""Who may read what waits."""

from __future__ import annotations

from typing import Final

from pyramid.request import Request

from plugins.moodle_import.asking import ARCHIVE_AREA
from plugins.moodle_import.models import WAITING_AREA
from updago.api.files import File, FileArea
from updago.api.i18n import _

EDIT: Final = "course:structure:edit"


def may_read(request: Request, file: File) -> bool:
    """Those who may edit the content of the course."""
    course = request.site.structures.get(request.db, file.course_id or 0)
    return course is not None and request.oracle.may(EDIT, course.place)


def nobody(_request: Request, _file: File) -> bool:
    """An archive may hold everybody's work: nobody gets it back from here."""
    return False


WAITING: Final = FileArea(WAITING_AREA, _("Parts of an archive that wait"), may_read)
ARCHIVE: Final = FileArea(ARCHIVE_AREA, _("Archives that are being imported"), nobody)
