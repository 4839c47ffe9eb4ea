"""What the roles allow: defaults of permissions and overrides of the site, kept in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from updago.kernel.db.counters import Counter
from updago.kernel.permissions.declarations import Permission
from updago.kernel.permissions.models import ALLOW, PROHIBIT, RoleOverride
from updago.kernel.permissions.places import Level

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.plugins.manager import PluginManager
    from updago.kernel.plugins.state import SiteState

COUNTER: Final = "permissions"
UNSET: Final = ""


class UnknownPermission(LookupError):
    """Nobody declares the permission: a mistake of the code that asks."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one role says of one permission, and the level it says so; None is the default."""

    value: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class RoleTable:
    """Defaults and overrides at one moment: `version` is the counter they were read with.

    `overrides[role, permission]` maps a level to the value set there.
    """

    permissions: Mapping[str, Permission]
    overrides: Mapping[tuple[str, str], Mapping[Level, str]] = field(default_factory=dict)
    version: int = 0

    @property
    def levels(self) -> frozenset[Level]:
        """The levels at which anything is overridden."""
        return frozenset(level for values in self.overrides.values() for level in values)

    def permission(self, name: str) -> Permission:
        """The declaration. Raises UnknownPermission."""
        try:
            return self.permissions[name]
        except KeyError:
            raise UnknownPermission(name) from None

    def ruling(self, role: str, permission: str, levels: Iterable[Level]) -> Ruling:
        """What a role says at the innermost of `levels` (outermost first).

        The nearest value counts, except that a prohibition counts from any level; without a value
        the default of the permission does. Raises UnknownPermission.
        """
        nearest = Ruling(ALLOW if role in self.permission(permission).roles else UNSET)
        values = self.overrides.get((role, permission))
        if not values:
            return nearest
        for level in levels:
            value = values.get(level, UNSET)
            if value == PROHIBIT:
                return Ruling(PROHIBIT, level)
            if value:
                nearest = Ruling(value, level)
        return nearest


class RoleTables:
    """The role table of one application, read again when its counter has moved."""

    def __init__(self, manager: PluginManager, state: SiteState) -> None:
        self._manager = manager
        self._state = state
        self._table: RoleTable | None = None

    @property
    def manager(self) -> PluginManager:
        """The plugins whose fact sources the oracle asks."""
        return self._manager

    def read(self, session: Session) -> RoleTable:
        """The table: no query while the counter stands still, else one."""
        table = self._table
        if table is None or table.version < self._state.counter(COUNTER):
            table = self._load(session)
            self._table = table
        return table

    def _load(self, session: Session) -> RoleTable:
        # The counter comes from the same snapshot as the overrides: a session that began before
        # a change must not pass its old rows off as new ones.
        o = RoleOverride
        rows = session.execute(
            select(Counter.value, o.role, o.permission, o.level, o.object_id, o.value)
            .outerjoin(o, and_(o.deleted_at.is_(None)))
            .where(Counter.name == COUNTER)
        ).all()
        overrides: dict[tuple[str, str], dict[Level, str]] = {}
        for _, role, permission, level, object_id, value in rows:
            if role is not None:
                overrides.setdefault((role, permission), {})[level, object_id] = value
        version = rows[0][0] if rows else 0
        return RoleTable(dict(self._manager.declared(Permission)), overrides, version)
