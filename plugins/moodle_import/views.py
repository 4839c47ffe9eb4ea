"""The pages of imports: the list, the form, and what became of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from pyramid.httpexceptions import HTTPSeeOther

from plugins.moodle_import import asking, queries
from plugins.moodle_import.forms import AS_IN_ARCHIVE, ImportForm
from plugins.moodle_import.models import (
    DONE,
    FINISHED,
    READING,
    REFUSED,
    STORING,
    WAITING,
    WRITING,
    Run,
)
from plugins.moodle_import.reports import report_view
from updago.api.db import page_number
from updago.api.forms import bind, checked, choices_of, to_model
from updago.api.i18n import _
from updago.api.permissions import SITE, Place
from updago.api.spaces import CategoryNode, category_place
from updago.api.web import (
    Action,
    Badge,
    Cell,
    Crumb,
    Empty,
    FormView,
    Notice,
    Page,
    State,
    TableRow,
    TableView,
    admin_page,
    page_of,
    pager_of,
)

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.response import Response

StateKind = Literal["done", "part", "todo"]
IMPORT: Final = "site:import:run"
EDIT_PEOPLE: Final = "person:account:edit"
SCRIPTS: Final = ("htmx.js",)
STEPS: Final = (
    (WAITING, _("In the queue")),
    (READING, _("Reading the archive")),
    (STORING, _("Storing its files")),
    (WRITING, _("Making the course")),
    (DONE, _("Done")),
)
STATES: Final = {
    WAITING: Badge(_("waits"), "line", "clock"),
    DONE: Badge(_("done"), "done", "check"),
    REFUSED: Badge(_("refused"), "late", "x"),
}
WORDS: Final = {"done": _("Done"), "part": _("Now"), "todo": _("Later")}
RUNNING: Final = Badge(_("runs"), "info", "play")


@dataclass(frozen=True, slots=True)
class CategoryContext:
    """A category that takes the new course."""

    category: CategoryNode
    place: Place


@dataclass(frozen=True, slots=True)
class RunContext:
    """One import, at the place of its category."""

    run: Run
    place: Place


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an import."""

    title: str
    is_now: bool
    state: State


def load_category(request: Request) -> CategoryContext | None:
    """The category of the route's `category_id`, for those who may import into it."""
    tree = request.site.categories.read(request.db)
    node = tree.get(int(request.matchdict["category_id"]))
    if node is None or not request.may(IMPORT, category_place(node)):
        return None
    return CategoryContext(node, category_place(node))


def load_run(request: Request) -> RunContext | None:
    """The import of the route's `import_id`, for those who may import into its category."""
    run = request.db.get(Run, int(request.matchdict["import_id"]))
    if run is None or run.deleted_at is not None:
        return None
    tree = request.site.categories.read(request.db)
    node = None if run.category_id is None else tree.get(run.category_id)
    place = SITE if node is None else category_place(node)
    return RunContext(run, place) if request.may(IMPORT, place) else None


def index(request: Request) -> dict[str, Any]:
    """One page of imports, the latest first."""
    words, title = request.translate, request.translate(_("Moodle backups"))
    found = queries.runs(request.db, page_number(request.GET.get("page")))
    text = words(_("Send a backup of a Moodle course: a course is made of it here."))
    heads = (_("File"), _("State"), _("When"), _("Course"))
    model = TableView(
        caption=title,
        heads=tuple(words(head) for head in heads),
        rows=tuple(_row(request, run) for run in found),
        pager=pager_of(request, found, {}),
        empty=Empty(words(_("Nothing was imported yet")), text, "upload"),
    )
    href = request.route_path("moodle_import.new")
    actions = (Action(words(_("Import a backup")), href, "upload", kind="primary"),)
    return {"page": admin_page(request, title, actions=actions), "model": model}


def new(request: Request) -> dict[str, Any]:
    """The form, for any category that the person may import into."""
    back = request.route_path("moodle_import.list")
    title = request.translate(_("Import a Moodle backup"))
    return {"page": admin_page(request, title), "model": _drawn(request, back)}


def create(request: Request) -> Response:
    """Take the archive and ask for its import."""
    form = _form(request, is_check=True)
    return _asked(request, form, form.category_id.data or None)


def new_here(request: Request) -> dict[str, Any]:
    """The form, for one category."""
    category: CategoryNode = request.context.category
    back = request.route_path("category.view", category_id=category.id)
    title = request.say(_("Import a Moodle backup into “${name}”"), {"name": category.name})
    return {"page": page_of(request, title), "model": _drawn(request, back)}


def create_here(request: Request) -> Response:
    """Take the archive and ask for its import into the category."""
    return _asked(request, _form(request, is_check=True), request.context.category.id)


