"""The further fields of courses, sections, activities and groups that operations take by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from updago.kernel.clock import LocalDeadline
from updago.kernel.text import RichText


class CourseFields(TypedDict, total=False):
    """A field that is not given stays as it is, or takes its default in a new course."""

    code: str
    summary: RichText
    format: str
    format_options: dict[str, Any]
    visibility: str
    starts: LocalDeadline | None
    ends: LocalDeadline | None
    language: str
    group_mode: str
    group_mode_forced: bool
    default_grouping_id: int | None
    tracks_completion: bool
    upload_max_bytes: int | None
    cover: str


class SectionFields(TypedDict, total=False):
    """What a section form may leave alone."""

    visibility: str
    availability: Mapping[str, Any] | None
    is_highlighted: bool


class ActivityFields(TypedDict, total=False):
    """What all kinds of activities share, besides name, introduction, visibility and place."""

    shows_intro: bool
    code: str
    indent: int
    availability: Mapping[str, Any] | None
    completion: Mapping[str, Any] | None
    group_mode: str
    grouping_id: int | None
    language: str
    meta: Mapping[str, Any]


class GroupFields(TypedDict, total=False):
    """What a group has besides its name."""

    code: str
    description: RichText
    visibility: str
    participates: bool
    enrolment_key: str
