"""The rights in a forum."""

from __future__ import annotations

from typing import Final

from updago.api.i18n import _
from updago.api.permissions import EDITORS, MEMBERS, TEACHERS, Permission

START: Final = "forum:discussion:start"
ANNOUNCE: Final = "forum:announcement:start"
REPLY: Final = "forum:post:reply"
EDIT_ANY: Final = "forum:post:edit_any"
DELETE_ANY: Final = "forum:post:delete_any"
READ_PRIVATE: Final = "forum:private:read"
MANAGE: Final = "forum:discussion:manage"

PERMISSIONS: Final = (
    Permission(START, _("start a discussion in this forum"), MEMBERS, "spam", "activity"),
    Permission(ANNOUNCE, _("post announcements in this forum"), TEACHERS, "spam", "activity"),
    Permission(REPLY, _("reply in this forum"), MEMBERS, "spam", "activity"),
    Permission(EDIT_ANY, _("edit the posts of others"), EDITORS, "content", "activity"),
    Permission(DELETE_ANY, _("delete the posts of others"), TEACHERS, "loss", "activity"),
    Permission(READ_PRIVATE, _("read private replies"), TEACHERS, "personal", "activity"),
    Permission(MANAGE, _("pin and lock discussions"), TEACHERS, "none", "activity"),
)
