"""The frame of every page inside a course: heading, tabs, crumbs, summary, blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.asides import add_actions, blocks_of, course_spot
from updago.kernel.web.courses.addresses import ActivityAddresses
from updago.kernel.web.courses.states import done_of, states_of
from updago.kernel.web.courses.visible import SeenSection, sections_of
from updago.kernel.web.layout import (
    CourseHead,
    CourseIndex,
    Crumb,
    IndexEntry,
    IndexSection,
    Page,
)
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import ruling_of

if TYPE_CHECKING:
    from pyramid.request import Request

HOME: Final = "/my"


def course_page(
    request: Request,
    course: CourseStructure,
    title: str,
    *,
    sections: tuple[SeenSection, ...] | None = None,
    done: frozenset[int] | None = None,
    activity_id: int | None = None,
    people: str = "",
    with_head: bool = False,
    with_blocks: bool = False,
    editing: bool = False,
    crumbs: tuple[Crumb, ...] = (),
    **frame: Any,
) -> Page:
    """The frame of a page of this course.

    `sections` and `done`, ids of activities that count as done, go together: without the former
    both are found out, without the latter nobody counts. `activity_id` is the one this page is
    about;
    `with_head` shows the course's cover and tabs, `with_blocks` its blocks. `crumbs` come between
    the course and the page.
    """
    seen = sections_of(request, course) if sections is None else sections
    if sections is None:
        done = done_of(request, course, seen, states_of(request, seen, only_done=True))
    home = request.route_path("course.view", course_id=course.id)
    is_home = with_head and not frame.get("heading")
    usual: dict[str, Any] = {
        "crumbs": (
            Crumb(request.translate(_("Home")), HOME),
            Crumb(course.short_name, None if is_home else home),
            *crumbs,
            *(() if is_home else (Crumb(title),)),
        ),
        "index": _index(request, course, seen, done, activity_id),
        "editing": editing,
    }
    if with_head:
        usual["course"] = CourseHead(
            code=course.short_name,
            title=course.full_name,
            href=home,
            ruling=ruling_of(course.id, course.cover),
            people=people,
        )
    if with_blocks:
        spot = course_spot(course)
        usual["aside"] = blocks_of(request, spot, course=course, editing=editing)
        usual["aside_actions"] = add_actions(request, spot, course.place) if editing else ()
    return page_of(request, title, course_id=course.id if with_head else None, **{**usual, **frame})


def _index(
    request: Request,
    course: CourseStructure,
    sections: tuple[SeenSection, ...],
    done: frozenset[int] | None,
    activity_id: int | None,
) -> CourseIndex:
    ready_ids = done or frozenset()
    home = request.route_path("course.view", course_id=course.id)
    here = course.by_id.get(activity_id) if activity_id else None
    total = finished = 0
    entries = []
    addresses = ActivityAddresses(request)
    for section in sections:
        if section.is_bare:
            continue
        count, ready = len(section.counted), len(ready_ids.intersection(section.counted))
        total, finished = total + count, finished + ready
        is_here = here is not None and here.section_id == section.node.id
        shown = is_here or (here is None and section.is_current)
        entries.append(
            IndexSection(
                label=section.name,
                href=f"{home}#s{section.node.id}",
                figure=f"{ready}/{count}" if count and done is not None else "",
                current=shown,
                entries=_entries(addresses, section, done, activity_id) if shown else (),
            )
        )
    return CourseIndex(
        tuple(entries), f"{finished} / {total}" if total and done is not None else ""
    )


def _entries(
    addresses: ActivityAddresses,
    section: SeenSection,
    done: frozenset[int] | None,
    activity_id: int | None,
) -> tuple[IndexEntry, ...]:
    return tuple(
        IndexEntry(
            label=seen.node.name,
            href=addresses.of(seen.kind.view_route, seen.node.id),
            done=None if done is None else seen.node.id in done,
            current=seen.node.id == activity_id,
        )
        for seen in section.activities
        if seen.is_open and seen.kind is not None and seen.kind.view_route is not None
    )
