"""A course of the demonstration, from its description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from plugins.demo.materials import Materials
from plugins.demo.queries import section_ids
from updago.api.blocks import BlockType, add_block
from updago.api.clock import LocalDeadline
from updago.api.files import ACTIVITY_TEXT, COURSE_TEXT, SECTION_TEXT, Shelf, adopt_files
from updago.api.operations import Act, operation
from updago.api.permissions import ASSISTANT, STUDENT
from updago.api.spaces import (
    ActivityType,
    Course,
    EnrolmentMethod,
    Section,
    add_group_member,
    add_instance,
    create_activity,
    create_course,
    create_group,
    edit_course,
    edit_section,
    enrol,
    instances_of,
)
from updago.api.text import RichText

ZONE: Final = "Europe/Paris"
MANUAL: Final = "manual"
SHOWN: Final = "shown"
PREPARATION: Final = timedelta(days=6, hours=15)
"""How long before the midnight of its beginning a course was made."""


def prepared_at(now: datetime, plan: Mapping[str, Any]) -> datetime:
    """When the course was made: `PREPARATION` before a midnight, `began_days_ago` days ago."""
    began = LocalDeadline.at(now - timedelta(days=plan["began_days_ago"]), ZONE)
    midnight = began.wall.replace(hour=0, minute=0, second=0, microsecond=0)
    return LocalDeadline(midnight, ZONE).instant - PREPARATION


@operation("demo.course.build")
def build_course(
    act: Act,
    plan: Mapping[str, Any],
    categories: Mapping[str, int],
    people: Mapping[str, int],
    materials: Materials,
) -> Course:
    """Make a whole course; whoever acts becomes its teacher. What no plugin declares is left out.

    Raises what the operations of spaces raise.
    """
    course = create_course(
        act,
        category_id=categories[plan["category"]],
        short_name=plan["short_name"],
        full_name=plan["full_name"],
        code=plan["code"],
        cover=plan["cover"],
        starts=LocalDeadline.at(act.now + PREPARATION, ZONE),
        sections=len(plan["sections"]) - 1,
    )
    edit_course(act, course_id=course.id, summary=_course_text(act, course, plan, materials))
    _enrol(act, course, plan, people, materials)
    _sections(act, course, plan["sections"], materials)
    _blocks(act, course, plan["blocks"], materials)
    return course


def _course_text(
    act: Act, course: Course, plan: Mapping[str, Any], materials: Materials
) -> RichText:
    text = materials.text(act, plan["summary"])
    adopt_files(act, text, Shelf(COURSE_TEXT, course_id=course.id))
    return text


def _enrol(
    act: Act,
    course: Course,
    plan: Mapping[str, Any],
    people: Mapping[str, int],
    materials: Materials,
) -> None:
    methods = materials.declared(EnrolmentMethod)
    for way in plan["ways"]:
        if way["method"] in methods:
            add_instance(act, course_id=course.id, **way)
    manual = next(
        (one.id for one, _ in instances_of(act.session, course.id) if one.method == MANUAL), None
    )
    if manual is None:
        return
    for role, names in ((ASSISTANT, plan["assistants"]), (STUDENT, plan["students"])):
        for name in names:
            enrol(act, instance_id=manual, person_id=people[name], role=role)
    for group in plan["groups"]:
        made = create_group(act, course_id=course.id, name=group["name"])
        for name in group["members"]:
            add_group_member(act, group_id=made.id, person_id=people[name])


def _sections(
    act: Act, course: Course, plans: Sequence[Mapping[str, Any]], materials: Materials
) -> None:
    for section_id, plan in zip(section_ids(act.session, course.id), plans, strict=True):
        summary = materials.text(act, plan.get("summary", ""))
        section = edit_section(
            act,
            section_id=section_id,
            name=plan["name"],
            summary=summary,
            visibility=plan.get("visibility", SHOWN),
            is_highlighted=plan.get("is_highlighted", False),
        )
        adopt_files(act, summary, Shelf(SECTION_TEXT, course.id, item_id=section.id))
        _activities(act, section, plan["activities"], materials)


def _activities(
    act: Act, section: Section, plans: Iterable[Mapping[str, Any]], materials: Materials
) -> None:
    kinds = materials.declared(ActivityType)
    for plan in plans:
        if plan["type"] not in kinds:
            continue
        intro = materials.text(act, plan.get("intro", ""))
        activity = create_activity(
            act,
            course_id=section.course_id,
            section_id=section.id,
            type=plan["type"],
            name=plan["name"],
            intro=intro,
            visibility=plan.get("visibility", "shown"),
            data=materials.data(act, plan),
            code=plan.get("code", ""),
            shows_intro=plan.get("shows_intro", False),
        )
        adopt_files(act, intro, Shelf(ACTIVITY_TEXT, section.course_id, activity.id))


def _blocks(
    act: Act, course: Course, plans: Iterable[Mapping[str, Any]], materials: Materials
) -> None:
    kinds = materials.declared(BlockType)
    for plan in plans:
        if plan["type"] in kinds:
            options = {"text": RichText.of(plan["text"])} if "text" in plan else {}
            add_block(
                act,
                plan["type"],
                level="course",
                object_id=course.id,
                title=plan.get("title", ""),
                options=options,
            )
