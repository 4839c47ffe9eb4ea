"""What the web part declares itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.i18n import _
from updago.kernel.spaces.tree import SEE_COURSES
from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.web.declarations import NavigationEntry
from updago.kernel.web.kept.operations import forget_old
from updago.kernel.web.routing import SIGNED_IN

if TYPE_CHECKING:
    from updago.kernel.app import Site

FORGET: Final = "core.kept.forget"


def _forget(site: Site, _payload: Mapping[str, Any]) -> None:
    with site.acting() as act:
        forget_old(act)


JOBS: Final = (JobType(FORGET, _("Forget kept forms after an hour"), _forget),)
SCHEDULES: Final = (Schedule(FORGET, FORGET, timedelta(minutes=10)),)

CONFIGURE: Final = "site:config:edit"
NAVIGATION: Final = (
    NavigationEntry("core.home", _("Home"), "bar", "my", SIGNED_IN, "home", place=10),
    NavigationEntry(
        "core.courses", _("Courses"), "bar", "course.list", SEE_COURSES, "book-open", place=20
    ),
    NavigationEntry(
        "core.admin", _("Administration"), "bar", "admin.index", CONFIGURE, "settings", place=90
    ),
    NavigationEntry(
        "core.admin.people",
        _("People"),
        "admin",
        "admin.people",
        "person:account:list",
        "users",
        place=10,
        help=_("Accounts, who may sign in, and roles on the whole site."),
    ),
    NavigationEntry(
        "core.admin.courses",
        _("Courses and categories"),
        "admin",
        "admin.courses",
        "category:tree:edit",
        "graduation-cap",
        place=20,
        help=_("Find any course, hidden ones too, and arrange the categories."),
    ),
    NavigationEntry(
        "core.admin.plugins",
        _("Plugins"),
        "admin",
        "admin.plugins",
        "plugin:state:edit",
        "puzzle",
        place=30,
        help=_("What this site can do. Turn a plugin off and its data waits."),
    ),
    NavigationEntry(
        "core.admin.settings",
        _("Settings of the site"),
        "admin",
        "admin.settings",
        CONFIGURE,
        "sliders",
        place=40,
        help=_("Name, language, time zone, limits, and what plugins let you choose."),
    ),
    NavigationEntry(
        "core.admin.blocks",
        _("Blocks for everybody"),
        "admin",
        "admin.blocks",
        "block:placement:edit",
        "layout-dashboard",
        place=45,
        help=_("What stands beside everybody’s own page, and on every page."),
    ),
    NavigationEntry(
        "core.admin.jobs",
        _("Background work"),
        "admin",
        "admin.jobs",
        "site:jobs:view",
        "clock",
        place=50,
        help=_("What waits, what runs, and what was given up after too many tries."),
    ),
    NavigationEntry(
        "core.admin.health",
        _("Health of the site"),
        "admin",
        "admin.health",
        "site:health:view",
        "shield-check",
        place=60,
        help=_("Whether every part answers, and which plugin fails where."),
    ),
)
