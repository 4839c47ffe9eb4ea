"""The courses of the site: every one found, hidden ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.db.paging import page_number
from updago.kernel.i18n import _
from updago.kernel.permissions.places import Place
from updago.kernel.spaces.models.courses import HIDDEN
from updago.kernel.spaces.queries import CourseCard, course_list
from updago.kernel.web.admin.frame import admin_page
from updago.kernel.web.courses.addresses import addresses
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.models.admin import Cell, TableRow, TableView
from updago.kernel.web.parts import Action, Badge, Empty, Search

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

ARRANGE: Final = "category:tree:edit"
CONFIGURE: Final = "course:space:edit"
DELETE: Final = "course:space:delete"
HEADS: Final = (_("Name"), _("Short name"), _("Category"), _("Teachers"), _("Visibility"))
WORDS_LIMIT: Final = 100


def view(request: Request) -> dict[str, Any]:
    """One page of courses by name; `q` searches."""
    words, text = request.translate, request.GET.get("q", "")[:WORDS_LIMIT]
    tree = request.site.categories.read(request.db)
    page_no = page_number(request.GET.get("page"))
    found = course_list(request.db, request.oracle, tree, keyword=text, page=page_no)
    title = words(_("Courses and categories"))
    model = TableView(
        caption=title,
        heads=tuple(words(head) for head in HEADS),
        rows=tuple(map(_Rows(request).of, found)),
        search=Search(request.path, text, label=words(_("Search the courses"))),
        pager=pager_of(request, found, {"q": text} if text else {}),
        empty=_empty(request, text),
    )
    return {"page": admin_page(request, title, actions=tuple(_actions(request))), "model": model}


class _Rows:
    """Makes the rows of one page; each kind of address is generated once."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._course = addresses(request, "course.view", "course_id")
        self._category = addresses(request, "category.view", "category_id")
        self._settings = addresses(request, "course.settings", "course_id")
        self._delete = addresses(request, "course.delete", "course_id")

    def of(self, card: CourseCard) -> TableRow:
        """The row of a course."""
        words = self._request.translate
        shown = Badge(words(_("Shown")), "done", "eye")
        hidden = Badge(words(_("Hidden")), "line", "eye-off")
        return TableRow(
            cells=(
                Cell(card.full_name, self._course(card.id)),
                Cell(card.short_name),
                Cell(" / ".join(card.trail), self._category(card.category_id)),
                Cell(", ".join(card.teachers)),
                Cell(badge=hidden if card.visibility == HIDDEN else shown),
            ),
            name=card.full_name,
            menu=tuple(self._menu(card.id, card.place)),
        )

    def _menu(self, course_id: int, place: Place) -> Iterator[Action]:
        words = self._request.translate
        if self._request.may(CONFIGURE, place):
            yield Action(words(_("Settings")), self._settings(course_id), "sliders")
        if self._request.may(DELETE, place):
            yield Action(words(_("Delete")), self._delete(course_id), "trash-2")


def _actions(request: Request) -> Iterator[Action]:
    words, path = request.translate, request.route_path
    yield Action(words(_("Categories")), path("course.list"), "folder")
    yield Action(words(_("New category")), path("category.new"), "plus")


def _empty(request: Request, text: str) -> Empty:
    words = request.translate
    if text:
        back = Action(words(_("Show all courses")), request.route_path("admin.courses"))
        return Empty(words(_("No course")), words(_("No course has these words.")), "search", back)
    advice = words(_("Open a category, or make one: courses are made there."))
    act = Action(words(_("Categories")), request.route_path("course.list"), kind="primary")
    return Empty(words(_("There is no course yet")), advice, "book-open", act)


def includeme(config: Configurator) -> None:
    """Register the page."""
    config.add_page(
        "admin.courses", "/admin/courses", permission=ARRANGE, get=view,
        renderer="updago.kernel.web:templates/pages/admin_courses.jinja2",
    )  # fmt: skip
