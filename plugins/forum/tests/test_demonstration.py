from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.forum.demonstration import ZONE, conversations, in_daytime

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
HOURS = st.floats(0, 1000, allow_nan=False)


@given(INSTANTS, HOURS, HOURS)
def test_moving_into_the_day_keeps_the_order_and_stays_in_the_past(
    now: datetime, one: float, other: float
) -> None:
    earlier, later = in_daytime(now, max(one, other)), in_daytime(now, min(one, other))
    assert earlier <= later <= now


@given(INSTANTS, st.floats(48, 1000))
def test_nobody_writes_at_night(now: datetime, hours: float) -> None:
    at = in_daytime(now, hours).astimezone(ZONE)
    assert timedelta(hours=6) <= at - at.replace(hour=0, minute=0) <= timedelta(hours=23)


def test_every_answer_follows_what_it_answers() -> None:
    for talk in conversations():
        for discussion in talk["discussions"]:
            posts = discussion["posts"]
            for place, post in enumerate(posts[1:], start=2):
                answered = post.get("to", 1)
                assert answered < place
                assert posts[answered - 1]["hours_ago"] > post["hours_ago"]
