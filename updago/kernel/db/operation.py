"""Operations: every write goes through `@operation`, which stamps, audits and repeats safely."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from updago.kernel.clock import Clock, Uids
from updago.kernel.db.base import Record
from updago.kernel.db.changes import RUNNING, Changes, watch
from updago.kernel.db.once import claim, fingerprint, first_result, keep, remember
from updago.kernel.errors import Conflict
from updago.kernel.i18n import _

__all__ = ["Act", "operation", "watch"]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

STALE: Final = _("Someone else changed this meanwhile. Compare both versions, then save again.")
DUPLICATE: Final = _("Someone else added the same meanwhile. Load the page again.")
# SQLSTATE 23505 of PostgreSQL, and the extended result codes of SQLite.
UNIQUE_VIOLATIONS: Final = frozenset(
    {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, for whom, when, and within which request and transaction.

    `actor_id` is None for the system itself (start, jobs, commands). `once` is the idempotency
    key: a second operation of that name, key, actor and arguments returns the first one's result.
    """

    session: Session
    clock: Clock
    uids: Uids
    actor_id: int | None = None
    on_behalf_of_id: int | None = None
    request_id: str = ""
    once: str | None = None

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def get(self, kind: type[T], key: int, version: int | None = None) -> T | None:
        """Load a row that is not marked deleted; with `version`, refuse a stale one.

        Raises Conflict when the row's version is another.
        """
        found = self.session.get(kind, key)
        if found is None or getattr(found, "deleted_at", None) is not None:
            return None
        if version is not None and getattr(found, "version", version) != version:
            raise Conflict(STALE)
        return found

    def add(self, row: T) -> T:
        """Add a row and flush, so that its id and uid are known."""
        self.session.add(row)
        self.session.flush()
        return row

    def delete(self, row: Record) -> None:
        """Mark a row deleted; it can be brought back until the purge job takes it."""
        row.deleted_at, row.deleted_by_id = self.now, self.actor_id

    def restore(self, row: Record) -> None:
        """Bring a row back that was marked deleted."""
        row.deleted_at, row.deleted_by_id = None, None


def operation(
    name: str,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Act, P], R]]:
    """Make a function an operation called `plugin.object.verb`.

    The outermost operation of a call is repeated safely by `act.once` and runs in a savepoint, so
    that a refusal leaves nothing behind. Each one writes its own audit rows. A row that somebody
    else changed meanwhile, or added first, raises Conflict. It returns rows or plain values.
    """

    def decorate(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @functools.wraps(function)
        def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            def inner(act: Act) -> R:
                return function(act, *args, **kwargs)

            if act.session.info.get(RUNNING) is not None:
                return _recorded(name, inner, act)
            try:
                with act.session.begin_nested():
                    return _once(name, inner, act, fingerprint(args, kwargs))
            except StaleDataError as error:
                raise Conflict(STALE) from error
            except IntegrityError as error:
                if _is_duplicate(error):
                    raise Conflict(DUPLICATE) from error
                raise

        run.operation_name = name  # type: ignore[attr-defined]
        return run

    return decorate


def _once(name: str, function: Callable[[Act], R], act: Act, arguments: str) -> R:
    if act.once and not claim(act, name, arguments):
        return first_result(act, name, arguments)  # type: ignore[no-any-return]
    result = _recorded(name, function, replace(act, once=None))
    kept = keep(result)
    if act.once:
        remember(act, name, arguments, kept)
    return result


def _recorded(name: str, function: Callable[[Act], R], act: Act) -> R:
    session = act.session
    outer = session.info.get(RUNNING)
    if outer is not None:
        session.flush()  # what the outer one did belongs to its own audit rows
    changes = Changes(act)
    session.info[RUNNING] = changes
    try:
        result = function(act)
        session.flush()
    finally:
        session.info[RUNNING] = outer
    session.add_all(changes.entries(name))
    session.flush()
    return result


def _is_duplicate(error: IntegrityError) -> bool:
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in UNIQUE_VIOLATIONS
