"""A picture sent with a form: put at the end of a text, for those whose browser has no editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import escape
from wtforms import Form, StringField
from wtforms.validators import Length, ValidationError

from updago.kernel.files.drafts import DRAFT_AREA
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.i18n import _
from updago.kernel.text import RichText, file_ref
from updago.kernel.web.forms import Group, UploadField

if TYPE_CHECKING:
    from pyramid.request import Request

ALT_LIMIT: Final = 500
SHOWN_BY_BROWSERS: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/avif"}
)


class PictureForm(Form):
    """The two fields that forms with a text take in."""

    picture = UploadField(
        _("Add a picture"),
        description=_("It is put at the end of the text. PNG, JPEG, GIF, WebP or SVG."),
        render_kw={"accept": "image/*"},
    )
    picture_alt = StringField(
        _("What the picture shows"),
        [Length(max=ALT_LIMIT)],
        description=_("Read out to those who do not see it."),
    )

    def validate_picture(self, field: UploadField) -> None:
        """Raises ValidationError for what browsers do not show as a picture."""
        if field.data and field.data.media_type not in SHOWN_BY_BROWSERS:
            raise ValidationError(
                field.gettext(_("Choose a picture: PNG, JPEG, GIF, WebP or SVG."))
            )

    def validate_picture_alt(self, field: StringField) -> None:
        """Raises ValidationError when a picture comes without words."""
        if self.picture.data and not (field.data or "").strip():
            raise ValidationError(field.gettext(_("Say in words what the picture shows.")))


PICTURE_GROUP: Final = Group(_("Picture"), ("picture", "picture_alt"), open=False)


def with_picture(request: Request, form: Any, text: RichText) -> RichText:
    """The text with the picture of the form at its end. Raises TooLarge over a quota.

    The picture becomes a draft of the person, which whatever saves the text adopts.
    """
    upload: Upload | None = form.picture.data
    if upload is None:
        return text
    file = add_file(
        request.act,
        upload,
        Shelf(area=DRAFT_AREA, owner_id=request.visitor.actor_id),
    )
    alt = escape(form.picture_alt.data.strip())
    address = escape(file_ref(str(file.uid), file.name))
    return RichText.of(f'{text.html}<p><img src="{address}" alt="{alt}"></p>')
