"""Looks through what waits, and has it adopted where a plugin takes it now."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from updago.kernel.errors import UpdagoError
from updago.kernel.ports.backup import Adopter
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models import Activity
from updago.kernel.spaces.models.courses import PLACEHOLDER
from updago.kernel.spaces.operations.adopting import TRIED, adopt_activity, note_try

if TYPE_CHECKING:
    from updago.kernel.app import Site
    from updago.kernel.db.operation import Act

log = logging.getLogger(__name__)

ADOPT: Final = "core.adopt"
BATCH: Final = 100
NOT_READ: Final = "its plugin could not read it: the cause is in the log"


@dataclass(slots=True)
class Adoption:
    """What became of everything that waited.

    `adopted` counts by our type, `waiting` by the type that waits; `refused` are those that a
    plugin was asked to take and did not, with the reason; they are a part of `waiting`.
    """

    adopted: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    refused: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One placeholder."""

    id: int
    name: str
    waiting: Mapping[str, Any]


def adopt_all(site: Site, *, again: bool = False) -> Adoption:
    """Adopt whatever a plugin that is on takes now, each thing in a transaction of its own.

    What this version of a plugin could not take before is asked `again` only when told to.
    """
    result = Adoption()
    for one in _placeholders(site):
        adopter = site.declared(Adopter).enabled().get(str(one.waiting.get("system", "")))
        kind = None if adopter is None else adopter.takes(site, one.waiting)
        reason = None
        if adopter is not None and kind is not None and (again or not _was_tried(site, one, kind)):
            reason = _adopt(site, one, kind, adopter)
            if reason is None:
                result.adopted[kind] = result.adopted.get(kind, 0) + 1
                continue
        waits = str(one.waiting.get("type", ""))
        result.waiting[waits] = result.waiting.get(waits, 0) + 1
        if reason is not None:
            result.refused.append({"id": one.id, "name": one.name, "type": waits, "why": reason})
    return result


def _placeholders(site: Site) -> Iterator[Waiting]:
    """Everything that waits, in batches: each is read just before it is asked about."""
    last = 0
    while True:
        with site.database.reading() as session:
            site.state.refresh(session)
            rows = session.execute(
                select(Activity.id, Activity.name, Activity.waiting)
                .where(
                    Activity.type == PLACEHOLDER, Activity.deleted_at.is_(None), Activity.id > last
                )
                .order_by(Activity.id)
                .limit(BATCH)
            ).all()
        if not rows:
            return
        last = rows[-1].id
        yield from (Waiting(row.id, row.name, row.waiting or {}) for row in rows)


def _adopt(site: Site, one: Waiting, kind: str, adopter: Adopter) -> str | None:
    """Adopt one thing; the reason when that is impossible."""

    def load(act: Act, activity: Activity) -> None:
        adopter.adopt(site, act, activity, one.waiting)

    try:
        with site.acting() as act:
            adopt_activity(act, activity_id=one.id, type=kind, load=load)
    except UpdagoError as error:
        reason = str(error)
    except Exception:
        log.exception("the activity %d could not be adopted as %s", one.id, kind)
        reason = NOT_READ
    else:
        return None
    with site.acting() as act:
        note_try(act, activity_id=one.id, by=_version(site, kind))
    return reason


def _was_tried(site: Site, one: Waiting, kind: str) -> bool:
    return one.waiting.get(TRIED) == _version(site, kind)


def _version(site: Site, kind: str) -> str:
    """The plugin that owns a type, and its version."""
    owner = site.declared(ActivityType).owner(kind)
    return f"{owner} {site.plugins.plugins[owner].manifest.version}"


def adopt_job(site: Site, _payload: Mapping[str, Any]) -> None:
    """The same as a job."""
    result = adopt_all(site)
    if result.adopted:
        log.info("adopted what waited: %s", result.adopted)
