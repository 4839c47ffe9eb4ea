"""The health of the site: what every check found, and what failed in which plugin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.plugins.breaker import Record
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.tasks.health import Finding, examine
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.admin.plugins import failures, title_of
from updago.kernel.web.models.admin import Check, HealthView
from updago.kernel.web.parts import Badge

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

SEE: Final = "site:health:view"
STATES: Final[Mapping[str, Badge]] = {
    "ok": Badge(_("Good"), "done", "check"),
    "warn": Badge(_("To look at"), "soon", "triangle-alert"),
    "fail": Badge(_("Fails"), "late", "triangle-alert"),
}
ORDER: Final = ("fail", "warn", "ok")
RESTS: Final = _(
    "It is left alone for a minute, then tried once. The rest of the site goes on without it."
)
NOTED: Final = _("It failed and works again, or failed once. Its pages and blocks are served.")


def view(request: Request) -> dict[str, Any]:
    """The checks, what is wrong first, then the places of plugins that failed."""
    words = request.translate
    findings = sorted(examine(request.site), key=lambda f: ORDER.index(f.health.state))
    broken = tuple(
        _broken(request, plugin, place, record)
        for plugin, places in failures(request.site).items()
        for place, record in places
    )
    now = request.formats.datetime_long(request.site.clock.now())
    model = HealthView(
        checks=(*broken, *_checks(request, findings)),
        checked=request.say(_("Checked ${when}."), {"when": now}),
    )
    return {"page": admin_page(request, words(_("Health of the site"))), "model": model}


def _checks(request: Request, findings: list[Finding]) -> Iterator[Check]:
    words = request.translate
    for finding in findings:
        yield Check(
            title=words(finding.title),
            state=_badge(request, finding.health.state),
            text=words(finding.health.detail) if finding.health.detail else "",
            plugin="" if finding.plugin == KERNEL else finding.plugin,
        )


def _broken(request: Request, plugin: str, place: str, record: Record) -> Check:
    rests = record.opened_at is not None
    values = {"place": place, "error": record.last_error, "count": record.total}
    return Check(
        title=title_of(request, plugin),
        state=_badge(request, "fail" if rests else "warn"),
        text=request.say(_("${place} failed: ${error}, ${count} in all."), values),
        advice=request.translate(RESTS if rests else NOTED),
        plugin=plugin,
    )


def _badge(request: Request, state: str) -> Badge:
    badge = STATES[state]
    return badge._replace(text=request.translate(badge.text))


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "admin.health", "/admin/health", permission=SEE, get=view,
        renderer="updago.kernel.web:templates/pages/admin_health.jinja2",
    )  # fmt: skip
