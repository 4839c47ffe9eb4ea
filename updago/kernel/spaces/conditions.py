"""What the kernel's own conditions ask: a time, a group, a grouping.

Options are written as in the tree of other systems, so that archives keep theirs:
`{"type": "date", "d": ">=" | "<", "t": seconds since 1970}`, `{"type": "group", "id": 7}` (without
`id`: any group), `{"type": "grouping", "id": 3}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from updago.kernel.i18n import _
from updago.kernel.ports.availability import Answer, Known, Options
from updago.kernel.spaces.models import Group
from updago.kernel.spaces.queries import groupings_of

FROM: Final = ">="
UNTIL: Final = "<"
# Groups whose name people outside may read.
NAMED: Final = ("all", "members")

NOT_UNTIL: Final = _("Not available until ${when}.")
NO_LONGER: Final = _("No longer available since ${when}.")
BROKEN: Final = _("This restriction cannot be read.")
ANY_GROUP: Final = _("Only for people in a group.")
NO_GROUP: Final = _("Only for people in no group.")
ONE_GROUP: Final = _("Only for the group “${name}”.")
OTHER_GROUPS: Final = _("Not for the group “${name}”.")
SOME_GROUP: Final = _("Only for some groups.")
ONE_GROUPING: Final = _("Only for the groups of “${name}”.")
OTHER_GROUPINGS: Final = _("Not for the groups of “${name}”.")


def check_date(options: Options, known: Known, _course_id: int) -> Answer:
    """From `t` on, or before it: an instant is past as soon as it is reached."""
    at = instant_of(options)
    if at is None:
        return Answer(False, BROKEN, {}, BROKEN)
    if options.get("d") == UNTIL:
        return Answer(known.now < at, NO_LONGER, {"when": at}, NOT_UNTIL)
    return Answer(known.now >= at, NOT_UNTIL, {"when": at}, NO_LONGER)


def check_group(options: Options, known: Known, course_id: int) -> Answer:
    """A member of one group of the course, or of any."""
    own = known.groups(course_id)
    if "id" not in options:
        return Answer(bool(own), ANY_GROUP, {}, NO_GROUP)
    met, name = options["id"] in own, options.get("name")
    if not name:
        return Answer(met, SOME_GROUP, {}, SOME_GROUP)
    return Answer(met, ONE_GROUP, {"name": name}, OTHER_GROUPS)


def check_grouping(options: Options, known: Known, _course_id: int) -> Answer:
    """A member of one of the groups in a grouping."""
    key, name = options.get("id"), options.get("name")
    met = isinstance(key, int) and bool(known.grouping(key))
    if not name:
        return Answer(met, SOME_GROUP, {}, SOME_GROUP)
    return Answer(met, ONE_GROUPING, {"name": name}, OTHER_GROUPINGS)


def instant_of(options: Options) -> datetime | None:
    """The instant of a date condition; None when `t` is none."""
    seconds = options.get("t")
    if not isinstance(seconds, int):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def group_names(session: Session, course_id: int) -> Mapping[int, str]:
    """Names of the groups of a course that are no secret: one query."""
    g = Group
    asked = select(g.id, g.name).where(
        g.course_id == course_id, g.deleted_at.is_(None), g.visibility.in_(NAMED)
    )
    return {row.id: row.name for row in session.execute(asked)}


def grouping_names(session: Session, course_id: int) -> Mapping[int, str]:
    """Names of the groupings of a course: one query."""
    return dict(groupings_of(session, course_id))
