"""Every write about forums: one function per verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select

from plugins.forum.events import DiscussionStarted, PostChanged, PostDeleted, PostWritten
from plugins.forum.models import GENERAL, Discussion, Forum, Post
from plugins.forum.notices import announce_later
from updago.api.errors import Denied, Invalid, NotFound, TooLarge
from updago.api.events import publish
from updago.api.files import Shelf, Upload, add_file, adopt_files
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.spaces import Activity
from updago.api.text import RichText

TEXT_AREA: Final = "forum.text"
FILES_AREA: Final = "forum.files"
GONE: Final = _("This discussion does not exist any more.")
POST_GONE: Final = _("This post does not exist any more.")
EMPTY: Final = _("Write a text before you post.")


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody writes: a text and its attachments."""

    text: RichText
    uploads: tuple[Upload, ...] = ()


@operation("forum.forum.save")
def save_forum(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Write the settings of a forum. Called by the kernel's operations on activities."""
    forum = act.session.scalar(select(Forum).where(Forum.activity_id == activity.id))
    if forum is None:
        forum = act.add(Forum(activity_id=activity.id))
    for name in ("kind", "edit_minutes", "attachments"):
        if data.get(name) is not None:
            setattr(forum, name, data[name])
    activity.meta = {**activity.meta, "kind": forum.kind or GENERAL}


@operation("forum.forum.copy")
def copy_forum(act: Act, source: Activity, target: Activity) -> None:
    """Give a duplicated activity the same settings, and no discussion."""
    forum = forum_of(act, source.id)
    save_forum(
        act,
        target,
        {
            "kind": forum.kind,
            "edit_minutes": forum.edit_minutes,
            "attachments": forum.attachments,
        },
    )


@operation("forum.discussion.start")
def start_discussion(
    act: Act,
    *,
    activity_id: int,
    subject: str,
    writing: Writing,
    group_id: int | None = None,
) -> Discussion:
    """Open a discussion with its first post.

    Raises Invalid for an empty subject or text, TooLarge for too many attachments.
    """
    if not subject.strip():
        raise Invalid(_("Give your discussion a subject."), field="subject")
    discussion = act.add(
        Discussion(
            activity_id=activity_id,
            group_id=group_id,
            author_id=act.actor_id,
            subject=subject.strip(),
            last_at=act.now,
            last_author_id=act.actor_id,
        )
    )
    _write(act, discussion, None, writing)
    announce_later(act, forum_of(act, activity_id), discussion)
    publish(act, DiscussionStarted(activity_id, discussion.id, act.actor_id))
    return discussion


@operation("forum.post.reply")
def reply(
    act: Act,
    *,
    discussion_id: int,
    parent_id: int | None,
    writing: Writing,
) -> Post:
    """Answer a post, or the discussion's first one when `parent_id` is None.

    Raises NotFound for a post of another discussion, Denied when the discussion is locked.
    """
    discussion = must_find(act, discussion_id)
    if discussion.is_locked:
        raise Denied(_("This discussion is locked: it can be read, not answered."))
    if parent_id is None:
        parent_id = act.session.scalar(
            select(Post.id).where(Post.discussion_id == discussion_id, Post.parent_id.is_(None))
        )
    parent = act.get(Post, parent_id) if parent_id is not None else None
    if parent is None or parent.discussion_id != discussion_id:
        raise NotFound(POST_GONE)
    return _write(act, discussion, parent.id, writing)


@operation("forum.post.edit")
def edit_post(
    act: Act,
    *,
    post_id: int,
    version: int,
    text: RichText,
    subject: str | None = None,
    may_edit_any: bool = False,
) -> Post:
    """Change a text, and the subject with the first post.

    Authors may do so within the forum's time; `may_edit_any` lifts both conditions. Raises
    Denied, Conflict for a stale version, Invalid for an empty text.
    """
    post, discussion = must_find_post(act, post_id, version)
    if not may_edit_any:
        _only_author_in_time(act, post, discussion)
    if not text:
        raise Invalid(EMPTY, field="text")
    post.text, post.edited_at = text, act.now
    if subject is not None and post.parent_id is None:
        if not subject.strip():
            raise Invalid(_("Give your discussion a subject."), field="subject")
        discussion.subject = subject.strip()
    adopt_files(act, text, shelf_of(act, discussion, TEXT_AREA, post.id))
    publish(act, PostChanged(discussion.id, post.id))
    return post


@operation("forum.post.delete")
def delete_post(act: Act, *, post_id: int, may_delete_any: bool = False) -> None:
    """Mark a post deleted; with the first post, the whole discussion.

    Authors may delete within the forum's time what nobody answered. Raises Denied.
    """
    post, discussion = must_find_post(act, post_id)
    if not may_delete_any:
        _only_author_in_time(act, post, discussion)
        if _answers(act, post.id):
            raise Denied(_("Others have answered this post: edit it instead of deleting it."))
    act.delete(discussion if post.parent_id is None else post)
    if post.parent_id is not None:
        recount(act, discussion)
    publish(act, PostDeleted(discussion.id, post.id))


@operation("forum.post.restore")
def restore_post(act: Act, *, post_id: int) -> Post:
    """Bring a deleted post, or the discussion it opened, back."""
    post = act.session.get(Post, post_id)
    if post is None:
        raise NotFound(POST_GONE)
    discussion = act.session.get_one(Discussion, post.discussion_id)
    act.restore(discussion if post.parent_id is None else post)
    recount(act, discussion)
    return post


@operation("forum.discussion.pin")
def pin(act: Act, *, discussion_id: int, pinned: bool) -> Discussion:
    """Keep a discussion on top of the list, or let it go."""
    discussion = must_find(act, discussion_id)
    discussion.is_pinned = pinned
    return discussion


@operation("forum.discussion.lock")
def lock(act: Act, *, discussion_id: int, locked: bool) -> Discussion:
    """Close a discussion to answers, or open it again."""
    discussion = must_find(act, discussion_id)
    discussion.is_locked = locked
    return discussion


def forum_of(act: Act, activity_id: int) -> Forum:
    """The settings of an activity's forum. Raises NotFound."""
    forum = act.session.scalar(select(Forum).where(Forum.activity_id == activity_id))
    if forum is None:
        raise NotFound(_("This forum does not exist any more."))
    return forum


def must_find(act: Act, discussion_id: int) -> Discussion:
    """A discussion that is not deleted. Raises NotFound."""
    discussion = act.get(Discussion, discussion_id)
    if discussion is None:
        raise NotFound(GONE)
    return discussion


def must_find_post(act: Act, post_id: int, version: int | None = None) -> tuple[Post, Discussion]:
    """A post that is not deleted and its discussion. Raises NotFound, Conflict."""
    post = act.get(Post, post_id, version)
    if post is None:
        raise NotFound(POST_GONE)
    return post, must_find(act, post.discussion_id)


def shelf_of(act: Act, discussion: Discussion, area: str, post_id: int) -> Shelf:
    """Where the files of a post lie."""
    activity = act.session.get_one(Activity, discussion.activity_id)
    return Shelf(area, course_id=activity.course_id, activity_id=activity.id, item_id=post_id)


def attach(act: Act, discussion: Discussion, post: Post, uploads: Sequence[Upload]) -> None:
    """Put attachments on a post's shelf and count them."""
    shelf = shelf_of(act, discussion, FILES_AREA, post.id)
    for position, upload in enumerate(uploads):
        add_file(act, upload, shelf, position=position)
    post.files += len(uploads)


def recount(act: Act, discussion: Discussion) -> None:
    """Bring the figures of the list up to date with the posts."""
    act.session.flush()
    number, last = act.session.execute(
        select(func.count(), func.max(Post.id)).where(
            Post.discussion_id == discussion.id, Post.deleted_at.is_(None)
        )
    ).one()
    latest = act.session.get_one(Post, last)  # the first post goes with its discussion only
    discussion.posts = number
    discussion.last_at, discussion.last_author_id = latest.posted_at, latest.author_id


def _write(
    act: Act,
    discussion: Discussion,
    parent_id: int | None,
    writing: Writing,
) -> Post:
    if not writing.text:
        raise Invalid(EMPTY, field="text")
    forum = forum_of(act, discussion.activity_id)
    if len(writing.uploads) > forum.attachments:
        raise TooLarge(
            _("At most ${most} files can be attached to a post here."), {"most": forum.attachments}
        )
    post = act.add(
        Post(
            discussion_id=discussion.id,
            parent_id=parent_id,
            author_id=act.actor_id,
            posted_at=act.now,
            text=writing.text,
        )
    )
    adopt_files(act, writing.text, shelf_of(act, discussion, TEXT_AREA, post.id))
    attach(act, discussion, post, writing.uploads)
    recount(act, discussion)
    publish(act, PostWritten(discussion.activity_id, discussion.id, post.id, act.actor_id))
    return post


def _only_author_in_time(act: Act, post: Post, discussion: Discussion) -> None:
    if post.author_id is None or post.author_id != act.actor_id:
        raise Denied(_("Only its author may change this post."))
    minutes = forum_of(act, discussion.activity_id).edit_minutes
    if act.now - post.posted_at > timedelta(minutes=minutes):
        raise Denied(
            _("Posts can be changed for ${minutes} minutes here. Write a new one instead."),
            {"minutes": minutes},
        )


def _answers(act: Act, post_id: int) -> bool:
    return bool(
        act.session.scalar(
            select(func.count()).where(Post.parent_id == post_id, Post.deleted_at.is_(None))
        )
    )
