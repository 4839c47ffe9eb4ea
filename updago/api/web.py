"""Pages: routes, frames, refusals, and the models that templates draw."""

from __future__ import annotations

from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.asides import blocks_of, course_spot
from updago.kernel.web.courses.activity import activity_page
from updago.kernel.web.courses.frame import course_page
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.courses.touching import touch_viewed
from updago.kernel.web.declarations import NavigationEntry, SlotFilling
from updago.kernel.web.errors import own_path
from updago.kernel.web.fields import FieldGroup, Form, FormField, Option
from updago.kernel.web.guesses import guessing
from updago.kernel.web.layout import CourseHead, Crumb, EditBar, NavItem, Page, Tab
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.models.catalogue import EnrolView
from updago.kernel.web.models.general import ConfirmView, FormView, TextView
from updago.kernel.web.models.home import LoginView, OtherWay
from updago.kernel.web.pages import entries_of, flash, page_of, slot
from updago.kernel.web.parts import (
    Action,
    Avatar,
    Badge,
    Empty,
    Figure,
    Filter,
    Moment,
    Notice,
    Pager,
    RenderedBlock,
    Search,
    State,
    Toast,
    initials_of,
    ruling_of,
    tint_of,
)
from updago.kernel.web.routing import OPEN, SIGNED_IN
from updago.kernel.web.sessions import sign_in

__all__ = [
    "OPEN",
    "SIGNED_IN",
    "Action",
    "Avatar",
    "Badge",
    "Cell",
    "ConfirmView",
    "CourseHead",
    "Crumb",
    "EditBar",
    "Empty",
    "EnrolView",
    "FieldGroup",
    "Figure",
    "Filter",
    "Form",
    "FormField",
    "FormView",
    "LoginView",
    "Moment",
    "NavItem",
    "NavigationEntry",
    "Notice",
    "Option",
    "OtherWay",
    "Page",
    "Pager",
    "RenderedBlock",
    "Search",
    "SlotFilling",
    "State",
    "Tab",
    "TableRow",
    "TableView",
    "TextView",
    "Toast",
    "activity_page",
    "admin_page",
    "blocks_of",
    "course_page",
    "course_spot",
    "entries_of",
    "flash",
    "guessing",
    "initials_of",
    "own_path",
    "page_of",
    "pager_of",
    "ruling_of",
    "shown",
    "sign_in",
    "slot",
    "tint_of",
    "touch_viewed",
]
