"""A person's profile: seen by those who share a course with them, changed by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

import wtforms as w
from pyramid.httpexceptions import HTTPSeeOther

from updago.kernel.accounts.models import SUSPENDED, Person
from updago.kernel.accounts.operations import edit_profile
from updago.kernel.accounts.queries import person_of
from updago.kernel.i18n import _
from updago.kernel.permissions.oracle import Oracle
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.spaces.queries.catalogue import CourseCard, cards_of
from updago.kernel.spaces.queries.groups import ALL_GROUPS
from updago.kernel.web.courses.texts import shown
from updago.kernel.web.declarations import NavigationEntry
from updago.kernel.web.forms import RichTextField, bind, checked, choices_of, to_model
from updago.kernel.web.models.general import FormView
from updago.kernel.web.models.people import ProfileCourse, ProfileView
from updago.kernel.web.pages import page_of
from updago.kernel.web.parts import Action, Avatar, Badge, Figure, tint_of
from updago.kernel.web.typed import version_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

SEE: Final = "person:profile:view"
CONTACT: Final = "person:contact:view"
EDIT: Final = "person:profile:edit"
LIST: Final = "course:people:list"
COURSES_LIMIT: Final = 50
PROFILE: Final = "/profile"

NAVIGATION: Final = (
    NavigationEntry(
        "core.profile", _("Your profile"), "person", "core.profile.edit", EDIT, "user", place=10
    ),
)


@dataclass(frozen=True, slots=True)
class PersonContext:
    """A person, seen from a course that the reader may list the people of, or from the site."""

    person: Person
    courses: tuple[CourseCard, ...]
    place: Place


class ProfileForm(w.Form):
    """What people decide about themselves."""

    language = w.SelectField(_("Language"))
    timezone = w.SelectField(_("Time zone"))
    about = RichTextField(_("About you"))


def load_person(request: Request) -> PersonContext | None:
    """The person of the address; their courses are those that the reader may enter too."""
    person = person_of(request.db, int(request.matchdict["person_id"]))
    if person is None or request.visitor.person_id is None:
        return None
    tree = request.site.categories.read(request.db)
    theirs: Oracle = request.site.oracle(request.db, person.id)
    keys = theirs.courses()
    courses = cards_of(request.db, request.oracle, tree, keys) if keys else ()
    listed = (card.place for card in courses if _meet(request.oracle, theirs, card))
    place = replace(next(listed, SITE), person_id=person.id)
    return PersonContext(person, courses, place)


def _meet(mine: Oracle, theirs: Oracle, card: CourseCard) -> bool:
    """Whether the reader knows the other one from a course.

    Separate groups know their own people, and those who see all groups.
    """
    if not mine.may(LIST, card.place):
        return False
    if card.group_mode != "separate":
        return True
    sees_all = any(oracle.may(ALL_GROUPS, card.place) for oracle in (mine, theirs))
    return sees_all or bool(mine.groups(card.id) & theirs.groups(card.id))


def load_oneself(request: Request) -> PersonContext | None:
    """The person of the request."""
    person_id = request.visitor.person_id
    person = person_of(request.db, person_id) if person_id is not None else None
    return None if person is None else PersonContext(person, (), Place(person_id=person.id))


def view(request: Request) -> dict[str, Any]:
    """Show what the reader may know."""
    context: PersonContext = request.context
    person, says = context.person, request.translate
    acts = (Action(says(_("Edit")), PROFILE, "pencil"),)
    model = ProfileView(
        name=person.full_name,
        avatar=Avatar(person.initials, tint_of(person.id)),
        badges=(Badge(says(_("suspended")), "late"),) if person.state == SUSPENDED else (),
        about=shown(request, person.about),
        facts=tuple(_facts(request, person)),
        courses=tuple(
            ProfileCourse(
                card.full_name,
                request.route_path("course.view", course_id=card.id),
                card.short_name,
            )
            for card in context.courses[:COURSES_LIMIT]
        ),
        acts=acts if person.id == request.visitor.person_id else (),
    )
    return {"page": page_of(request, person.full_name), "model": model}


def edit(request: Request) -> dict[str, Any]:
    """The form of one's own profile."""
    person = request.context.person
    form = _form(request, person)
    model = FormView(
        to_model(
            request,
            form,
            action=PROFILE,
            submit=_("Save"),
            version=person.version,
            cancel=Action(request.translate(_("Cancel")), _address(request, person)),
        )
    )
    return {"page": page_of(request, request.translate(_("Your profile"))), "model": model}


def save(request: Request) -> Response:
    """Keep what was changed."""
    person = request.context.person
    _form(request, person)
    form = checked(request, ProfileForm)
    edit_profile(
        request.act,
        person_id=person.id,
        version=version_of(request) or person.version,
        language=form.language.data,
        timezone=form.timezone.data,
        about=form.about.data,
    )
    request.flash(_("Your profile is saved."))
    return HTTPSeeOther(_address(request, person))


def _form(request: Request, person: Person) -> ProfileForm:
    initial = {"language": person.language, "timezone": person.timezone, "about": person.about}
    form = bind(request, ProfileForm, initial)
    usual = request.translate(_("As on the whole site"))
    names = {"fr": "Français", "en": "English"}
    languages = [(code, names.get(code, code)) for code in request.site.catalogues.languages]
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    form.language.choices = choices_of([("", usual), *languages])
    form.timezone.choices = choices_of(
        [("", usual), *((zone, zone.replace("_", " ")) for zone in zones)]
    )
    return form


def _facts(request: Request, person: Person) -> Iterator[Figure]:
    says = request.translate
    yield Figure(says(_("Username")), person.username)
    if person.email and request.may(CONTACT):
        yield Figure(says(_("E-mail address")), person.email, f"mailto:{person.email}")
    if person.external_id and request.may(CONTACT):
        yield Figure(says(_("Number")), person.external_id)
    if person.timezone:
        yield Figure(says(_("Time zone")), person.timezone.replace("_", " "))


def _address(request: Request, person: Person) -> str:
    path: str = request.route_path("core.person.view", person_id=person.id)
    return path


def includeme(config: Configurator) -> None:
    """Register the pages."""
    pages = "updago.kernel.web:templates/pages/"
    config.add_page(
        "core.person.view", "/people/{person_id}", permission=SEE, loads=load_person,
        get=view, renderer=pages + "profile.jinja2", rich=True,
    )  # fmt: skip
    config.add_page(
        "core.profile.edit", PROFILE, permission=EDIT, loads=load_oneself,
        get=edit, post=save, renderer=pages + "form.jinja2", editor=True,
    )  # fmt: skip
