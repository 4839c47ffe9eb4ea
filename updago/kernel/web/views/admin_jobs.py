"""The background work of the site: what waits, what runs, what was given up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.tasks.declarations import JobType
from updago.kernel.tasks.models import PARKED, RUNNING, WAITING
from updago.kernel.tasks.operations import discard, retry
from updago.kernel.tasks.queries import Backlog, WorkLine, backlog, unfinished
from updago.kernel.tasks.wakeups import Table
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.parts import Action, Badge, Empty, Figure

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

SEE: Final = "site:jobs:view"
CHANGE: Final = "site:config:edit"
STATES: Final[Mapping[str, Badge]] = {
    WAITING: Badge(_("waits"), "line", "clock"),
    RUNNING: Badge(_("runs"), "info", "play"),
    PARKED: Badge(_("given up"), "late", "triangle-alert"),
}
HEADS: Final = (_("Work"), _("State"), _("Tries"), _("Since"), _("Next try"), _("Last error"))
ERROR_CHARACTERS: Final = 200
DIGITS: Final = 18


def view(request: Request) -> dict[str, Any]:
    """The work that is not done, what was given up first."""
    words, now = request.translate, request.site.clock.now()
    title = words(_("Background work"))
    logs = [backlog(request.db, table, now) for table in Table]
    lines = unfinished(request.db)
    model = TableView(
        caption=title,
        heads=tuple(words(head) for head in HEADS),
        rows=tuple(_rows(request, lines, now)),
        figures=tuple(_figures(request, logs, now)),
        empty=Empty(
            words(_("Nothing waits")), words(_("All the work of the site is done.")), "check"
        ),
    )
    return {"page": admin_page(request, title), "model": model}


def act(request: Request) -> Response:
    """Try given-up work again, or drop it. Raises Invalid, Denied, NotFound."""
    table, key = str(request.typed.get("table", "")), str(request.typed.get("key", ""))
    if table not in set(Table) or not (key.isascii() and key.isdigit() and len(key) <= DIGITS):
        raise Invalid(_("The form was changed on its way. Load the page again."))
    drops = bool(request.typed.get("drop"))
    (discard if drops else retry)(request.act, table=Table(table), key=int(key))
    request.flash(_("The work is dropped.") if drops else _("The work is tried again."))
    return HTTPSeeOther(request.route_path("admin.jobs"))


def _figures(request: Request, logs: Sequence[Backlog], now: datetime) -> Iterator[Figure]:
    words, number = request.translate, request.formats.number
    running = sum(log.running for log in logs)
    yield Figure(words(_("Waiting")), number(sum(log.waiting for log in logs) - running))
    yield Figure(words(_("Running")), number(running))
    yield Figure(words(_("Given up")), number(sum(log.parked for log in logs)))
    oldest = min((log.oldest_due for log in logs if log.oldest_due is not None), default=None)
    age = words(_("nothing is due")) if oldest is None else request.formats.duration(now - oldest)
    yield Figure(words(_("The oldest waits for")), age)


def _rows(request: Request, lines: Sequence[WorkLine], now: datetime) -> Iterator[TableRow]:
    words, formats = request.translate, request.formats
    kinds = request.site.declared(JobType)
    for line in lines:
        kind = kinds.get(line.name)
        name = words(kind.title) if kind else line.name
        state = STATES[line.state]
        is_parked = line.state == PARKED
        yield TableRow(
            cells=(
                Cell(name),
                Cell(badge=Badge(words(state.text), state.kind, state.icon)),
                Cell(formats.number(line.tries), number=True),
                Cell(formats.relative(line.at, now)),
                Cell(_next_try(request, line, now)),
                Cell((line.error or "")[:ERROR_CHARACTERS]),
            ),
            name=name,
            menu=tuple(_menu(request, line)) if is_parked else (),
        )


def _next_try(request: Request, line: WorkLine, now: datetime) -> str:
    if line.state != WAITING:
        return ""
    if line.due_at <= now:
        return str(request.translate(_("as soon as possible")))
    when: str = request.formats.relative(line.due_at, now)
    return when


def _menu(request: Request, line: WorkLine) -> Iterator[Action]:
    if not request.may(CHANGE):
        return
    words, here = request.translate, request.route_path("admin.jobs.act")
    fields = (("table", str(line.table)), ("key", str(line.id)))
    yield Action(words(_("Try again")), here, "refresh-cw", post=True, fields=fields)
    drop = (*fields, ("drop", "1"))
    yield Action(words(_("Drop")), here, "trash-2", post=True, fields=drop)


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "admin.jobs", "/admin/jobs", permission=SEE, get=view,
        renderer="updago.kernel.web:templates/pages/admin_jobs.jinja2",
    )  # fmt: skip
    config.add_page("admin.jobs.act", "/admin/jobs/act", permission=CHANGE, post=act)
