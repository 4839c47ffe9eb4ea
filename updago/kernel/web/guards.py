"""Guards around the views of plugins: one that raises or hangs harms only its own pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pyramid.httpexceptions import HTTPException
from pyramid_retry import is_error_retryable
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from updago.kernel.errors import Unavailable, UpdagoError
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

    from updago.kernel.app import Site

View = Callable[["Request"], Any]

MOST_HUNG: Final = 2
# A call older than this counts as slow: only so many may hold a thread at once.
SLOW_SECONDS: Final = 1.0
MOST_SLOW: Final = 4
RESTING: Final = _("This part of the site does not answer now. Please try again in a minute.")
NOT_THEIR_FAULT: Final = (UpdagoError, HTTPException, OperationalError, PoolTimeout)


class InFlight:
    """The calls of each route that run now, by the time they began; one per application."""

    def __init__(self, limit: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._began: dict[str, list[float]] = {}

    def is_stuck(self, route: str) -> bool:
        """Whether two calls hang over the limit, or more are slow than may hold a thread."""
        now = self._monotonic()
        with self._lock:
            ages = [now - began for began in self._began.get(route, ())]
        hung = sum(age > self._limit for age in ages)
        return hung >= MOST_HUNG or sum(age > SLOW_SECONDS for age in ages) >= MOST_SLOW

    @contextmanager
    def call(self, route: str) -> Iterator[None]:
        """Count one call for as long as it runs."""
        began = self._monotonic()
        with self._lock:
            self._began.setdefault(route, []).append(began)
        try:
            yield
        finally:
            with self._lock:
                self._began[route].remove(began)


def guarded(plugin: str, route: str, view: View) -> View:
    """The view behind its breaker; the health page names the plugin when it opens.

    Raises Unavailable instead of calling a view that hangs. An error costs its own request only.
    """

    def call(request: Request) -> Any:
        site: Site = request.site
        flying: InFlight = request.registry["in_flight"]
        if flying.is_stuck(route):
            site.breakers.rest(plugin, route, "time-out")
        if not site.breakers.allows(plugin, route):
            raise Unavailable(RESTING)
        try:
            with flying.call(route):
                answer = view(request)
        except NOT_THEIR_FAULT:
            raise
        except Exception as error:
            if not is_error_retryable(request, error):
                # It cost one answer only; shutting the route would make others its victims.
                site.breakers.note(plugin, route, error)
            raise
        site.breakers.succeeded(plugin, route)
        return answer

    return call


def includeme(config: Configurator) -> None:
    """Begin to count."""
    limit = config.registry["site"].settings["view_time_s"]
    config.registry["in_flight"] = InFlight(limit)
