"""The form of a course: everything a teacher may say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import BooleanField, Form, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from updago.kernel.i18n import _
from updago.kernel.spaces.declarations import CourseFormat
from updago.kernel.spaces.models import Course
from updago.kernel.spaces.models.courses import HIDDEN, SHOWN
from updago.kernel.spaces.operations.courses import DEFAULT_SECTIONS, MAX_SECTIONS
from updago.kernel.spaces.places import CategoryNode, category_place
from updago.kernel.spaces.queries import groupings_of
from updago.kernel.spaces.structure import CourseStructure
from updago.kernel.web.courses.pictures import PICTURE_GROUP, PictureForm, with_picture
from updago.kernel.web.forms import (
    DeadlineField,
    Fits,
    Group,
    Required,
    RichTextField,
    bind,
    choices_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyramid.request import Request

CREATE: Final = "course:space:create"
MEGABYTE: Final = 2**20
MOST_MEGABYTES: Final = 100_000
INDENT: Final = "\N{EN SPACE}"
LANGUAGE_NAMES: Final = {"fr": "Français", "en": "English", "es": "Español", "de": "Deutsch"}
VISIBILITIES: Final = ((SHOWN, _("Shown to students")), (HIDDEN, _("Hidden from students")))
COVERS: Final = (
    ("", _("Chosen for you")),
    ("seyes", _("Large squares (Seyès)")),
    ("copie", _("Lines")),
    ("carreaux", _("Small squares")),
    ("millimetre", _("Millimetres")),
    ("portee", _("Staves")),
    ("points", _("Dots")),
    ("iso", _("Isometric")),
)
GROUP_MODES: Final = (
    ("none", _("No groups")),
    ("separate", _("Separate groups: each sees its own people and work")),
    ("visible", _("Visible groups: each works for itself and sees the others")),
)


class CourseForm(PictureForm):
    """The fields of a course; choices that depend on the site are set when it is bound."""

    full_name = StringField(_("Full name"), [Required(), Fits(Course.full_name)])
    short_name = StringField(
        _("Short name"),
        [Required(), Fits(Course.short_name)],
        description=_("Unique on this site, for example MATH201-2026."),
    )
    summary = RichTextField(_("About the course"))
    category_id = SelectField(_("Category"), coerce=int, choices=[])
    visibility = SelectField(
        _("Visibility"),
        choices=choices_of(VISIBILITIES),
        default=SHOWN,
    )
    starts = DeadlineField(_("Starts"))
    ends = DeadlineField(_("Ends"))
    format = SelectField(_("Format"), choices=[], default="topics")
    code = StringField(
        _("Code"),
        [Fits(Course.code)],
        description=_("For lists and exchanges with other systems; students do not see it."),
    )
    language = SelectField(_("Language"), choices=[])
    cover = SelectField(_("Cover"), choices=choices_of(COVERS))
    group_mode = SelectField(_("Groups"), choices=choices_of(GROUP_MODES))
    group_mode_forced = BooleanField(_("The same for all activities"))
    default_grouping_id = SelectField(_("Usual grouping"), coerce=int, choices=[])
    tracks_completion = BooleanField(_("Show students what they have done"), default=True)
    megabytes = IntegerField(
        _("Largest file, in megabytes"),
        [Optional(), NumberRange(1, MOST_MEGABYTES)],
        description=_("Empty: as on the whole site."),
    )


class SectionsForm(Form):
    """Asked for a new course only."""

    sections = IntegerField(
        _("Number of sections"), [NumberRange(0, MAX_SECTIONS)], default=DEFAULT_SECTIONS
    )


class NewCourseForm(CourseForm, SectionsForm):
    """A course that is to be made."""


GROUPS: Final = (
    Group("", ("full_name", "short_name", "category_id", "visibility", "summary")),
    PICTURE_GROUP,
    Group(_("Dates and format"), ("starts", "ends", "format", "sections")),
    Group(_("Groups"), ("group_mode", "group_mode_forced", "default_grouping_id"), open=False),
    Group(
        _("Further settings"),
        ("code", "language", "cover", "tracks_completion", "megabytes"),
        open=False,
    ),
)


def course_form(
    request: Request,
    form_class: type[CourseForm],
    initial: Mapping[str, Any] | None = None,
    course: CourseStructure | None = None,
) -> Any:
    """The form, bound, with the choices of this site and course."""
    form: Any = bind(request, form_class, initial)
    words = request.translate
    formats = request.site.declared(CourseFormat).enabled().values()
    current = course.category_path[-1] if course else 0
    form.category_id.choices = choices_of(_categories(request, current))
    form.format.choices = choices_of((kind.name, kind.title) for kind in formats)
    languages = request.site.catalogues.languages
    usual = ("", words(_("Each person’s own")))
    named = ((code, LANGUAGE_NAMES.get(code, code)) for code in languages)
    form.language.choices = choices_of((usual, *named))
    if course is None:
        if "default_grouping_id" in form:
            del form.default_grouping_id
    else:
        groupings = groupings_of(request.db, course.id)
        form.default_grouping_id.choices = choices_of([(0, words(_("None"))), *groupings])
    return form


def stored_course(course: Course) -> dict[str, Any]:
    """What is stored of a course, by the names of its form."""
    names = (
        "full_name", "short_name", "summary", "category_id", "visibility", "starts", "ends",
        "format", "code", "language", "cover", "group_mode", "group_mode_forced",
        "tracks_completion",
    )  # fmt: skip
    most = course.upload_max_bytes
    return {
        **{name: getattr(course, name) for name in names},
        "default_grouping_id": course.default_grouping_id or 0,
        "megabytes": most // MEGABYTE if most else None,
    }


def course_fields(request: Request, form: Any) -> dict[str, Any]:
    """What the operations take, with the picture in the summary."""
    data = dict(form.data)
    for name in ("picture", "picture_alt", "sections"):
        data.pop(name, None)
    megabytes = data.pop("megabytes")
    data["upload_max_bytes"] = megabytes * MEGABYTE if megabytes else None
    if "default_grouping_id" in data:
        data["default_grouping_id"] = data["default_grouping_id"] or None
    data["summary"] = with_picture(request, form, data["summary"])
    return data


def _categories(request: Request, current: int) -> Iterator[tuple[int, str]]:
    """The categories in which the person may create courses, and the present one."""
    tree = request.site.categories.read(request.db)

    def walk(parent_id: int | None) -> Iterator[CategoryNode]:
        for node in tree.below(parent_id):
            yield node
            yield from walk(node.id)

    for node in walk(None):
        if node.id == current or request.may(CREATE, category_place(node)):
            yield node.id, INDENT * 2 * (len(node.path) - 1) + node.name
