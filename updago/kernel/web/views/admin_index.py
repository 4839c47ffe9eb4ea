"""The administration at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from updago.kernel.accounts.queries import count_people
from updago.kernel.i18n import _
from updago.kernel.tasks.queries import backlog
from updago.kernel.tasks.wakeups import Table
from updago.kernel.web.admin.frame import INDEX, INDEX_PERMISSION, admin_page
from updago.kernel.web.admin.plugins import failing
from updago.kernel.web.models.admin import AdminEntry, AdminIndexView
from updago.kernel.web.pages import entries_of
from updago.kernel.web.parts import Badge, Figure

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request


def view(request: Request) -> dict[str, Any]:
    """The pages that the person may open, and a few figures."""
    words = request.translate
    entries = tuple(
        AdminEntry(
            words(entry.title), words(entry.help), href, entry.icon, _badge(request, entry.route)
        )
        for entry, href in entries_of(request, "admin")
    )
    model = AdminIndexView(entries, tuple(_figures(request)))
    return {"page": admin_page(request, words(_("Administration"))), "model": model}


def _badge(request: Request, route: str) -> Badge | None:
    if route not in {"admin.plugins", "admin.health"} or not failing(request.site):
        return None
    return Badge(request.translate(_("To look at")), "soon", "triangle-alert")


def _figures(request: Request) -> Iterator[Figure]:
    words, number, path = request.translate, request.formats.number, request.route_path
    if request.may("person:account:list"):
        people = number(count_people(request.db))
        yield Figure(words(_("People")), people, path("admin.people"))
    if request.may("site:jobs:view"):
        now = request.site.clock.now()
        logs = [backlog(request.db, table, now) for table in Table]
        href = path("admin.jobs")
        waiting, parked = sum(b.waiting for b in logs), sum(b.parked for b in logs)
        yield Figure(words(_("Work that waits")), number(waiting), href)
        yield Figure(words(_("Work given up")), number(parked), href)


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        INDEX, "/admin", permission=INDEX_PERMISSION, get=view,
        renderer="updago.kernel.web:templates/pages/admin_index.jinja2",
    )  # fmt: skip
