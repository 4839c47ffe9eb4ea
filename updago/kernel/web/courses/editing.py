"""The page of a course on which it is built: rows, menus, and what acts on several at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from updago.kernel.db.paging import Paged
from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import ActivityType
from updago.kernel.spaces.models.courses import BY_LINK, HIDDEN, SHOWN
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.text import RichText
from updago.kernel.web.courses.addresses import ActivityAddresses, addresses
from updago.kernel.web.courses.dropping import ways
from updago.kernel.web.courses.lines import PURPOSES
from updago.kernel.web.courses.spreading import WHERE, Spread, edit_address
from updago.kernel.web.courses.states import inline_of
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.courses.tiles import pager_of
from updago.kernel.web.courses.visible import SeenActivity, SeenSection
from updago.kernel.web.models.editing import CourseEditView, EditRow, EditSection
from updago.kernel.web.parts import Action, Badge

if TYPE_CHECKING:
    from pyramid.request import Request

ALL: Final = Spread()
RESTRICTED: Final = _("Restricted")
BULK = (
    ("show", _("Show"), "eye"),
    ("hide", _("Hide"), "eye-off"),
    ("delete", _("Delete"), "trash-2"),
)


def edit_view(
    request: Request,
    course: CourseStructure,
    sections: tuple[SeenSection, ...],
    spread: Spread = ALL,
) -> CourseEditView:
    """Every section, and the listed activities with their acts.

    No query beyond those of inline texts.
    """
    words, here = request.translate, {"course_id": course.id}
    listed = {section.node.id: spread.of(section) for section in sections}
    shown_ones = [
        replace(section, activities=page.rows)
        for section in sections
        if (page := listed[section.node.id]) is not None
    ]
    rows = _Rows(request, course, inline_of(request, shown_ones))
    add = Action(words(_("Add a section")), request.route_path("section.add", **here), post=True)
    bulk = (
        Action(words(label), request.route_path("course.bulk", act=act, **here), icon, post=True)
        for act, label, icon in BULK
    )
    return CourseEditView(
        action=request.route_path("course.bulk", act="none", **here),
        sections=tuple(
            _section(request, course, section, rows, listed[section.node.id])
            for section in sections
        ),
        bulk=tuple(bulk),
        add_section=add,
    )


class _Rows:
    """Makes the rows of one page; words and addresses are found once."""

    def __init__(
        self, request: Request, course: CourseStructure, inline: Mapping[int, Markup]
    ) -> None:
        self._request = request
        self._words = words = request.translate
        self._inline = inline
        self._pages = ActivityAddresses(request)
        self._add = addresses(request, "activity.choose", "section_id", course_id=course.id)
        self._gone = words(_("Unknown kind of activity; its content is kept"))
        self._badges = {
            HIDDEN: Badge(words(_("Hidden")), "line", "eye-off"),
            BY_LINK: Badge(words(_("Only by link")), "line", "link"),
        }
        self._restricted = Badge(words(RESTRICTED), "line", "lock")
        self._titles: dict[str, str] = {}
        self._drops = addresses(request, "section.files", "section_id", course_id=course.id)
        self._takes_files = bool(ways(request.site.declared(ActivityType)))
        most = request.formats.file_size(request.site.state.setting("upload_max_bytes"))
        self.upload_limit = request.say(_("${size} at most"), {"size": most})
        self._labels = {
            name: words(label)
            for name, label in {
                "edit": _("Edit"),
                SHOWN: _("Show"),
                HIDDEN: _("Hide"),
                BY_LINK: _("Reachable by link only"),
                "copy": _("Duplicate"),
                "delete": _("Delete"),
            }.items()
        }
        routes = ("edit", "move", "rename", "visibility", "duplicate", "delete")
        self._acts = {
            name: addresses(request, f"activity.{name}", "activity_id") for name in routes
        }

    def upload(self, section_id: int) -> str:
        """Where files for a section are sent; empty when no kind of activity takes any."""
        return self._drops(section_id) if self._takes_files else ""

    def row(self, seen: SeenActivity) -> EditRow:
        node, kind = seen.node, seen.kind
        if kind is not None and kind.name not in self._titles:
            self._titles[kind.name] = self._words(kind.title)
        badge = self._badges.get(node.visibility)
        badges = ((badge,) if badge else ()) + ((self._restricted,) if node.availability else ())
        has_page = kind is None or kind.view_route is not None
        return EditRow(
            id=node.id,
            title=node.name,
            href=self._page(seen),
            icon="puzzle" if kind is None else kind.icon,
            purpose="lire" if kind is None else PURPOSES[kind.purpose],
            meta=self._gone if kind is None else self._titles[kind.name],
            badges=badges,
            move=self._acts["move"](node.id),
            rename=self._acts["rename"](node.id) if has_page else "",
            add_after=f"{self._add(node.section_id)}?after={node.id}",
            menu=tuple(self._menu(seen)),
            hidden=node.visibility == HIDDEN,
            body=Markup() if has_page else self._body(seen),
        )

    def _body(self, seen: SeenActivity) -> Markup:
        own = self._inline.get(seen.node.id)
        return own or shown(self._request, seen.node.intro or RichText())

    def _page(self, seen: SeenActivity) -> str:
        if seen.kind is None:
            return self._pages.of("activity.waiting", seen.node.id)
        if seen.kind.view_route is None:
            return self._acts["edit"](seen.node.id)
        return self._pages.of(seen.kind.view_route, seen.node.id)

    def _menu(self, seen: SeenActivity) -> list[Action]:
        key, labels = seen.node.id, self._labels
        acts = []
        if seen.kind is not None:
            acts.append(Action(labels["edit"], self._acts["edit"](key), "sliders"))
        for value, icon in ((SHOWN, "eye"), (HIDDEN, "eye-off"), (BY_LINK, "link")):
            if value != seen.node.visibility:
                fields = (("visibility", value),)
                href = self._acts["visibility"](key)
                acts.append(Action(labels[value], href, icon, post=True, fields=fields))
        if seen.kind is not None and seen.kind.copy is not None:
            acts.append(Action(labels["copy"], self._acts["duplicate"](key), "copy", post=True))
        acts.append(Action(labels["delete"], self._acts["delete"](key), "trash-2", post=True))
        return acts


def _section(
    request: Request,
    course: CourseStructure,
    section: SeenSection,
    rows: _Rows,
    page: Paged[SeenActivity] | None,
) -> EditSection:
    words, node = request.translate, section.node
    here: Mapping[str, Any] = {"course_id": course.id, "section_id": node.id}
    badges = []
    if section.is_hidden:
        badges.append(Badge(words(_("Hidden")), "line", "eye-off"))
    if section.is_current:
        badges.append(Badge(words(_("Current")), "info"))
    if node.availability:
        badges.append(Badge(words(RESTRICTED), "line", "lock"))
    count = len(section.activities)
    return EditSection(
        id=node.id,
        anchor=f"s{node.id}",
        key=f"e{course.id}s{node.id}",
        title=section.name,
        rows=tuple(rows.row(seen) for seen in page or ()),
        more=None if page is not None or not count else _more(request, course, section),
        pager=None if page is None else pager_of(request, page, {WHERE: f"s{node.id}"}),
        intro=shown(request, node.summary),
        badges=tuple(badges),
        figure=request.formats.plural("{n} activity", "{n} activities", count) if count else "",
        move=request.route_path("section.move", **here) if node.position else "",
        rename=request.route_path("section.edit", **here),
        add=request.route_path("activity.choose", **here),
        upload=rows.upload(node.id),
        upload_limit=rows.upload_limit,
        menu=tuple(_section_menu(request, section, here)) if node.position else (),
    )


def _more(request: Request, course: CourseStructure, section: SeenSection) -> Action:
    """The way to a section that stays folded on the page of a large course."""
    count = len(section.activities)
    label = request.formats.plural("Show {n} activity", "Show {n} activities", count)
    return Action(label, edit_address(request, course, f"s{section.node.id}"), "chevron-down")


def _section_menu(request: Request, section: SeenSection, here: Mapping[str, Any]) -> list[Action]:
    words = request.translate
    shows = section.is_hidden
    value = (("visibility", SHOWN if shows else HIDDEN),)
    href = request.route_path("section.visibility", **here)
    return [
        Action(words(_("Show")), href, "eye", post=True, fields=value)
        if shows
        else Action(words(_("Hide")), href, "eye-off", post=True, fields=value),
        Action(
            words(_("Delete")), request.route_path("section.delete", **here), "trash-2", post=True
        ),
    ]
