"""Guessing is slowed: failures count by name and network together, and by network alone."""

from __future__ import annotations

import hashlib
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# Ten wrong passwords for one name in five minutes; a lecture hall behind one address types more.
BY_NAME: Final = RateLimitItemPerMinute(10, 5)
BY_NETWORK: Final = RateLimitItemPerSecond(200, 300)
IPV6_PREFIX: Final = 64


class Failures:
    """The failed sign-ins of the last minutes that this process saw."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def may_try(self, name: str, address: str) -> bool:
        """Whether neither limit is reached; names that nobody has count alike."""
        network = network_of(address)
        return self._limiter.test(BY_NAME, _key(name), network) and self._limiter.test(
            BY_NETWORK, network
        )

    def note(self, name: str, address: str) -> None:
        """Count one failure."""
        network = network_of(address)
        self._limiter.hit(BY_NAME, _key(name), network)
        self._limiter.hit(BY_NETWORK, network)


def network_of(address: str) -> str:
    """The address itself, or the /64 of an IPv6 one: a household changes the rest at will."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(ip_network((parsed, IPV6_PREFIX), strict=False))


def _key(name: str) -> str:
    # What was typed may be a password in the wrong field: it is not kept in memory as it is.
    return hashlib.sha256(name.encode()).hexdigest()[:16]
