"""The form that enrols people."""

from __future__ import annotations

from typing import Final

from wtforms import Form, SelectField, SelectMultipleField

from updago.api.forms import InstantField
from updago.api.i18n import _
from updago.api.permissions import ASSISTANT, MANAGER, STUDENT, TEACHER

ROLE_NAMES: Final = {
    STUDENT: _("Student"),
    ASSISTANT: _("Non-editing teacher"),
    TEACHER: _("Teacher"),
    MANAGER: _("Manager"),
}


class EnrolForm(Form):
    """People are those that the search found; the operation checks whoever is sent."""

    people = SelectMultipleField(_("People"), coerce=int, validate_choice=False)
    role = SelectField(_("Role"))
    starts_at = InstantField(_("From"), description=_("Empty: from now on."))
    ends_at = InstantField(_("Until"), description=_("Empty: until someone ends it."))
