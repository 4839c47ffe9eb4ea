"""The option of an instance, and the form of who enters."""

from __future__ import annotations

from typing import Final

from wtforms import Form, PasswordField, StringField
from wtforms.validators import Length

from updago.api.forms import Required
from updago.api.i18n import _

LIMIT: Final = 100


class OptionsForm(Form):
    password = StringField(
        _("Password"),
        [Length(max=LIMIT)],
        description=_("Empty: everybody may look in. It is asked once in each session."),
    )


class PasswordForm(Form):
    password = PasswordField(
        _("Password of the course"),
        [Required(), Length(max=LIMIT)],
        render_kw={"autocomplete": "off"},
    )
