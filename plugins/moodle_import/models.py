"""Imports asked for on the pages of the site: what was sent, how far it is, and its report."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from updago.api.db import Base, Record, tag

# Where the parts of an archive lie that no plugin takes yet.
WAITING_AREA: Final = "moodle_import.waiting"

WAITING: Final = "waiting"
READING: Final = "reading"
STORING: Final = "storing"
WRITING: Final = "writing"
DONE: Final = "done"
REFUSED: Final = "refused"
FINISHED: Final = frozenset({DONE, REFUSED})
NAME_LIMIT: Final = 255

PLAIN = tag(audit=True, impersonal=True)
# What was found in an archive may name people; it belongs to whoever sent it.
FOUND = tag(personal="import report", retention="log")


class Run(Record, Base):
    """One import. `state` is waiting, a step (reading, storing, writing), done or refused.

    `category_id` None: the category that the archive names. `file_id` is the archive, on a shelf
    of its own until it is tidied away; `report` as `reports.stored` makes it; `refusal` holds the
    sentence of the one that ended it and its values.
    """

    __tablename__ = "moodle_import_run"

    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_category.id", ondelete="SET NULL"), index=True
    )
    course_id: Mapped[int | None] = mapped_column(
        ForeignKey("core_course.id", ondelete="SET NULL"), index=True
    )
    file_id: Mapped[int | None] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(String(NAME_LIMIT), info=PLAIN)
    short_name: Mapped[str] = mapped_column(String(100), default="", info=PLAIN)
    with_people: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    is_rehearsal: Mapped[bool] = mapped_column(Boolean, default=False, info=PLAIN)
    state: Mapped[str] = mapped_column(String(12), default=WAITING, index=True, info=PLAIN)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=FOUND)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON, info=FOUND)
