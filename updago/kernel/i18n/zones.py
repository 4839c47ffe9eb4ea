"""Time zones by their IANA name."""

from __future__ import annotations

from zoneinfo import ZoneInfo


class UnknownZone(ValueError):
    """No time zone has this name."""


def zone_of(name: str) -> ZoneInfo:
    """Return the zone called `name`, for example Europe/Paris; raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownZone(f"The time zone “{name}” is unknown.") from error
