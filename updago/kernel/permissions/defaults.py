"""The kernel's own permissions, and the roles that hold them at first."""

from __future__ import annotations

from typing import Final

from updago.kernel.i18n import _
from updago.kernel.permissions.declarations import (
    ASSISTANT,
    COURSE_CREATOR,
    EDITORS,
    EVERYBODY_IN,
    MANAGER,
    MEMBERS,
    OWNER,
    SIGNED_IN,
    TEACHER,
    TEACHERS,
    Permission,
)

CREATORS: Final = (MANAGER, COURSE_CREATOR)
# Whoever creates courses looks after the hidden ones too.
KEEPERS: Final = (MANAGER, COURSE_CREATOR, TEACHER, ASSISTANT)

SITE_PERMISSIONS: Final = (
    Permission(
        "site:config:edit", _("change the settings of the site"), (MANAGER,), "config", "site"
    ),
    Permission("site:health:view", _("see the state of the site"), (MANAGER,), "none", "site"),
    Permission("site:jobs:view", _("see the background work"), (MANAGER,), "personal", "site"),
    Permission("site:import:run", _("import courses"), CREATORS, "content", "category"),
    Permission("plugin:state:edit", _("turn plugins on and off"), (MANAGER,), "config", "site"),
)

PEOPLE_PERMISSIONS: Final = (
    Permission("person:account:list", _("list all people"), (MANAGER,), "personal", "site"),
    Permission("person:account:edit", _("change people’s accounts"), (MANAGER,), "loss", "site"),
    Permission("person:account:delete", _("delete people’s accounts"), (MANAGER,), "loss", "site"),
    Permission("person:profile:view", _("see this profile"), (*MEMBERS, OWNER), "personal"),
    Permission("person:contact:view", _("see people’s addresses"), (*TEACHERS, OWNER), "personal"),
    Permission(
        "person:profile:edit", _("change this profile"), (MANAGER, OWNER), "personal", "site"
    ),
    Permission("role:assignment:edit", _("give roles to people"), EDITORS, "config"),
    Permission("role:override:edit", _("change what roles may do"), EDITORS, "config", "activity"),
)

COURSE_PERMISSIONS: Final = (
    Permission("category:tree:edit", _("arrange categories"), (MANAGER,), "config", "category"),
    Permission("category:hidden:view", _("see hidden categories"), KEEPERS, "none", "category"),
    Permission("course:space:create", _("create courses"), CREATORS, "spam", "category"),
    Permission("course:space:view", _("enter this course"), EVERYBODY_IN),
    Permission("course:space:edit", _("change the settings of this course"), EDITORS, "content"),
    Permission("course:space:delete", _("delete this course"), CREATORS, "loss"),
    Permission("course:hidden:view", _("see hidden courses"), KEEPERS),
    Permission("course:structure:edit", _("edit the content of this course"), EDITORS, "content"),
    Permission("course:people:list", _("see the people of this course"), MEMBERS, "personal"),
    Permission("course:group:edit", _("manage the groups of this course"), EDITORS, "loss"),
    Permission(
        "course:group:all", _("see the work of all groups"), EDITORS, "personal", "activity"
    ),
    Permission("activity:hidden:view", _("see hidden activities"), TEACHERS, "none", "activity"),
    Permission(
        "activity:availability:ignore",
        _("open activities before their conditions are met"),
        TEACHERS,
        "none",
        "activity",
    ),
    Permission("activity:item:view", _("open this activity"), EVERYBODY_IN, "none", "activity"),
    Permission(
        "enrolment:method:edit", _("choose how people enter this course"), EDITORS, "config"
    ),
    Permission("enrolment:person:edit", _("enrol people in this course"), EDITORS, "personal"),
    Permission(
        "block:placement:edit", _("arrange the blocks of this page"), (*EDITORS, OWNER), "content"
    ),
    Permission("file:area:upload", _("send files"), (*MEMBERS, SIGNED_IN), "spam", "activity"),
)

PERMISSIONS: Final = (*SITE_PERMISSIONS, *PEOPLE_PERMISSIONS, *COURSE_PERMISSIONS)
