"""The options of an instance, read from the JSON values that its form leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Options:
    """`key` empty: no key is asked. `days` and `most` None: without end, without limit."""

    key: str = ""
    takes_group_keys: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    days: int | None = None
    most: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Read stored options; what is missing takes its default."""
        return cls(
            key=stored.get("key") or "",
            takes_group_keys=bool(stored.get("takes_group_keys")),
            opens_at=_instant(stored.get("opens_at")),
            closes_at=_instant(stored.get("closes_at")),
            days=stored.get("days") or None,
            most=stored.get("most") or None,
        )

    def ends_at(self, now: datetime) -> datetime | None:
        """When an enrolment that begins now ends."""
        return None if self.days is None else now + timedelta(days=self.days)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
