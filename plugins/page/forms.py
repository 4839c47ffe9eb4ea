"""The fields of a page's form."""

from __future__ import annotations

from wtforms import BooleanField, Form

from updago.api.forms import Required, RichTextField
from updago.api.i18n import _


class PageForm(Form):
    content = RichTextField(_("Content of the page"), [Required()])
    shows_changed = BooleanField(_("Show when the page was last changed"), default=True)
