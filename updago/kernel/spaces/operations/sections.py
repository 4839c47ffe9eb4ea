"""Sections: their order has no gaps, and the general one is always first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Unpack

from sqlalchemy import update

from updago.kernel.db.operation import Act, operation
from updago.kernel.errors import Invalid
from updago.kernel.events import publish
from updago.kernel.i18n import _
from updago.kernel.spaces.events import SectionChanged
from updago.kernel.spaces.fields import SectionFields
from updago.kernel.spaces.models import Course, Section
from updago.kernel.spaces.models.courses import HIDDEN, SHOWN
from updago.kernel.spaces.operations.common import (
    NAME_LIMIT,
    NO_TEXT,
    bump_structure,
    lock_course,
    must_get,
    must_get_deleted,
    named,
    placed,
    renumber,
    section_ids,
    visible_as,
)
from updago.kernel.text import RichText

SECTION_VISIBILITIES: Final = frozenset({SHOWN, HIDDEN})
STAYS_FIRST: Final = _("The general section always stays first.")
STAYS: Final = _("The general section cannot be deleted or hidden.")


@operation("core.section.add")
def add_section(
    act: Act,
    *,
    course_id: int,
    name: str = "",
    position: int | None = None,
    summary: RichText = NO_TEXT,
    visibility: str = SHOWN,
    availability: Mapping[str, Any] | None = None,
) -> Section:
    """Add a section at `position` (≥ 1; None: at the end). Raises NotFound, Invalid."""
    must_get(act, Course, course_id)
    lock_course(act, course_id)
    keys = section_ids(act.session, course_id)
    section = act.add(
        Section(
            course_id=course_id,
            position=len(keys),
            name=_name(name),
            summary=summary,
            visibility=visible_as(visibility, SECTION_VISIBILITIES),
            availability=dict(availability) if availability else None,
        )
    )
    _place(act, section, position)
    _changed(act, section, "added")
    return section


@operation("core.section.edit")
def edit_section(
    act: Act,
    *,
    section_id: int,
    version: int | None = None,
    name: str,
    summary: RichText,
    **fields: Unpack[SectionFields],
) -> Section:
    """Change a section; what is not given stays.

    At most one section of a course is highlighted. Raises NotFound, Conflict, Invalid.
    """
    section = must_get(act, Section, section_id, version)
    section.name, section.summary = _name(name), summary
    if "visibility" in fields:
        _show(section, fields["visibility"])
    if "availability" in fields:
        tree = fields["availability"]
        section.availability = dict(tree) if tree else None
    if "is_highlighted" in fields:
        _highlight(act, section, is_on=fields["is_highlighted"])
    _changed(act, section, "edited")
    return section


@operation("core.section.set_visibility")
def set_section_visibility(act: Act, *, section_id: int, visibility: str) -> Section:
    """Show or hide a section with all in it. Raises NotFound, Invalid."""
    section = must_get(act, Section, section_id)
    _show(section, visibility)
    _changed(act, section, "edited")
    return section


@operation("core.section.move")
def move_section(act: Act, *, section_id: int, position: int) -> Section:
    """Put a section at `position` (≥ 1: after the general one). Raises NotFound, Invalid."""
    section = must_get(act, Section, section_id)
    lock_course(act, section.course_id)
    if _is_general(act, section):
        raise Invalid(STAYS_FIRST)
    _place(act, section, position)
    _changed(act, section, "moved")
    return section


@operation("core.section.delete")
def delete_section(act: Act, *, section_id: int) -> None:
    """Mark a section deleted, with what is in it. Raises NotFound, Invalid."""
    section = must_get(act, Section, section_id)
    lock_course(act, section.course_id)
    if _is_general(act, section):
        raise Invalid(STAYS)
    act.delete(section)
    act.session.flush()
    renumber(act.session, Section, section_ids(act.session, section.course_id))
    _changed(act, section, "deleted")


@operation("core.section.restore")
def restore_section(act: Act, *, section_id: int) -> Section:
    """Bring a section back with what was in it, near where it was. Raises NotFound."""
    section = must_get_deleted(act, Section, section_id)
    must_get(act, Course, section.course_id)
    lock_course(act, section.course_id)
    act.restore(section)
    act.session.flush()
    _place(act, section, section.position)
    _changed(act, section, "restored")
    return section


def _name(text: str) -> str:
    """A section may have no name: the format of the course then gives one."""
    return named(text, limit=NAME_LIMIT) if text.strip() else ""


def _is_general(act: Act, section: Section) -> bool:
    return section_ids(act.session, section.course_id)[0] == section.id


def _show(section: Section, visibility: str) -> None:
    if section.position == 0 and visibility != SHOWN:
        raise Invalid(STAYS, field="visibility")
    section.visibility = visible_as(visibility, SECTION_VISIBILITIES)


def _highlight(act: Act, section: Section, *, is_on: bool) -> None:
    if is_on:
        act.session.execute(
            update(Section)
            .where(Section.course_id == section.course_id, Section.id != section.id)
            .values(is_highlighted=False)
        )
    section.is_highlighted = is_on


def _place(act: Act, section: Section, position: int | None) -> None:
    keys = section_ids(act.session, section.course_id)
    first = 0 if keys == [section.id] else 1
    wanted = None if position is None else max(first, position)
    renumber(act.session, Section, placed(keys, section.id, wanted))


def _changed(act: Act, section: Section, action: str) -> None:
    bump_structure(act, [section.course_id])
    publish(act, SectionChanged(section.course_id, section.id, action))
