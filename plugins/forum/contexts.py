"""What the pages of forums load before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.request import Request

from plugins.forum.models import Discussion, Post
from plugins.forum.queries import discussion_by_id, post_by_id
from plugins.forum.scopes import scope_of
from updago.api.permissions import Place
from updago.api.spaces import (
    ActivityContext,
    ActivityNode,
    CourseStructure,
    SectionNode,
    activity_context,
    load_activity,
)


@dataclass(frozen=True, slots=True)
class DiscussionContext:
    """A discussion in a forum that this person may know of; the place is the forum's."""

    course: CourseStructure
    section: SectionNode
    activity: ActivityNode
    place: Place
    discussion: Discussion
    post: Post | None = None


def load_forum(request: Request) -> ActivityContext | None:
    """The forum of the address."""
    return load_activity(request, "forum")


def load_discussion(request: Request) -> DiscussionContext | None:
    """The discussion of the address, unless it belongs to a group this person is not in."""
    found = discussion_by_id(request.db, int(request.matchdict["discussion_id"]))
    return None if found is None else _within(request, found)


def load_post(request: Request) -> DiscussionContext | None:
    """The post of the address, in its discussion."""
    post = post_by_id(request.db, int(request.matchdict["post_id"]))
    found = None if post is None else discussion_by_id(request.db, post.discussion_id)
    return None if found is None else _within(request, found, post)


def load_deleted_post(request: Request) -> DiscussionContext | None:
    """The post of the address even when it, or its discussion, is marked deleted."""
    post = request.db.get(Post, int(request.matchdict["post_id"]))
    found = None if post is None else request.db.get(Discussion, post.discussion_id)
    return None if found is None else _within(request, found, post)


def _within(
    request: Request, discussion: Discussion, post: Post | None = None
) -> DiscussionContext | None:
    course = request.site.structures.of_activity(request.db, discussion.activity_id)
    context = activity_context(course, discussion.activity_id, "forum")
    if context is None:
        return None
    if not scope_of(request.oracle, context.activity).holds(discussion):
        return None
    return DiscussionContext(
        context.course, context.section, context.activity, context.place, discussion, post
    )
