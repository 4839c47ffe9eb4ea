"""The structure of a course as one frozen tree, shared by all requests until it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from updago.kernel.clock import LocalDeadline
from updago.kernel.permissions.places import SITE, Gate, Place
from updago.kernel.text import RichText


@dataclass(frozen=True, slots=True)
class ActivityNode:
    """An activity in the tree: what its line on the course page needs.

    `waiting_type` names the missing type of a placeholder; `group_mode` is the one that holds,
    the course's own when that is the same for all.
    """

    id: int
    uid: str
    type: str
    name: str
    section_id: int
    position: int
    indent: int
    visibility: str
    availability: Mapping[str, Any] | None
    completion: Mapping[str, Any] | None
    intro: RichText | None
    meta: Mapping[str, Any]
    group_mode: str
    grouping_id: int | None
    waiting_type: str | None = None
    place: Place = SITE


@dataclass(frozen=True, slots=True)
class SectionNode:
    """A section and its activities in order."""

    id: int
    uid: str
    position: int
    name: str
    summary: RichText
    visibility: str
    availability: Mapping[str, Any] | None
    is_highlighted: bool
    activities: tuple[ActivityNode, ...]
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseStructure:
    """A course, its place in the category tree and everything in it that is not deleted.

    `category_path` lists category ids from the root; `version` is Course.structure_version.
    """

    id: int
    uid: str
    version: int
    short_name: str
    full_name: str
    summary: RichText
    format: str
    format_options: Mapping[str, Any]
    visibility: str
    starts: LocalDeadline | None
    ends: LocalDeadline | None
    language: str
    cover: str
    category_path: tuple[int, ...]
    sections: tuple[SectionNode, ...]
    group_mode: str = "none"
    group_mode_forced: bool = False
    default_grouping_id: int | None = None
    tracks_completion: bool = True
    place: Place = SITE
    by_id: Mapping[int, ActivityNode] = field(default_factory=dict)
    section_by_id: Mapping[int, SectionNode] = field(default_factory=dict)

    @property
    def activities(self) -> tuple[ActivityNode, ...]:
        """All activities in the order of the page."""
        return tuple(self.by_id.values())
