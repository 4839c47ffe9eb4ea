"""The administration of the site."""

from __future__ import annotations

from dataclasses import dataclass

from updago.kernel.web.fields import Form
from updago.kernel.web.parts import (
    Action,
    Badge,
    Empty,
    Figure,
    Filter,
    Notice,
    Pager,
    Purpose,
    Search,
)


@dataclass(frozen=True, slots=True)
class AdminEntry:
    """A page of the administration."""

    title: str
    text: str
    href: str
    icon: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class AdminIndexView:
    """Template `pages/admin_index.jinja2`."""

    entries: tuple[AdminEntry, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class PluginRow:
    """An installed plugin. `switch` is the POST that turns it on or off; `fixed` says why not.

    `facts` are short texts: kind, version, where it is used. `trouble` is what went wrong.
    """

    name: str
    title: str
    icon: str
    state: Badge
    purpose: Purpose = "lire"
    facts: tuple[str, ...] = ()
    text: str = ""
    on: bool = True
    switch: Action | None = None
    fixed: str = ""
    settings: Action | None = None
    trouble: Notice | None = None


@dataclass(frozen=True, slots=True)
class PluginsView:
    """Template `pages/admin_plugins.jinja2`."""

    plugins: tuple[PluginRow, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: Search | None = None
    pager: Pager | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a plain table: text, and an address or a badge where there is one."""

    text: str = ""
    href: str = ""
    badge: Badge | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its first cell is its head. `menu` opens at its end."""

    cells: tuple[Cell, ...]
    name: str = ""
    menu: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class TableView:
    """Template `pages/admin_table.jinja2`: people, courses, jobs and whatever is a list."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...] = ()
    figures: tuple[Figure, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: Search | None = None
    pager: Pager | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One health check: its state, what was found, what to do."""

    title: str
    state: Badge
    text: str = ""
    advice: str = ""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class HealthView:
    """Template `pages/admin_health.jinja2`."""

    checks: tuple[Check, ...] = ()
    figures: tuple[Figure, ...] = ()
    checked: str = ""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Template `pages/admin_settings.jinja2`: the sets of settings, and the form of one."""

    form: Form
    sets: tuple[Filter, ...] = ()
