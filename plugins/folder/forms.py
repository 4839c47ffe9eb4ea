"""The fields of a folder's form."""

from __future__ import annotations

from wtforms import BooleanField, Form, StringField

from updago.api.files import File
from updago.api.forms import Fits, UploadsField
from updago.api.i18n import _


class FolderForm(Form):
    files = UploadsField(_("Add files"), description=_("Files of the same name are kept apart."))
    path = StringField(
        _("In the sub-folder"),
        [Fits(File.path)],
        description=_("Leave empty for the folder itself; “week 1/slides” makes two levels."),
    )
    starts_open = BooleanField(_("Show sub-folders unfolded"), default=True)
    offers_archive = BooleanField(_("Offer all files in one download"), default=True)
