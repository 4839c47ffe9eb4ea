"""A post as the page draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from markupsafe import Markup
from pyramid.request import Request

from plugins.forum import queries
from plugins.forum.permissions import DELETE_ANY, EDIT_ANY, REPLY
from plugins.forum.queries import Message
from plugins.forum.views.forums import author_of
from updago.api.files import File
from updago.api.i18n import _
from updago.api.web import Action, Avatar, Badge, Figure, Moment, initials_of, shown, tint_of

DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Hand:
    """What the posts of one page have in common: the person's rights, words and addresses."""

    request: Request
    now: datetime
    can_reply: bool
    can_edit_any: bool
    can_delete_any: bool
    edit_time: timedelta
    words: dict[str, str]

    @classmethod
    def of(cls, request: Request) -> Self:
        """Ask once for the whole page."""
        known: Self | None = getattr(request, "forum_hand", None)
        if known is None:
            known = cls._asked(request)
            request.forum_hand = known
        return known

    @classmethod
    def _asked(cls, request: Request) -> Self:
        context, words = request.context, request.translate
        forum = queries.forum_settings(request.db, context.activity.id)
        return cls(
            request=request,
            now=request.site.clock.now(),
            can_reply=not context.discussion.is_locked and request.may(REPLY),
            can_edit_any=request.may(EDIT_ANY),
            can_delete_any=request.may(DELETE_ANY),
            edit_time=timedelta(minutes=forum.edit_minutes),
            words={
                "reply": words(_("Reply")),
                "edit": words(_("Edit")),
                "delete": words(_("Delete")),
                "edited": words(_("Edited")),
                "unread": words(_("Unread")),
            },
        )


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as the macro `post` draws it."""

    id: int
    number: int
    author: str
    avatar: Avatar
    when: Moment
    text: Markup
    depth: int
    new: bool
    badges: Sequence[Badge]
    files: Sequence[Figure]
    actions: Sequence[Action]
    link: str
    role: str = ""
    quote: str = ""


def post_of(hand: Hand, message: Message, files: Sequence[File], read: datetime) -> PostView:
    """One post; it is new when it came after `read` from somebody else."""
    request = hand.request
    author = author_of(request, message.author)
    mine = message.author_id is not None and message.author_id == request.visitor.person_id
    is_new = message.posted_at > read and not mine
    badges = []
    if is_new:
        badges.append(Badge(hand.words["unread"], "info"))
    if message.edited_at:
        badges.append(Badge(hand.words["edited"], "line"))
    return PostView(
        id=message.id,
        number=message.number,
        author=author,
        avatar=Avatar(initials_of(author), tint_of(message.author_id or 0)),
        when=Moment(message.posted_at.isoformat(), request.formats.datetime(message.posted_at)),
        text=shown(request, message.text),
        depth=min(message.depth, DEEPEST),
        new=is_new,
        badges=badges,
        files=[figure_of(request, file) for file in files],
        actions=_actions(hand, message, author, mine=mine),
        link=f"#p{message.id}",
    )


def figure_of(request: Request, file: File) -> Figure:
    """An attachment as a link with its size."""
    href = request.route_path("file.view", uid=str(file.uid), name=file.name)
    return Figure(file.name, request.formats.file_size(file.size), href)


def _actions(hand: Hand, message: Message, author: str, *, mine: bool) -> list[Action]:
    request, words = hand.request, hand.words
    in_time = mine and hand.now - message.posted_at <= hand.edit_time
    found = []
    if hand.can_reply:
        found.append(
            Action(
                words["reply"],
                f"?to={message.id}#reply",
                kind="quiet",
                name=f"{words['reply']} : {author}, {message.number}",
            )
        )
    if in_time or hand.can_edit_any:
        href = request.route_path("forum.post.edit", post_id=message.id)
        name = f"{words['edit']} : {author}, {message.number}"
        found.append(Action(words["edit"], href, kind="quiet", name=name))
    if in_time or hand.can_delete_any:
        href = request.route_path("forum.post.delete", post_id=message.id)
        name = f"{words['delete']} : {author}, {message.number}"
        found.append(Action(words["delete"], href, kind="quiet", name=name, post=True))
    return found
