"""Guessing is slowed: failures count by what is guessed and network, and by network alone.

They are counted in Redis when one is given, so that all processes count together, else in this
process; a Redis that is away leaves each process its own count.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from updago.kernel.errors import TooManyFailures, WrongGuess
from updago.kernel.i18n import _

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

log = logging.getLogger(__name__)

# Ten wrong guesses at one thing in five minutes; a lecture hall behind one address types more.
BY_THING: Final = RateLimitItemPerMinute(10, 5)
BY_NETWORK: Final = RateLimitItemPerSecond(200, 300)
IPV6_PREFIX: Final = 64
REDIS_SECONDS: Final = 1.0
TOO_MANY: Final = _("Too many attempts failed. Wait five minutes, then try again.")

Hit = tuple[RateLimitItem, tuple[str, ...]]


class Guesses:
    """The wrong guesses of the last minutes."""

    def __init__(self, redis_url: str = "") -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = _shared(redis_url) if redis_url else None

    def may_try(self, thing: str, address: str) -> bool:
        """Whether neither limit is reached; things that do not exist count alike."""
        hits = _hits(thing, address)
        if self._shared is not None:
            try:
                # What this process counted while the others could not be asked counts too.
                if not all(self._shared.test(item, *key) for item, key in hits):
                    return False
            except StorageError:
                log.warning("Redis does not answer: guesses are counted by process")
        return all(self._own.test(item, *key) for item, key in hits)

    def note(self, thing: str, address: str) -> None:
        """Count one failure."""
        for item, key in _hits(thing, address):
            self._own.hit(item, *key)
            if self._shared is not None:
                try:
                    self._shared.hit(item, *key)
                except StorageError:
                    log.warning("Redis does not answer: a guess is counted by process")


@contextmanager
def guessing(request: Request, thing: str) -> Iterator[None]:
    """Count a WrongGuess of the block; `thing` is what is guessed at: "sign-in ada".

    Raises TooManyFailures instead of running the block when it failed too often.
    """
    guesses: Guesses = request.registry["guesses"]
    address = request.client_addr or ""
    if not guesses.may_try(thing, address):
        raise TooManyFailures(TOO_MANY)
    try:
        yield
    except WrongGuess:
        guesses.note(thing, address)
        raise


def network_of(address: str) -> str:
    """The address itself, or the /64 of an IPv6 one: a household changes the rest at will."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False))


def _hits(thing: str, address: str) -> tuple[Hit, ...]:
    network = network_of(address)
    # What was typed may be a password in the wrong field: it is not kept in memory as it is.
    hashed = hashlib.sha256(thing.encode()).hexdigest()[:16]
    return (BY_THING, (hashed, network)), (BY_NETWORK, (network,))


def _shared(url: str) -> MovingWindowRateLimiter:
    """A count in Redis, at `redis://…`, `rediss://…` or `unix://…`."""
    if url.startswith("unix:"):
        url = f"redis+{url}"
    options = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    return MovingWindowRateLimiter(storage_from_string(url, wrap_exceptions=True, **options))


def includeme(config: Configurator) -> None:
    """Begin to count."""
    config.registry["guesses"] = Guesses(str(config.registry["site"].settings["redis_url"]))
