from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from updago.kernel.clock import FrozenClock, Uids
from updago.kernel.db.audit import AuditEntry, DoneOnce
from updago.kernel.db.base import Base
from updago.kernel.db.database import Database
from updago.kernel.db.operation import Act, operation, watch
from updago.kernel.errors import Conflict, Denied
from updago.kernel.plugins.models import SiteSetting

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


class Acting(Protocol):
    def __call__(
        self, actor_id: int | None = None, once: str | None = None
    ) -> AbstractContextManager[Act]: ...


def acting_on(database: Database, clock: FrozenClock) -> Acting:
    uids = Uids(clock)

    @contextmanager
    def acting(actor_id: int | None = None, once: str | None = None) -> Iterator[Act]:
        with database.writer.begin() as session:
            watch(session)
            yield Act(session, clock, uids, actor_id, None, "r1", once)

    return acting


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
def acting(database: Database, clock: FrozenClock) -> Acting:
    Base.metadata.create_all(database.write_engine)
    return acting_on(database, clock)


@pytest.fixture
def postgres(postgres_url: str, clock: FrozenClock) -> Iterator[tuple[Database, Acting]]:
    database = Database(postgres_url)
    Base.metadata.create_all(database.write_engine)
    yield database, acting_on(database, clock)
    database.dispose()


@operation("site.setting.add")
def add_setting(act: Act, *, name: str, value: object) -> SiteSetting:
    return act.add(SiteSetting(name=name, value=value))


@operation("site.setting.change")
def change_setting(act: Act, *, key: int, value: object, version: int | None = None) -> None:
    setting = act.get(SiteSetting, key, version)
    assert setting is not None
    setting.value = value


@operation("site.setting.replace")
def replace_setting(act: Act, *, key: int, value: object) -> SiteSetting:
    old = act.get(SiteSetting, key)
    assert old is not None
    act.delete(old)
    return add_setting(act, name=f"{old.name}2", value=value)


@operation("site.setting.refuse")
def add_and_refuse(act: Act, *, name: str) -> None:
    add_setting(act, name=name, value=1)
    raise Denied("You may not do this.")


