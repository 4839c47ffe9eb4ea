"""The state of the site that every process keeps a copy of: plugins that are off, settings."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from updago.kernel.db.counters import counters
from updago.kernel.plugins.models import PluginState, SiteSetting
from updago.kernel.settings import Settings

# Half of the two seconds within which a change must be seen by all processes.
FRESH_SECONDS: Final = 1.0


class SiteState:
    """Counters, disabled plugins and site settings, at most one second old."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self.counters: Mapping[str, int] = {}
        self._disabled: frozenset[str] = frozenset()
        self._stored: Mapping[str, Any] = {}

    def refresh(self, session: Session) -> None:
        """Read again when the copy is older than a second: one query, three when it changed."""
        if time.monotonic() - self._read_at < FRESH_SECONDS:
            return
        with self._lock:
            if time.monotonic() - self._read_at < FRESH_SECONDS:
                return
            seen = counters(session)
            if self._changed(seen, "plugins"):
                off = select(PluginState.name).where(PluginState.enabled.is_(False))
                self._disabled = frozenset(session.scalars(off))
            if self._changed(seen, "settings"):
                rows = session.execute(select(SiteSetting.name, SiteSetting.value))
                self._stored = {row.name: row.value for row in rows}
            self.counters = seen
            self._read_at = time.monotonic()

    def read_if_possible(self, session: Session) -> None:
        """As `refresh`, but a database that has no tables yet counts as an empty one."""
        try:
            self.refresh(session)
        except (OperationalError, ProgrammingError):
            session.rollback()

    def expire(self) -> None:
        """Make the next request read again: this process changed something itself."""
        self._read_at = float("-inf")

    def _changed(self, seen: Mapping[str, int], name: str) -> bool:
        return seen.get(name) != self.counters.get(name)

    def counter(self, name: str) -> int:
        """How often the named thing changed, as far as this process knows."""
        return self.counters.get(name, 0)

    def is_enabled(self, plugin: str) -> bool:
        """Whether the plugin is on for the site."""
        return plugin not in self._disabled

    def setting(self, name: str) -> Any:
        """A setting: file or environment first, then what administrators stored, then default."""
        if name in self._settings.given or name not in self._stored:
            return self._settings[name]
        return self._stored[name]
