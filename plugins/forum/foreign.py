"""A forum of a Moodle backup, with the discussions of people who are imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from plugins.forum.models import ANNOUNCEMENTS, GENERAL, Discussion, Post
from plugins.forum.operations import (
    TEXT_AREA,
    attach,
    recount,
    save_forum,
    shelf_of,
)
from updago.api.files import Shelf, adopt_files
from updago.api.i18n import _
from updago.api.operations import Act, operation
from updago.api.ports import ForeignRecord, Loading
from updago.api.spaces import Activity

KINDS: Final[Mapping[str, str]] = {"general": GENERAL, "news": ANNOUNCEMENTS}
# Forced and automatic subscription; announcements are sent to all in any case.
SENT_BY_MAIL: Final = frozenset({"1", "2"})
SUBJECT_LIMIT: Final = 255
MOST_DIGITS: Final = 18  # of a 64-bit key

# Settings without a counterpart here: their field, and what is said when they are set.
DIFFERENCES: Final = (
    ("duedate", _("The due date of the forum is not kept.")),
    ("cutoffdate", _("The closing date of the forum is not kept.")),
    ("assessed", _("Posts are not rated.")),
    ("grade_forum", _("The forum is not graded.")),
    ("blockafter", _("The number of posts is not limited.")),
    ("lockdiscussionafter", _("Idle discussions are not locked by themselves.")),
)


@operation("forum.forum.import")
def load(act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
    """Take over the settings and every discussion whose author is imported."""
    values = record.values
    kind = str(values.get("type") or "general")
    save_forum(
        act,
        activity,
        {
            "kind": KINDS.get(kind, GENERAL),
            "attachments": _number(values.get("maxattachments")),
        },
    )
    if kind not in KINDS:
        loading.differs(_("This kind of forum (${kind}) becomes a general one."), {"kind": kind})
    for name, sentence in DIFFERENCES:
        if _number(values.get(name)):
            loading.differs(sentence)
    if kind != "news" and str(values.get("forcesubscribe")) in SENT_BY_MAIL:
        loading.differs(_("New posts are shown on the course page, not sent by mail."))
    for discussion in values.get("discussions") or ():
        _Load(act, activity, loading).discussion(discussion)


@dataclass(frozen=True, slots=True)
class _Load:
    """One discussion being taken over."""

    act: Act
    activity: Activity
    loading: Loading

    def discussion(self, values: Mapping[str, Any]) -> None:
        """Make the discussion and its posts, parents before their answers."""
        posts = [post for post in values.get("posts") or () if isinstance(post, Mapping)]
        first = next((post for post in posts if not _number(post.get("parent"))), None)
        if first is None or self.loading.person(str(first["userid"])) is None:
            return
        made = self._start(values, first)
        ids: dict[int, int] = {}
        for post in _parents_first(posts):
            ids[_number(post["id"])] = self._post(made, post, ids)
        recount(self.act, made)
        self.loading.made("discussion", str(values["id"]), f"/forum/discussions/{made.id}")

    def _start(self, values: Mapping[str, Any], first: Mapping[str, Any]) -> Discussion:
        author = self.loading.person(str(first["userid"]))
        at = _instant(first.get("created"))
        group = str(values.get("groupid"))
        return self.act.add(
            Discussion(
                activity_id=self.activity.id,
                group_id=self.loading.group(group) if _number(group) > 0 else None,
                author_id=author,
                subject=str(values.get("name") or "")[:SUBJECT_LIMIT],
                is_pinned=_number(values.get("pinned")) > 0,
                is_locked=_number(values.get("timelocked")) > 0,
                last_at=at,
                last_author_id=author,
                created_at=at,
                created_by_id=author,
                announced_at=at,
            )
        )

    def _post(
        self, discussion: Discussion, values: Mapping[str, Any], ids: Mapping[int, int]
    ) -> int:
        author, at = self.loading.person(str(values["userid"])), _instant(values.get("created"))
        item = str(values["id"])
        text = self.loading.text(
            str(values.get("message") or ""), str(values.get("messageformat")), "post", item
        )
        changed = _instant(values.get("modified"))
        private = _number(values.get("privatereplyto"))
        post = self.act.add(
            Post(
                discussion_id=discussion.id,
                parent_id=ids.get(_number(values.get("parent"))),
                author_id=author,
                posted_at=at,
                edited_at=changed if changed > at else None,
                text=text,
                # A private reply stays private even when its reader was not imported.
                private_to_id=(self.loading.person(str(private)) or author) if private else None,
                created_at=at,
                created_by_id=author,
            )
        )
        self._files(discussion, post, item)
        return post.id

    def _files(self, discussion: Discussion, post: Post, item: str) -> None:
        shelf: Shelf = shelf_of(self.act, discussion, TEXT_AREA, post.id)
        adopt_files(self.act, post.text, shelf)
        uploads = [file.upload for file in self.loading.files("attachment", item)]
        if uploads:
            attach(self.act, discussion, post, uploads)


def _parents_first(posts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Order so that each answer comes after its post; an answer to nothing comes last."""
    below: dict[int, list[Mapping[str, Any]]] = {}
    known = {_number(post["id"]) for post in posts}
    for post in posts:
        parent = _number(post.get("parent"))
        below.setdefault(parent if parent in known else 0, []).append(post)
    found: list[Mapping[str, Any]] = []
    waiting = list(reversed(below.pop(0, [])))
    while waiting:
        post = waiting.pop()
        found.append(post)
        waiting.extend(reversed(below.pop(_number(post["id"]), [])))
    return found


def _number(value: object) -> int:
    """A whole number of the archive; 0 for what is none."""
    text = str(value or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) <= MOST_DIGITS else 0


def _instant(value: object) -> datetime:
    """An instant of the archive, in seconds since 1970."""
    return datetime.fromtimestamp(min(max(_number(value), 0), 2**40), UTC)
