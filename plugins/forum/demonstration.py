"""The conversations of the demonstration, as if written during the last weeks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.forum.models import Discussion
from plugins.forum.operations import Writing, pin, reply, start_discussion
from plugins.forum.reading import write_read
from updago.api.accounts import Person
from updago.api.clock import FrozenClock
from updago.api.operations import Act, operation
from updago.api.spaces import Activity
from updago.api.text import RichText

if TYPE_CHECKING:
    from updago.api.commands import Site

FOLDER: Final = Path(__file__).parent / "demo"
MARK: Final = "demo:"
ZONE: Final = ZoneInfo("Europe/Paris")
DAY, MORNING, EVENING = timedelta(hours=24), timedelta(hours=8), timedelta(hours=22)


def load(site: Site) -> None:
    """Fill each forum of the demonstration that has no discussion yet."""
    with site.acting() as act:
        people = people_of(act.session)
        for talk in conversations():
            activity_id = empty_forum(act.session, talk["activity"])
            if activity_id is not None:
                for discussion in talk["discussions"]:
                    hold(act, activity_id, discussion, people)


def conversations() -> Iterator[Mapping[str, Any]]:
    """What is said in each forum: `hours_ago` is when; the first post opens the discussion."""
    for path in sorted(FOLDER.glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def people_of(session: Session) -> Mapping[str, int]:
    """The people of the demonstration: username → id."""
    rows = session.execute(
        select(Person.username, Person.id).where(Person.external_id.startswith(MARK))
    )
    return dict(rows.all())


def empty_forum(session: Session, code: str) -> int | None:
    """The forum with a code, while nobody has ever written in it."""
    mine = select(Activity.id).where(Activity.type == "forum", Activity.code == code)
    activity_id = session.scalar(mine.where(Activity.deleted_at.is_(None)))
    begun = select(Discussion.id).where(Discussion.activity_id == activity_id).limit(1)
    return activity_id if session.scalar(begun) is None else None


@operation("forum.demo.hold")
def hold(
    act: Act, activity_id: int, plan: Mapping[str, Any], people: Mapping[str, int]
) -> Discussion:
    """Write a discussion, each post by its author and at its time."""
    first, *answers = plan["posts"]
    started = start_discussion(
        _then(act, first, people),
        activity_id=activity_id,
        subject=plan["subject"],
        writing=_writing(first),
    )
    written: list[int | None] = [None]
    for post in answers:
        made = reply(
            _then(act, post, people),
            discussion_id=started.id,
            parent_id=written[post.get("to", 1) - 1],
            writing=_writing(post),
        )
        written.append(made.id)
    if plan.get("pinned"):
        pin(act, discussion_id=started.id, pinned=True)
    # Whoever wrote has read what came before.
    read = {post["by"]: post["hours_ago"] for post in plan["posts"]}
    for username, hours in {**read, **plan.get("read_hours_ago", {})}.items():
        write_read(act.session, started.id, people[username], in_daytime(act.now, hours))
    return started


def _writing(post: Mapping[str, Any]) -> Writing:
    return Writing(RichText.of("".join(post["text"])))


def _then(act: Act, post: Mapping[str, Any], people: Mapping[str, int]) -> Act:
    """The same transaction, at the time and in the name of a post."""
    at = in_daytime(act.now, post["hours_ago"])
    return replace(act, clock=FrozenClock(at), actor_id=people[post["by"]])


def in_daytime(now: datetime, hours_ago: float) -> datetime:
    """The instant so many hours before now, moved into the waking hours of its day.

    Each day is pressed into its part from morning to evening (today: to now), so that what came
    earlier stays earlier. In the early morning today stays as it is.
    """
    here = now.astimezone(ZONE)
    at = (now - timedelta(hours=hours_ago)).astimezone(ZONE)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    whole, last = (here - midnight, here - midnight) if at.date() == here.date() else (DAY, EVENING)
    if last <= MORNING:
        return at.astimezone(UTC)
    since = MORNING + (at - midnight) * ((last - MORNING) / whole)
    return (midnight + since).astimezone(UTC)
