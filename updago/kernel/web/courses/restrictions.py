"""Who may open a thing, and from when: conditions in the forms of activities and sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wtforms import BooleanField, Form, RadioField

from updago.kernel.errors import Invalid
from updago.kernel.i18n import _
from updago.kernel.ports.availability import AvailabilityCondition, ConditionForm, Options
from updago.kernel.spaces.availability import Tree
from updago.kernel.web.forms import Group, choices_of
from updago.kernel.web.forms.combining import names_of

if TYPE_CHECKING:
    from pyramid.request import Request

GONE: Final = _("No longer there")
ALL, ANY = "all", "any"
OPERATORS: Final = {"&": ALL, "|": ANY}
HOW: Final = (
    (ALL, _("All restrictions must be met")),
    (ANY, _("One of them is enough")),
)
LISTED: Final = (
    ("1", _("Listed, with the reason")),
    ("0", _("Not listed at all")),
)
TOO_RICH: Final = _("These restrictions are finer than this form can show. They stay as they are.")
HINT: Final = _("Teachers may open it at any time.")


class HeadForm(Form):
    """What is asked once for all restrictions."""

    restrict_how = RadioField(_("If there are several"), choices=choices_of(HOW), default=ALL)
    restrict_listed = RadioField(_("While it is closed"), choices=choices_of(LISTED), default="1")
    restrict_drop = BooleanField(_("Take all restrictions away"), description=TOO_RICH)


class Restrictions:
    """The conditions that can be set in a course, and the stored ones of one thing."""

    def __init__(self, request: Request, course_id: int, tree: Tree | None) -> None:
        known = request.site.declared(AvailabilityCondition).enabled().values()
        self._request = request
        self._course_id = course_id
        self._tree = tree
        self._forms = tuple((k.name, k.form) for k in known if k.form is not None)
        self._stored = _filled(dict(self._forms), tree) if tree else {}

    @property
    def part(self) -> type[Form]:
        """The fields of all kinds, each named after its kind; the same class for the same kinds."""
        return _part(self._forms)

    @property
    def group(self) -> Group:
        """The part of the page with them, folded."""
        names = [named for form in self._forms for _name, named in _fields(*form)]
        ends = ("restrict_how", "restrict_listed", "restrict_drop")
        return Group(_("Access restrictions"), (*names, *ends), HINT, open=False)

    def initial(self) -> dict[str, Any]:
        """The values of the fields; nothing for a tree that they cannot say."""
        tree = self._tree
        if not tree or self._stored is None:
            return {}
        how = OPERATORS[tree.get("op", "&")]
        listed = tree.get("show", True) if how == ANY else all(tree.get("showc", ()))
        return {**self._stored, "restrict_how": how, "restrict_listed": "1" if listed else "0"}

    def prepare(self, form: Any) -> None:
        """Give the fields their choices; leave out what has none, and all for a tree too rich."""
        for kind, parts in self._forms:
            offered = self._offered(kind, parts)
            is_hollow = bool(offered) and not any(offered.values())
            for name, named in _fields(kind, parts):
                if self._stored is None or is_hollow:
                    _leave_out(form, named)
                elif name in offered and named in form:
                    form[named].choices = choices_of(offered[name])
        is_rich = self._stored is None
        for name in ("restrict_how", "restrict_listed") if is_rich else ("restrict_drop",):
            _leave_out(form, name)

    def chosen(self, form: Any) -> Tree | None:
        """The tree that the fields ask for; None without restrictions. Raises Invalid."""
        if "restrict_drop" in form:
            return None if form.restrict_drop.data else self._tree
        found = [
            {"type": kind, **options}
            for kind, parts in self._forms
            for options in _read(form, kind, parts)
        ]
        if not found:
            return None
        listed = form.restrict_listed.data != "0"
        if form.restrict_how.data == ANY:
            return {"op": "|", "c": found, "show": listed}
        return {"op": "&", "c": found, "showc": [listed] * len(found)}

    def _offered(self, kind: str, parts: ConditionForm) -> dict[str, list[tuple[int, str]]]:
        """The choices, and what is stored although it is gone: saving must not lose it."""
        if parts.choices is None or self._stored is None:
            return {}
        offered = {}
        for name, choices in parts.choices(self._request.db, self._course_id).items():
            keys = {key for key, _title in choices}
            stored = self._stored.get(_named(kind, name)) or ()
            gone = self._request.translate(GONE)
            offered[name] = [*choices, *((key, gone) for key in stored if key not in keys)]
        return offered


@lru_cache(maxsize=64)
def _part(forms: tuple[tuple[str, ConditionForm], ...]) -> type[Form]:
    fields = {
        named: getattr(parts.fields, name)
        for kind, parts in forms
        for name, named in _fields(kind, parts)
    }
    return type("RestrictionsForm", (HeadForm,), fields)


def _filled(forms: Mapping[str, ConditionForm], tree: Tree) -> dict[str, Any] | None:
    """The values by field; None unless reading them again gives the same conditions."""
    eyes = set(tree.get("showc", ())) if tree.get("op", "&") == "&" else set()
    if tree.get("op", "&") not in OPERATORS or len(eyes) > 1:
        return None
    by_kind: dict[str, list[Options]] = defaultdict(list)
    for child in tree.get("c", ()):
        options = {key: value for key, value in child.items() if key != "type"}
        by_kind[str(child.get("type", ""))].append(options)
    data: dict[str, Any] = {}
    for kind, several in by_kind.items():
        values = _said(forms.get(kind), several)
        if values is None:
            return None
        data.update({_named(kind, name): value for name, value in values.items()})
    return data


def _said(parts: ConditionForm | None, several: Sequence[Options]) -> Mapping[str, Any] | None:
    values = None if parts is None else parts.fill(several)
    if parts is None or values is None:
        return None
    try:
        again = parts.read(values)
    except Invalid:
        return None
    same = len(again) == len(several) and all(options in again for options in several)
    return values if same else None


def _read(form: Any, kind: str, parts: ConditionForm) -> Sequence[Options]:
    data = {name: form[named].data for name, named in _fields(kind, parts) if named in form}
    try:
        return parts.read(data)
    except Invalid as error:
        field = None if error.field is None else _named(kind, error.field)
        raise Invalid(error.sentence, error.mapping, field=field) from error


def _fields(kind: str, parts: ConditionForm) -> Iterator[tuple[str, str]]:
    """The names of a kind's fields: its own, and in the form of all kinds."""
    return ((name, _named(kind, name)) for name in names_of(parts.fields))


def _named(kind: str, name: str) -> str:
    return f"restrict_{kind}_{name}"


def _leave_out(form: Any, name: str) -> None:
    if name in form:
        del form[name]
