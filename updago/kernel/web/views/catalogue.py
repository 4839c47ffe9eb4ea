"""All courses, and the page of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from updago.kernel.db.paging import page_number
from updago.kernel.i18n import _
from updago.kernel.spaces.models import Category
from updago.kernel.spaces.places import CategoryNode, category_place
from updago.kernel.spaces.queries import course_list, live
from updago.kernel.spaces.tree import SEE_COURSES, CategoryTree
from updago.kernel.web.asides import add_actions, blocks_of, category_spot
from updago.kernel.web.courses.course_form import CREATE
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.courses.tiles import pager_of, tiles_of
from updago.kernel.web.layout import Crumb, EditBar
from updago.kernel.web.models.catalogue import CategoryLine, CategoryView, CourseListView
from updago.kernel.web.pages import entries_of, page_of
from updago.kernel.web.parts import Action, Empty, Search
from updago.kernel.web.views.course_settings import CategoryContext, load_category

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

TEMPLATES: Final = "updago.kernel.web:templates/pages/"
ARRANGE: Final = "category:tree:edit"
KEYWORD_LIMIT: Final = 100


def all_courses(request: Request) -> dict[str, Any]:
    """Every course that the person may know of, searched and paged; and the categories."""
    words = request.translate
    tree = request.site.categories.read(request.db)
    keyword = request.GET.get("q", "")[:KEYWORD_LIMIT]
    page = page_number(request.GET.get("page"))
    found = course_list(request.db, request.oracle, tree, keyword=keyword, page=page)
    empty = None
    if not found.rows:
        text = _("No course has these words.") if keyword else _("There is no course yet.")
        empty = Empty(words(_("No course")), words(text), "book-open")
    model = CourseListView(
        courses=tiles_of(request, found),
        categories=() if keyword else _lines(request, tree, None),
        search=Search(
            request.route_path("course.list"), keyword, label=words(_("Search the courses"))
        ),
        pager=pager_of(request, found, {"q": keyword} if keyword else {}),
        empty=empty,
    )
    title = words(_("All courses"))
    actions: tuple[Action, ...] = ()
    if request.may(ARRANGE, category_place(None)):
        href = request.route_path("category.new")
        actions = (Action(words(_("New category")), href, "plus"),)
    return {"page": page_of(request, title, actions=actions), "model": model}


def category(request: Request) -> dict[str, Any]:
    """A category: what is below it, its courses, and its blocks."""
    context: CategoryContext = request.context
    node, words = context.category, request.translate
    tree = request.site.categories.read(request.db)
    row = live(request.db, Category, node.id)
    page = page_number(request.GET.get("page"))
    found = course_list(
        request.db, request.oracle, tree, category_id=node.id, below=False, page=page
    )
    categories = _lines(request, tree, node.id)
    empty = None
    if not found.rows and not categories:
        empty = Empty(
            words(_("Nothing here yet")), words(_("This category has no courses.")), "book-open"
        )
    model = CategoryView(
        courses=tiles_of(request, found),
        categories=categories,
        intro=shown(request, row.description) if row else Markup(),
        acts=_acts(request, node),
        pager=pager_of(request, found, {}),
        empty=empty,
    )
    return {"page": _page(request, tree, node), "model": model}


def _page(request: Request, tree: CategoryTree, node: CategoryNode) -> Any:
    words = request.translate
    trail = tree.trail(node.id)[:-1]
    crumbs = (
        Crumb(words(_("All courses")), request.route_path("course.list")),
        *(
            Crumb(above.name, request.route_path("category.view", category_id=above.id))
            for above in trail
        ),
        Crumb(node.name),
    )
    spot = category_spot(node.id, node.path)
    may_arrange = request.may("block:placement:edit")
    editing = may_arrange and "edit" in request.GET
    edit = None
    if may_arrange:
        query = None if editing else {"edit": "1"}
        href = request.route_path("category.view", category_id=node.id, _query=query)
        edit = EditBar(Action(words(_("Edit the blocks")), href), on=editing)
    return page_of(
        request,
        node.name,
        current="course.list",
        crumbs=crumbs,
        edit=edit,
        editing=editing,
        aside=blocks_of(request, spot, editing=editing),
        aside_actions=add_actions(request, spot, request.context.place) if editing else (),
    )


def _lines(request: Request, tree: CategoryTree, parent_id: int | None) -> tuple[CategoryLine, ...]:
    plural = request.formats.plural
    return tuple(
        CategoryLine(
            node.name,
            request.route_path("category.view", category_id=node.id),
            plural("{n} course", "{n} courses", _count(tree, node)),
        )
        for node in tree.visible(request.oracle, parent_id)
    )


def _count(tree: CategoryTree, node: CategoryNode) -> int:
    return node.courses + sum(_count(tree, child) for child in tree.below(node.id))


def _acts(request: Request, node: CategoryNode) -> tuple[Action, ...]:
    words, here = request.translate, {"category_id": node.id}
    acts = []
    if request.may(CREATE):
        href = request.route_path("course.new", **here)
        acts.append(Action(words(_("New course")), href, "plus", kind="primary"))
    acts.extend(
        Action(words(entry.title), href, entry.icon)
        for entry, href in entries_of(request, "category", request.context.place, here)
    )
    if request.may(ARRANGE):
        href = request.route_path("category.new_below", **here)
        acts.append(Action(words(_("New category")), href, "folder"))
        acts.append(Action(words(_("Edit")), request.route_path("category.edit", **here), "pencil"))
        move = request.route_path("category.move", **here)
        acts.append(Action(words(_("Move")), move, "grip-vertical", dialog=True))
        away = request.route_path("category.delete", **here)
        acts.append(Action(words(_("Delete")), away, "trash-2", post=True))
    return tuple(acts)


def includeme(config: Configurator) -> None:
    """Register the pages."""
    config.add_page(
        "course.list", "/courses", permission=SEE_COURSES,
        get=all_courses, renderer=TEMPLATES + "course_list.jinja2",
    )  # fmt: skip
    config.add_page(
        "category.view", "/categories/{category_id}", permission=SEE_COURSES,
        loads=load_category, get=category, renderer=TEMPLATES + "category.jinja2", rich=True,
    )  # fmt: skip
