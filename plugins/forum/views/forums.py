"""A forum: the list of its discussions, and starting one."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from plugins.forum import operations, queries
from plugins.forum.forms import DiscussionForm
from plugins.forum.models import ANNOUNCEMENTS
from plugins.forum.operations import Writing
from plugins.forum.permissions import ANNOUNCE, START
from plugins.forum.queries import DISCUSSIONS_A_PAGE, Line
from plugins.forum.scopes import scope_of
from updago.api.db import page_number
from updago.api.errors import Denied
from updago.api.forms import bind, checked, to_model
from updago.api.i18n import _
from updago.api.spaces import ActivityContext, group_scope
from updago.api.web import (
    Action,
    Avatar,
    Badge,
    Crumb,
    Empty,
    FormView,
    Moment,
    Pager,
    activity_page,
    initials_of,
    shown,
    tint_of,
)

PARTICIPANT = _("Participant")


def show(request: Request) -> dict[str, Any]:
    """List the discussions, unread ones marked."""
    context: ActivityContext = request.context
    activity = context.activity
    scope = scope_of(request.oracle, activity)
    page = page_number(request.GET.get("page"))
    total = queries.count_discussions(request.db, activity.id, scope)
    lines = queries.discussions(request.db, activity.id, request.visitor.person_id, scope, page)
    start = None
    if may_start(request):
        href = request.route_path("forum.discussion.new", activity_id=activity.id)
        label = _("Announce something") if tells(request) else _("Start a discussion")
        start = Action(request.translate(label), href, "plus", "primary")
    return {
        "page": activity_page(request, actions=(start,) if start else ()),
        "text": shown(request, activity.intro) if activity.intro else "",
        "discussions": [drawn(request, line) for line in lines],
        "pager": _pager(request, activity.id, page, total),
        "empty": nothing_in(request, start),
    }


def nothing_in(request: Request, start: Action | None) -> Empty:
    """What an empty forum says: only who may write is invited to."""
    words, title = request.translate, _("No discussion yet")
    if tells(request):
        title, text = _("No announcement yet"), _("What the teachers announce will stand here.")
    elif start is not None:
        text = _("The first question often helps everybody.")
    else:
        text = _("You can read here, not write.")
    return Empty(words(title), words(text), "message-square", start)


def tells(request: Request) -> bool:
    """Whether teachers write in this forum, and students read."""
    kind: str = request.context.activity.meta.get("kind", "")
    return kind == ANNOUNCEMENTS


def may_start(request: Request) -> bool:
    """Whether the person may start a discussion in a forum of this kind, in a group of theirs."""
    if group_scope(request.oracle, request.context.activity).acts == frozenset():
        return False
    allowed: bool = request.may(ANNOUNCE if tells(request) else START)
    return allowed


def author_of(request: Request, name: str) -> str:
    """The name of an author; guests read none."""
    if request.visitor.person_id is None or not name:
        return str(request.translate(PARTICIPANT))
    return name


def drawn(request: Request, line: Line) -> dict[str, Any]:
    """One line of the list."""
    formats, words = request.formats, request.translate
    badges = []
    if line.is_pinned:
        badges.append(Badge(words(_("Pinned")), "line", "flag"))
    if line.is_locked:
        badges.append(Badge(words(_("Locked")), "line", "lock"))
    author = author_of(request, line.author)
    return {
        "title": line.subject,
        "href": request.route_path("forum.discussion.view", discussion_id=line.id),
        "avatar": Avatar(initials_of(author), tint_of(line.author_id or 0)),
        "author": author,
        "meta": "",
        "when": Moment(
            line.last_at.isoformat(),
            formats.relative(line.last_at, request.site.clock.now()),
            formats.datetime(line.last_at),
        ),
        "count": formats.plural("{n} post", "{n} posts", line.posts),
        "unread": formats.plural("{n} unread post", "{n} unread posts", line.unread)
        if line.unread
        else "",
        "badges": badges,
        "pinned": line.is_pinned,
    }


def new_form(request: Request) -> dict[str, Any]:
    """The form of a new discussion."""
    _must_start(request)
    activity = request.context.activity
    form = bind(request, DiscussionForm)
    title = request.translate(_("New discussion"))
    back = request.route_path("forum.view", activity_id=activity.id)
    return {
        "page": activity_page(request, title, crumbs=(Crumb(activity.name, back),)),
        "model": FormView(
            to_model(
                request,
                form,
                action=request.path,
                submit=_("Post"),
                cancel=Action(request.translate(_("Cancel")), back),
                guard=f"forum{activity.id}",
            )
        ),
    }


def start(request: Request) -> HTTPSeeOther:
    """Start a discussion, then show it."""
    _must_start(request)
    activity = request.context.activity
    form = checked(request, DiscussionForm)
    mine = group_scope(request.oracle, activity).acts
    made = operations.start_discussion(
        request.act,
        activity_id=activity.id,
        subject=form.subject.data or "",
        writing=Writing(form.text.data, form.files.data),
        group_id=None if mine is None else min(mine),
    )
    return HTTPSeeOther(request.route_path("forum.discussion.view", discussion_id=made.id))


def _must_start(request: Request) -> None:
    if group_scope(request.oracle, request.context.activity).acts == frozenset():
        raise Denied(_("You are in no group that writes here. Ask a teacher to put you in one."))
    if not may_start(request):
        raise Denied(_("Only teachers start discussions in this forum."))


def _pager(request: Request, activity_id: int, page: int, total: int) -> Pager:
    def at(number: int) -> str:
        address: str = request.route_path(
            "forum.view", activity_id=activity_id, _query={"page": number}
        )
        return address

    more = total > page * DISCUSSIONS_A_PAGE
    return Pager(
        request.formats.plural("{n} discussion", "{n} discussions", total) if total else "",
        at(page - 1) if page > 1 else "",
        at(page + 1) if more else "",
    )
