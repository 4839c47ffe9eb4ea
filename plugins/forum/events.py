"""What happens in forums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from updago.api.events import Event


@dataclass(frozen=True, slots=True)
class DiscussionStarted(Event):
    name: ClassVar[str] = "forum.discussion.started"
    activity_id: int
    discussion_id: int
    author_id: int | None


@dataclass(frozen=True, slots=True)
class PostWritten(Event):
    name: ClassVar[str] = "forum.post.written"
    activity_id: int
    discussion_id: int
    post_id: int
    author_id: int | None


@dataclass(frozen=True, slots=True)
class PostChanged(Event):
    name: ClassVar[str] = "forum.post.changed"
    discussion_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class PostDeleted(Event):
    name: ClassVar[str] = "forum.post.deleted"
    discussion_id: int
    post_id: int
