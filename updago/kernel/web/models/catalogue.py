"""Courses before one is opened: the list, a category, the way in."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from updago.kernel.web.fields import Form
from updago.kernel.web.models.home import CourseTile
from updago.kernel.web.parts import Action, Empty, Filter, Pager, Search


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category with the number of its courses in words."""

    title: str
    href: str
    meta: str = ""


@dataclass(frozen=True, slots=True)
class CourseListView:
    """Template `pages/course_list.jinja2`: my courses, all courses, one category."""

    courses: tuple[CourseTile, ...] = ()
    categories: tuple[CategoryLine, ...] = ()
    intro: Markup = Markup("")
    filters: tuple[Filter, ...] = ()
    search: Search | None = None
    pager: Pager | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class CategoryView:
    """Template `pages/category.jinja2`: a category, what is below it, its courses."""

    courses: tuple[CourseTile, ...] = ()
    categories: tuple[CategoryLine, ...] = ()
    intro: Markup = Markup("")
    acts: tuple[Action, ...] = ()
    pager: Pager | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way into a course, and the page on which it is taken."""

    title: str
    text: str
    action: Action


@dataclass(frozen=True, slots=True)
class EnrolView:
    """Template `pages/enrol.jinja2`: what a course is, and the ways into it."""

    summary: Markup = Markup("")
    teachers: tuple[str, ...] = ()
    forms: tuple[tuple[str, Form], ...] = ()
    ways: tuple[Way, ...] = ()
    closed: Empty | None = None
