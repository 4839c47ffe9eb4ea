"""A discussion: reading it, answering, pinning and locking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request

from plugins.forum import operations, queries
from plugins.forum.contexts import DiscussionContext
from plugins.forum.forms import ReplyForm
from plugins.forum.operations import FILES_AREA, Writing
from plugins.forum.permissions import MANAGE, READ_PRIVATE, REPLY
from plugins.forum.queries import POSTS_A_PAGE, Message, Order
from plugins.forum.reading import mark_read
from plugins.forum.views.drawing import Hand, post_of
from updago.api.db import page_number
from updago.api.files import File, files_by_item
from updago.api.forms import bind, checked, to_model
from updago.api.i18n import _
from updago.api.web import Action, Badge, Crumb, Filter, Pager, activity_page, flash

KEY: Final = re.compile(r"\d{1,18}", re.ASCII)
ORDERS: Final[Mapping[str, Order]] = {"tree": "tree", "date": "date"}


def show(request: Request) -> dict[str, Any]:
    """Show the posts, in a tree or by date, with what is new since the last visit."""
    context: DiscussionContext = request.context
    discussion = context.discussion
    order = ORDERS.get(request.GET.get("order", ""), "tree")
    readable = None
    if not request.may(READ_PRIVATE):
        readable = queries.readable_by(request.visitor.person_id)
    places = queries.outline(request.db, discussion.id, order, readable)
    page = page_number(request.GET.get("page"))
    part = places[(page - 1) * POSTS_A_PAGE : page * POSTS_A_PAGE]
    found = queries.messages(request.db, part)
    files = _files(request, found)
    read = _read_until(request)
    posts = [
        post_of(Hand.of(request), message, files.get(message.id, ()), read) for message in found
    ]
    fresh = [post for post in posts if post.new]
    mark_read(request, discussion)
    forum = request.route_path("forum.view", activity_id=context.activity.id)
    return {
        "page": activity_page(
            request,
            discussion.subject,
            crumbs=(Crumb(context.activity.name, forum),),
            badges=_badges(request),
            actions=_actions(request),
        ),
        "posts": posts,
        "divider": request.formats.plural("{n} new post", "{n} new posts", len(fresh))
        if fresh
        else "",
        "first_new": fresh[0].id if fresh else 0,
        "orders": _orders(request, order),
        "pager": _pager(request, order, page, len(places)),
        "reply": _reply_form(request) if may_reply(request) else None,
        "locked": request.translate(_("This discussion is locked: it can be read, not answered."))
        if discussion.is_locked
        else "",
    }


def may_reply(request: Request) -> bool:
    """Whether the person may answer here."""
    return bool(not request.context.discussion.is_locked and request.may(REPLY))


def answer(request: Request) -> HTTPSeeOther:
    """Answer a post: the one of the address's `to`, else the first."""
    discussion = request.context.discussion
    form = checked(request, ReplyForm)
    post = operations.reply(
        request.act,
        discussion_id=discussion.id,
        parent_id=answered_post(request),
        writing=Writing(form.text.data, form.files.data),
    )
    flash(request, _("Your reply is posted."))
    address = request.route_path("forum.discussion.view", discussion_id=discussion.id)
    return HTTPSeeOther(f"{address}#p{post.id}")


def answered_post(request: Request) -> int | None:
    """The post that the address wants to answer; None for the first one."""
    text = request.GET.get("to", "")
    return int(text) if KEY.fullmatch(text) else None


def pin(request: Request) -> HTTPSeeOther:
    """Keep the discussion on top of the list, or let it go."""
    key = request.context.discussion.id
    operations.pin(request.act, discussion_id=key, pinned=bool(request.POST.get("on")))
    return HTTPSeeOther(request.route_path("forum.discussion.view", discussion_id=key))


def lock(request: Request) -> HTTPSeeOther:
    """Close the discussion to answers, or open it again."""
    key = request.context.discussion.id
    operations.lock(request.act, discussion_id=key, locked=bool(request.POST.get("on")))
    return HTTPSeeOther(request.route_path("forum.discussion.view", discussion_id=key))


def _files(request: Request, found: Sequence[Message]) -> Mapping[int, Sequence[File]]:
    with_files = [message.id for message in found if message.files]
    if not with_files:
        return {}
    return files_by_item(request.db, FILES_AREA, request.context.activity.id, with_files)


def _read_until(request: Request) -> datetime:
    person_id = request.visitor.person_id
    if person_id is None:
        return request.site.clock.now()  # type: ignore[no-any-return]
    return queries.read_until(request.db, request.context.discussion.id, person_id)


def _reply_form(request: Request) -> Any:
    discussion = request.context.discussion
    to = answered_post(request)
    return to_model(
        request,
        bind(request, ReplyForm),
        action=request.route_path(
            "forum.discussion.reply",
            discussion_id=discussion.id,
            _query={"to": to} if to else None,
        ),
        submit=_("Post the reply"),
        guard=f"discussion{discussion.id}",
    )


def _badges(request: Request) -> tuple[Badge, ...]:
    discussion, words = request.context.discussion, request.translate
    found = []
    if discussion.is_pinned:
        found.append(Badge(words(_("Pinned")), "line", "flag"))
    if discussion.is_locked:
        found.append(Badge(words(_("Locked")), "line", "lock"))
    return tuple(found)


def _actions(request: Request) -> tuple[Action, ...]:
    discussion, words = request.context.discussion, request.translate
    if not request.may(MANAGE):
        return ()

    def switch(label: str, icon: str, route: str, *, is_on: bool) -> Action:
        href = request.route_path(route, discussion_id=discussion.id)
        return Action(words(label), href, icon, post=True, fields=(("on", "" if is_on else "1"),))

    pinned, locked = discussion.is_pinned, discussion.is_locked
    return (
        switch(_("Unpin") if pinned else _("Pin"), "flag", "forum.discussion.pin", is_on=pinned),
        switch(_("Unlock") if locked else _("Lock"), "lock", "forum.discussion.lock", is_on=locked),
    )


def _orders(request: Request, order: Order) -> tuple[Filter, ...]:
    here = request.route_path("forum.discussion.view", discussion_id=request.context.discussion.id)
    words = request.translate
    return (
        Filter(words(_("As a tree")), here, current=order == "tree"),
        Filter(words(_("By date")), f"{here}?order=date", current=order == "date"),
    )


def _pager(request: Request, order: Order, page: int, total: int) -> Pager:
    def at(number: int) -> str:
        address: str = request.route_path(
            "forum.discussion.view",
            discussion_id=request.context.discussion.id,
            _query={"order": order, "page": number},
        )
        return address

    return Pager(
        request.formats.plural("{n} post", "{n} posts", total),
        at(page - 1) if page > 1 else "",
        at(page + 1) if total > page * POSTS_A_PAGE else "",
    )
