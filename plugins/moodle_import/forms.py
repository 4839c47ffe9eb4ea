"""The form that takes an archive."""

from __future__ import annotations

from typing import Final

from wtforms import BooleanField, Form, SelectField, StringField

from updago.api.forms import Fits, Required, UploadField
from updago.api.i18n import _
from updago.api.spaces import Course

AS_IN_ARCHIVE: Final = 0


class ImportForm(Form):
    """An archive, and what is wanted of it."""

    archive = UploadField(
        _("Moodle backup"),
        [Required()],
        description=_("A file that ends with .mbz, of Moodle 2 to 5."),
        render_kw={"accept": ".mbz,.tgz,.zip"},
    )
    category_id = SelectField(_("Category"), coerce=int, choices=[])
    short_name = StringField(
        _("Short name"),
        [Fits(Course.short_name)],
        description=_("Without one the archive’s own is taken, with a number if need be."),
    )
    with_people = BooleanField(
        _("Import people too"),
        description=_("Accounts, enrolments, members of groups, and what people wrote."),
    )
    is_rehearsal = BooleanField(
        _("Only try"), description=_("You read the report, and nothing is written.")
    )
