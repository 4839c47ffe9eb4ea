"""Where the pages of courses stand in the navigation."""

from __future__ import annotations

from typing import Final

from updago.kernel.i18n import _
from updago.kernel.permissions.oracle import ENTER
from updago.kernel.web.declarations import NavigationEntry

NAVIGATION: Final = (
    NavigationEntry("core.course", _("Course"), "course", "course.view", ENTER, place=10),
    NavigationEntry(
        "core.participants",
        _("Participants"),
        "course",
        "participants.view",
        "course:people:list",
        place=30,
    ),
    NavigationEntry(
        "core.groups", _("Groups"), "course", "group.list", "course:group:edit", place=35
    ),
    NavigationEntry(
        "core.course_settings",
        _("Settings"),
        "course",
        "course.settings",
        "course:space:edit",
        place=90,
    ),
)
