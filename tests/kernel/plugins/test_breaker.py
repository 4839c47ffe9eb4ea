from __future__ import annotations

from updago.kernel.plugins.breaker import REST_SECONDS, Breakers


class Watch:
    """A stop watch that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def opened() -> tuple[Breakers, Watch]:
    watch = Watch()
    breakers = Breakers(watch)
    breakers.failed("evil", "block", "timeout")
    breakers.failed("evil", "block", ValueError("x"))
    return breakers, watch


def test_one_failure_closes_nothing() -> None:
    breakers = Breakers()
    breakers.failed("evil", "block", "timeout")
    assert breakers.allows("evil", "block")


def test_two_failures_in_a_row_close_the_place_and_no_other() -> None:
    breakers, _ = opened()
    assert not breakers.allows("evil", "block")
    assert breakers.allows("evil", "view")
    assert breakers.allows("good", "block")


def test_a_success_between_two_failures_keeps_it_open() -> None:
    breakers = Breakers()
    breakers.failed("evil", "block", "timeout")
    breakers.succeeded("evil", "block")
    breakers.failed("evil", "block", "timeout")
    assert breakers.allows("evil", "block")


def test_after_the_rest_one_try_is_let_through() -> None:
    breakers, watch = opened()
    watch.at = REST_SECONDS
    assert [breakers.allows("evil", "block") for _ in range(3)] == [True, False, False]


def test_a_try_that_succeeds_opens_the_place_again() -> None:
    breakers, watch = opened()
    watch.at = REST_SECONDS
    assert breakers.allows("evil", "block")
    breakers.succeeded("evil", "block")
    assert all(breakers.allows("evil", "block") for _ in range(3))


def test_a_try_that_fails_closes_it_for_another_rest() -> None:
    breakers, watch = opened()
    watch.at = REST_SECONDS
    assert breakers.allows("evil", "block")
    breakers.failed("evil", "block", "timeout")
    watch.at += REST_SECONDS - 1
    assert not breakers.allows("evil", "block")


def test_the_report_names_who_failed_where_and_how_often() -> None:
    breakers, _ = opened()
    ((place, record),) = breakers.report().items()
    assert place == ("evil", "block")
    assert (record.total, record.last_error) == (2, "ValueError")