def show(request: Request) -> dict[str, Any]:
    """How far an import is, or its report."""
    run: Run = request.context.run
    words, title = request.translate, request.say(_("Import: ${name}"), {"name": run.file_name})
    report = None
    if run.report is not None:
        report = report_view(request, run.report, page_number(request.GET.get("page")))
    is_over = run.state in FINISHED
    scripts = () if is_over else SCRIPTS
    page = _page(
        request,
        title,
        heading=title,
        notices=tuple(_notices(request, run)),
        actions=tuple(_actions(request, run)),
        scripts=scripts,
    )
    return {
        "page": page,
        "report": report,
        "steps": () if is_over else tuple(_steps(request, run)),
        "again": Action(words(_("Look again")), request.path, "refresh-cw"),
    }


def _page(request: Request, title: str, **frame: Any) -> Page:
    """Below the list for those who may see it, else below the category."""
    place, path = request.context.place, request.route_path
    if request.may(IMPORT, SITE):
        above = Crumb(request.translate(_("Moodle backups")), path("moodle_import.list"))
        return admin_page(request, title, below=(above,), **frame)
    tree = request.site.categories.read(request.db)
    node = tree.nodes[place.levels[-1][1]]
    above = Crumb(node.name, path("category.view", category_id=node.id))
    return page_of(request, title, crumbs=(above, Crumb(title)), **frame)


def import_now(request: Request) -> Response:
    """Import for good what was tried."""
    run = asking.import_rehearsed(request.act, run_id=request.context.run.id)
    return _to(request, run)


def _form(request: Request, *, is_check: bool = False) -> Any:
    form: Any = bind(request, ImportForm)
    if isinstance(request.context, CategoryContext):
        if "category_id" in form:
            del form.category_id
    else:
        form.category_id.choices = choices_of(_categories(request))
    if "with_people" in form and not request.may(EDIT_PEOPLE, SITE):
        del form.with_people
    return checked(request, ImportForm) if is_check else form


def _drawn(request: Request, back: str) -> FormView:
    intro = request.translate(
        _("The import runs in the background. Its report says what became of each activity.")
    )
    cancel = Action(request.translate(_("Cancel")), back)
    form = to_model(request, _form(request), action=request.path, submit=_("Import"), cancel=cancel)
    return FormView(form, intro=intro)


def _categories(request: Request) -> Iterator[tuple[int, str]]:
    """Every category that the person may import into, with the way to it."""
    yield AS_IN_ARCHIVE, request.translate(_("As in the archive"))
    tree = request.site.categories.read(request.db)
    for node in sorted(tree.nodes.values(), key=lambda n: [t.name for t in tree.trail(n.id)]):
        if request.may(IMPORT, category_place(node)):
            yield node.id, " / ".join(step.name for step in tree.trail(node.id))


def _asked(request: Request, form: Any, category_id: int | None) -> Response:
    run = asking.ask_import(
        request.act,
        upload=form.archive.data,
        category_id=category_id,
        short_name=form.short_name.data or "",
        with_people="with_people" in form and form.with_people.data,
        is_rehearsal=form.is_rehearsal.data,
    )
    return _to(request, run)


def _to(request: Request, run: Run) -> Response:
    return HTTPSeeOther(request.route_path("moodle_import.show", import_id=run.id))


def _row(request: Request, run: Run) -> TableRow:
    badge = STATES.get(run.state, RUNNING)
    state = Badge(request.translate(badge.text), badge.kind, badge.icon)
    course = Cell()
    if run.course_id is not None and run.report is not None:
        href = request.route_path("course.view", course_id=run.course_id)
        course = Cell(str(run.report["course"].get("shortname", "")), href)
    elif run.is_rehearsal:
        course = Cell(request.translate(_("only tried")))
    href = request.route_path("moodle_import.show", import_id=run.id)
    when = Cell(request.formats.datetime(run.created_at))
    return TableRow((Cell(run.file_name, href), Cell(badge=state), when, course), run.file_name)


def _notices(request: Request, run: Run) -> Iterator[Notice]:
    if run.refusal is not None:
        sentence = request.say(run.refusal["sentence"], run.refusal["mapping"])
        nothing = request.translate(_("Nothing was written."))
        yield Notice(sentence, "bad", detail=nothing)
    elif run.state == DONE and run.is_rehearsal:
        text = request.translate(_("This was tried only: nothing was written."))
        yield Notice(text, "")


def _actions(request: Request, run: Run) -> Iterator[Action]:
    words = request.translate
    if run.state == DONE and run.is_rehearsal and run.file_id is not None:
        href = request.route_path("moodle_import.now", import_id=run.id)
        yield Action(words(_("Import for good")), href, "upload", kind="primary", post=True)
    if run.course_id is not None:
        href = request.route_path("course.view", course_id=run.course_id)
        yield Action(words(_("Open the course")), href, "book-open", kind="primary")


def _steps(request: Request, run: Run) -> Iterator[StepView]:
    names = [name for name, _title in STEPS]
    now = names.index(run.state)
    for place, (_name, title) in enumerate(STEPS):
        kind: StateKind = "done" if place < now else "part" if place == now else "todo"
        state = State(kind, request.translate(WORDS[kind]))
        yield StepView(request.translate(title), place == now, state)
