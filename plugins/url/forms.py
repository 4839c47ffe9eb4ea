"""The fields of a web address's form."""

from __future__ import annotations

from wtforms import Form, RadioField, URLField

from plugins.url.addresses import is_web_address
from plugins.url.models import Link
from updago.api.forms import Fits, Required, choices_of
from updago.api.i18n import _


class WebAddress:
    """Refuses what is no http or https address with a host."""

    def __call__(self, _form: Form, field: URLField) -> None:
        if field.data and not is_web_address(field.data):
            raise ValueError(_("Write a web address that begins with https:// or http://."))


class UrlForm(Form):
    address = URLField(_("Web address"), [Required(), Fits(Link.address), WebAddress()])
    display = RadioField(
        _("When students open it"),
        choices=choices_of(
            [
                ("page", _("Show a page with the description and the link")),
                ("direct", _("Go there straight away")),
            ]
        ),
        default="page",
    )
