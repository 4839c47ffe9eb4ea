"""Health checks of the kernel, and the doctor that runs every declared one."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from sqlalchemy import literal, select

from updago.kernel.db import migrate
from updago.kernel.errors import UpdagoError
from updago.kernel.i18n import _
from updago.kernel.plugins.declarations import Health, HealthCheck
from updago.kernel.tasks.posting import server_of
from updago.kernel.tasks.queries import backlog
from updago.kernel.tasks.wakeups import Table

if TYPE_CHECKING:
    from updago.kernel.app import Site

    _Question = SimpleQueue[Health]

log = logging.getLogger(__name__)

OK: Final = Health("ok", "")
LATE: Final = timedelta(minutes=5)
# Below this share of free space a check warns, and below the second it fails.
LITTLE_SPACE: Final = 0.10
NO_SPACE: Final = 0.02
STATES: Final = ("ok", "warn", "fail")
SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one check. `plugin` is who declared it."""

    name: str
    plugin: str
    title: str
    health: Health


def examine(site: Site, seconds: float = SECONDS) -> list[Finding]:
    """Run every check of the kernel and of the enabled plugins, all at once.

    One that raises, or has not answered after so many seconds, reads `fail`; one that hung twice
    is left alone for a minute.
    """
    registry = site.declared(HealthCheck)
    asked = [
        (registry.owner(n), c, _ask(site, c, registry.owner(n)))
        for n, c in registry.enabled().items()
    ]
    until = time.monotonic() + seconds
    return [
        Finding(check.name, plugin, check.title, _answer(site, check, plugin, question, until))
        for plugin, check, question in asked
    ]


def worst(findings: list[Finding]) -> str:
    """The worst state among the findings: ok, warn or fail."""
    return max((f.health.state for f in findings), key=STATES.index, default="ok")


def _ask(site: Site, check: HealthCheck, plugin: str) -> _Question | None:
    if not site.breakers.allows(plugin, _place(check)):
        return None
    question: _Question = SimpleQueue()
    # A thread of a pool would be waited for at the end of the process.
    work = threading.Thread(target=lambda: question.put(_run(site, check)), daemon=True)
    work.start()
    return question


def _answer(
    site: Site, check: HealthCheck, plugin: str, question: _Question | None, until: float
) -> Health:
    late = Health("fail", _("It does not answer."))
    if question is None:
        return late
    try:
        health = question.get(timeout=max(0.0, until - time.monotonic()))
    except Empty:
        site.breakers.failed(plugin, _place(check), "time-out")
        return late
    site.breakers.succeeded(plugin, _place(check))
    return health


def _place(check: HealthCheck) -> str:
    return f"health {check.name}"


def _run(site: Site, check: HealthCheck) -> Health:
    try:
        return check.run(site)
    except UpdagoError as error:
        return Health("fail", _(str(error.sentence), dict(error.mapping)))
    except Exception as error:
        log.exception("the health check %s failed", check.name)
        return Health("fail", f"{type(error).__name__}: {error}")


def settings(site: Site) -> Health:
    """Whether links in mail can be absolute."""
    if not site.settings.base_url:
        return Health("warn", _("Set base_url: without it, links in mail lead nowhere."))
    return OK


def database(site: Site) -> Health:
    """Whether the database answers and its tables are those of this version."""
    with site.database.reading() as session:
        session.execute(select(literal(1)))
    migrate.refuse_if_behind(site)
    return OK


def files(site: Site) -> Health:
    """Whether the file store answers, and the disk has room."""
    site.files.has("0" * 64)
    site.settings.data_dir.mkdir(parents=True, exist_ok=True)
    space = shutil.disk_usage(site.settings.data_dir)
    share = space.free / space.total
    if share >= LITTLE_SPACE:
        return OK
    percent = {"percent": round(share * 100)}
    text = _("The disk has ${percent} % of free space. Make room.", percent)
    return Health("fail" if share < NO_SPACE else "warn", text)


def queue(site: Site) -> Health:
    """Whether work is done in time, and none was given up."""
    migrate.refuse_if_behind(site)
    now = site.clock.now()
    with site.database.reading() as session:
        logs = [backlog(session, table, now) for table in Table]
    oldest = min((b.oldest_due for b in logs if b.oldest_due is not None), default=now)
    if now - oldest > LATE:
        minutes = {"minutes": (now - oldest) // timedelta(minutes=1)}
        return Health(
            "fail", _("Work waits for ${minutes} min. Is `updago worker` running?", minutes)
        )
    if parked := sorted({name for b in logs for name in b.parked_names}):
        names = {"names": ", ".join(parked)}
        return Health("warn", _("Given up after too many tries: ${names}", names))
    return OK


def mail(site: Site) -> Health:
    """Whether mail leaves the machine."""
    if not site.settings["mail_url"]:
        folder = {"path": site.settings.data_dir / "mail"}
        return Health("warn", _("Mail is only written to ${path}. Set mail_url.", folder))
    server_of(str(site.settings["mail_url"]))
    return OK


def plugins(site: Site) -> Health:
    """Whether a plugin has failed in this process, and which."""
    failed = {
        f"{plugin} ({place}: {record.last_error} × {record.total})"
        for (plugin, place), record in site.breakers.report().items()
        if record.total
    }
    if failed:
        return Health("warn", _("Failing: ${names}", {"names": ", ".join(sorted(failed))}))
    return OK


HEALTH_CHECKS: Final = (
    HealthCheck("core.settings", _("Settings"), settings),
    HealthCheck("core.database", _("Database"), database),
    HealthCheck("core.files", _("Files"), files),
    HealthCheck("core.queue", _("Background work"), queue),
    HealthCheck("core.mail", _("Mail"), mail),
    HealthCheck("core.plugins", _("Plugins"), plugins),
)