def entries(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def count(database: Database, table: type[Base] = SiteSetting) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_row_is_stamped_with_who_and_when(acting: Acting, clock: FrozenClock) -> None:
    with acting(7) as act:
        setting = add_setting(act, name="a", value=1)
        assert (setting.created_at, setting.created_by_id) == (START, 7)
        assert (setting.uid.version, setting.version) == (7, 1)
        key = setting.id
    clock.advance(timedelta(hours=1))
    with acting(8) as act:
        change_setting(act, key=key, value=2)
        changed = act.session.get_one(SiteSetting, key)
        assert (changed.created_by_id, changed.updated_by_id) == (7, 8)
        assert (changed.created_at, changed.updated_at) == (START, clock.now())
        assert changed.version == 2


def test_the_audit_log_tells_before_and_after(acting: Acting, database: Database) -> None:
    with acting(7) as act:
        key = add_setting(act, name="a", value=1).id
    with acting(8) as act:
        change_setting(act, key=key, value=2)
    made, changed = entries(database)
    assert (made.operation, made.actor_id, made.request_id) == ("site.setting.add", 7, "r1")
    assert (made.before, made.after) == (None, {"value": 1, "deleted_at": None})
    assert (changed.before, changed.after) == ({"value": 1}, {"value": 2})
    assert made.object_uid == changed.object_uid


def test_before_is_told_of_a_row_that_was_not_read_again(
    acting: Acting, database: Database
) -> None:
    @operation("site.setting.blind")
    def change_blindly(act: Act, setting: SiteSetting) -> None:
        setting.value = 2

    with acting() as act:
        setting = add_setting(act, name="a", value=1)
        act.session.expire(setting)
        change_blindly(act, setting)
    assert entries(database)[1].before == {"value": 1}


def test_a_row_made_and_changed_by_one_operation_is_told_as_made(
    acting: Acting, database: Database
) -> None:
    @operation("site.setting.twice")
    def make_twice(act: Act) -> None:
        act.add(SiteSetting(name="a", value=1)).value = 2

    with acting() as act:
        make_twice(act)
    (entry,) = entries(database)
    assert (entry.before, entry.after) == (None, {"value": 2, "deleted_at": None})


def test_a_removed_row_is_told_with_what_it_held(acting: Acting, database: Database) -> None:
    @operation("site.setting.remove")
    def remove(act: Act, *, key: int) -> None:
        act.session.delete(act.session.get_one(SiteSetting, key))

    with acting() as act:
        key = add_setting(act, name="a", value=1).id
    with acting() as act:
        remove(act, key=key)
    entry = entries(database)[1]
    assert (entry.before, entry.after) == ({"value": 1, "deleted_at": None}, None)


def test_an_operation_that_changes_nothing_is_told_too(acting: Acting, database: Database) -> None:
    @operation("site.nothing.do")
    def nothing(act: Act) -> None:
        return None

    with acting(7) as act:
        nothing(act)
    (entry,) = entries(database)
    assert (entry.operation, entry.object_uid) == ("site.nothing.do", None)


def test_each_nested_operation_tells_its_own_changes(acting: Acting, database: Database) -> None:
    with acting() as act:
        key = add_setting(act, name="a", value=1).id
        replace_setting(act, key=key, value=2)
    told = [(e.operation, (e.after or {}).get("value")) for e in entries(database)]
    assert told == [
        ("site.setting.add", 1),
        ("site.setting.add", 2),
        ("site.setting.replace", None),
    ]


def test_a_deleted_row_is_not_found_and_comes_back(acting: Acting) -> None:
    with acting(3) as act:
        setting = add_setting(act, name="a", value=1)
        act.delete(setting)
        assert act.get(SiteSetting, setting.id) is None
        assert setting.deleted_by_id == 3
        act.restore(setting)
        assert act.get(SiteSetting, setting.id) is setting


def test_a_stale_version_is_refused(acting: Acting) -> None:
    with acting() as act:
        key = add_setting(act, name="a", value=1).id
    with acting() as act:
        change_setting(act, key=key, value=2, version=1)
    with pytest.raises(Conflict, match="changed this meanwhile"), acting() as act:
        change_setting(act, key=key, value=3, version=1)


def test_a_refusal_leaves_nothing(acting: Acting, database: Database) -> None:
    with acting() as act:
        add_setting(act, name="kept", value=1)
        with pytest.raises(Denied):
            add_and_refuse(act, name="lost")
    assert count(database) == 1
    assert [e.operation for e in entries(database)] == ["site.setting.add"]


def test_two_of_one_name_are_a_conflict(acting: Acting, database: Database) -> None:
    with acting() as act:
        add_setting(act, name="a", value=1)
        with pytest.raises(Conflict, match="added the same"):
            add_setting(act, name="a", value=2)
    assert count(database) == 1


def test_a_double_click_has_one_effect_and_one_answer(acting: Acting, database: Database) -> None:
    with acting(7, once="k") as act:
        first = add_setting(act, name="a", value=1).id
    with acting(7, once="k") as act:
        assert add_setting(act, name="a", value=1).id == first
    assert count(database) == 1
    assert len(entries(database)) == 1


def test_another_person_key_or_argument_is_new_work(acting: Acting, database: Database) -> None:
    for actor, once, name in ((7, "k", "a"), (8, "k", "b"), (7, "l", "c"), (7, "k", "d")):
        with acting(actor, once=once) as act:
            add_setting(act, name=name, value=1)
    assert count(database) == 4


def test_a_refused_operation_may_be_tried_again_with_its_key(
    acting: Acting, database: Database
) -> None:
    for _ in range(2):
        with acting(7, once="k") as act, pytest.raises(Denied):
            add_and_refuse(act, name="a")
    assert count(database, DoneOnce) == 0


def test_results_come_back_in_their_shape(acting: Acting) -> None:
    @operation("site.shape.make")
    def make(act: Act) -> tuple[SiteSetting, list[int], None]:
        return act.add(SiteSetting(name="a", value=1)), [1, 2], None

    with acting(once="k") as act:
        first = make(act)
        assert make(act) == first


def test_a_result_that_could_not_come_back_is_refused(acting: Acting) -> None:
    @operation("site.shape.wrong")
    def make(act: Act) -> object:
        return object()

    with pytest.raises(TypeError, match="not object"), acting() as act:
        make(act)


def double_click(acting: Acting) -> list[int]:
    together = threading.Barrier(4)

    def click(_: int) -> int:
        together.wait()
        with acting(7, once="k") as act:
            return add_setting(act, name="a", value=1).id

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(click, range(4)))


def test_parallel_clicks_have_one_effect(acting: Acting, database: Database) -> None:
    assert len(set(double_click(acting))) == 1
    assert count(database) == 1


@pytest.mark.postgres
def test_parallel_clicks_have_one_effect_on_postgresql(postgres: tuple[Database, Acting]) -> None:
    database, acting = postgres
    assert len(set(double_click(acting))) == 1
    assert count(database) == 1


@pytest.mark.postgres
def test_a_lost_race_is_a_conflict_on_postgresql(postgres: tuple[Database, Acting]) -> None:
    _, acting = postgres
    with acting() as act:
        key = add_setting(act, name="a", value=1).id
    with acting() as late:
        held = late.get(SiteSetting, key)
        with acting() as act:
            change_setting(act, key=key, value=2)
        with pytest.raises(Conflict):
            change_setting(late, key=key, value=3)
        assert held is not None


def test_a_rule_of_a_table_that_is_broken_is_a_failure_and_no_conflict(acting: Acting) -> None:
    with pytest.raises(IntegrityError), acting() as act:
        add_setting(act, name=None, value=1)  # type: ignore[arg-type]


def test_a_result_whose_table_is_gone_is_nothing(database: Database, acting: Acting) -> None:
    with acting(1, "once") as act:
        add_setting(act, name="a", value=1)
    with database.writer.begin() as session:
        done = session.scalars(select(DoneOnce)).one()
        done.result = {"row": "of_a_plugin_that_left", "key": [1]}
    with acting(1, "once") as act:
        assert add_setting(act, name="a", value=1) is None


def test_a_moment_without_its_zone_is_not_stored(acting: Acting) -> None:
    with acting() as act:
        setting = add_setting(act, name="a", value=1)
        for moment, fits in ((START, True), (START.replace(tzinfo=None), False)):
            setting.deleted_at = moment
            with nullcontext() if fits else pytest.raises(StatementError, match="time zone"):
                act.session.flush()
        act.session.rollback()
