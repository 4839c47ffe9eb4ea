"""What operators see: a log line a request, figures for Prometheus, and two addresses of health."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, Metric
from pyramid.response import Response
from pyramid.tweens import INGRESS
from sqlalchemy import text

from updago.kernel.errors import NotFound
from updago.kernel.web.errors import NOT_FOUND
from updago.kernel.web.logs import logger
from updago.kernel.web.routing import OPEN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from updago.kernel.app import Site

log = logger("updago.requests")

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
PATH_CHARACTERS: Final = 200
NO_CONTENT_HASH: Final = "0" * 64
METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BROKEN: Final = 503


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self, site: Site) -> None:
        self.registry = CollectorRegistry()
        self.seconds = Histogram(
            "updago_request_seconds",
            "Time from request to response.",
            ("route", "method", "status"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._site = site
        self.registry.register(self)

    def collect(self) -> Iterable[Metric]:
        """What plugins did wrong since the start of this process."""
        failures = CounterMetricFamily(
            "updago_plugin_failures", "Failures by plugin and place.", labels=("plugin", "place")
        )
        for (plugin, place), record in self._site.breakers.report().items():
            failures.add_metric((plugin, place), record.total)
        yield failures


def observing_tween(
    handler: Callable[[Request], Response], registry: Mapping[str, Any]
) -> Callable[[Request], Response]:
    """Time each request and write one line about it."""
    metrics: Metrics = registry["metrics"]

    def tween(request: Request) -> Response:
        began = time.perf_counter()
        response = handler(request)
        spent = time.perf_counter() - began
        route = getattr(request, "matched_route", None)
        name = route.name if route else ""
        metrics.seconds.labels(name, request.method, f"{response.status_int // 100}xx").observe(
            spent
        )
        log.info("request", **_facts(request, response, name, spent))
        return response

    return tween


def _facts(request: Request, response: Response, route: str, spent: float) -> dict[str, Any]:
    """Ids are told, other parts of a matched address are not: they may be secrets."""
    facts: dict[str, Any] = {
        "request": request.uid,
        "method": request.method,
        "route": route,
        "status": response.status_int,
        "ms": round(spent * 1000, 1),
        "bytes": response.content_length,
    }
    if route:
        parts = request.matchdict or {}
        facts |= {name: value for name, value in parts.items() if name.endswith("_id")}
    else:
        facts["path"] = request.environ.get("PATH_INFO", "")[:PATH_CHARACTERS]
    visitor = request.__dict__.get("visitor")
    if visitor is not None and visitor.person_id is not None:
        facts["person"] = visitor.person_id
    return facts


def healthz(_request: Request) -> Response:
    """The process lives."""
    return Response(text="ok", content_type="text/plain")


def readyz(request: Request) -> Response:
    """The database and the file store answer; 503 names those that do not."""
    site: Site = request.site
    checks: dict[str, Callable[[], object]] = {
        "database": lambda: _ask_database(site),
        "files": lambda: site.files.has(NO_CONTENT_HASH),
    }
    states = {name: _state(name, check) for name, check in checks.items()}
    ready = all(state == "ok" for state in states.values())
    return Response(json_body=states, status=200 if ready else BROKEN)


def metrics_page(request: Request) -> Response:
    """The figures in the text format of Prometheus. Raises NotFound for whoever may not see them.

    They tell how many people work when, and which plugins fail: nobody is let in by default.
    """
    if not (_is_near(request) or _has_token(request)):
        raise NotFound(NOT_FOUND)
    metrics: Metrics = request.registry["metrics"]
    return Response(generate_latest(metrics.registry), headers={"Content-Type": METRICS_TYPE})


def _is_near(request: Request) -> bool:
    """Whether the request comes from an address of the setting."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(address in network for network in request.site.settings["metrics_networks"])


def _has_token(request: Request) -> bool:
    """Whether the request carries the token of the setting (RFC 6750, section 2.1)."""
    wanted, scheme = request.site.settings["metrics_token"], "Bearer "
    given = request.headers.get("Authorization", "")
    if not wanted or not given.startswith(scheme):
        return False
    return hmac.compare_digest(given.removeprefix(scheme).encode(), wanted.encode())


def _state(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except Exception:
        log.exception("not ready", part=name)
        return "fail"
    return "ok"


def _ask_database(site: Site) -> None:
    with site.database.reading() as session:
        session.execute(text("SELECT 1"))


def includeme(config: Configurator) -> None:
    """Observe everything, and register the addresses."""
    config.registry["metrics"] = Metrics(config.registry["site"])
    config.add_tween("updago.kernel.web.observing.observing_tween", under=INGRESS)
    config.add_page("core.health.live", "/healthz", permission=OPEN, get=healthz)
    config.add_page("core.health.ready", "/readyz", permission=OPEN, get=readyz)
    config.add_page("core.metrics.view", "/metrics", permission=OPEN, get=metrics_page)
