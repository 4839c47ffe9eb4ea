"""When somebody else saved first: what is stored now, shown beside what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import wtforms as w

from updago.kernel.accounts.models import Person
from updago.kernel.db.base import Record
from updago.kernel.errors import Conflict
from updago.kernel.i18n import _
from updago.kernel.text import RichText
from updago.kernel.web.parts import Notice
from updago.kernel.web.typed import VERSION_FIELD

if TYPE_CHECKING:
    from pyramid.request import Request

LENGTH: Final = 600
SAVED_MEANWHILE: Final = _(
    "${name} saved this meanwhile (${when}). Saving again replaces it by your version."
)


def conflict_of(
    request: Request, form: w.Form, row: Record, stored: Mapping[str, Any]
) -> tuple[Notice, ...]:
    """A notice with the stored values that differ from the typed ones; none without a conflict.

    Sending the form once more then saves what is typed over what is stored.
    """
    if not isinstance(request.refusal, Conflict) or request.typed is None:
        return ()
    request.typed[VERSION_FIELD] = str(row.version)
    person = None if row.updated_by_id is None else request.db.get(Person, row.updated_by_id)
    name = person.full_name if person else request.translate(_("Someone"))
    values = {"name": name, "when": request.formats.datetime(row.updated_at)}
    text = request.say(SAVED_MEANWHILE, values)
    detail = " · ".join(_differences(request, form, stored))
    return (Notice(text, "warn", detail=detail),)


def _differences(request: Request, form: w.Form, stored: Mapping[str, Any]) -> Iterator[str]:
    for name, value in stored.items():
        if name not in form or form[name].data == value:
            continue
        label = request.translate(form[name].label.text)
        words = _words(request, form[name], value)
        yield request.say(_("${label}: “${value}”"), {"label": label, "value": words})


def _words(request: Request, field: w.Field, value: Any) -> str:
    if isinstance(value, RichText):
        return value.excerpt(LENGTH)
    words = "" if value is None else str(value)
    if isinstance(value, bool):
        words = _("yes") if value else _("no")
    elif isinstance(field, w.SelectField):
        words = {str(key): title for key, title, *_more in field.iter_choices()}.get(words, words)
    return str(request.translate(words)) if words else ""
