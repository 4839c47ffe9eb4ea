"""The fields of a file's form."""

from __future__ import annotations

from wtforms import Form, RadioField

from updago.api.forms import UploadField, choices_of
from updago.api.i18n import _


class FileForm(Form):
    document = UploadField(
        _("File"), description=_("A new file takes the place of the present one.")
    )
    display = RadioField(
        _("When students open it"),
        choices=choices_of(
            [
                ("auto", _("Show it here when the browser can, else offer the download")),
                ("download", _("Always download")),
            ]
        ),
        default="auto",
    )
