"""The forms of forums."""

from __future__ import annotations

from wtforms import Form, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from plugins.forum.models import ANNOUNCEMENTS, GENERAL, Discussion
from updago.api.forms import Fits, Required, RichTextField, UploadsField, choices_of
from updago.api.i18n import _


class ForumForm(Form):
    """The settings of a forum."""

    kind = SelectField(
        _("Kind of forum"),
        choices=choices_of(
            [
                (GENERAL, _("Discussion: everybody may start one")),
                (ANNOUNCEMENTS, _("Announcements: teachers write, students read")),
            ]
        ),
        default=GENERAL,
    )
    edit_minutes = IntegerField(
        _("Authors may edit for this many minutes"), [NumberRange(0, 10_080)], default=30
    )
    attachments = IntegerField(
        _("Files that can be attached to a post"), [NumberRange(0, 20)], default=5
    )


class DiscussionForm(Form):
    """A new discussion."""

    subject = StringField(_("Subject"), [Required(), Fits(Discussion.subject)])
    text = RichTextField(_("Your post"), [Required()])
    files = UploadsField(_("Attach files"))


class ReplyForm(Form):
    """An answer."""

    text = RichTextField(_("Your reply"), [Required()])
    files = UploadsField(_("Attach files"))


class AnswerForm(Form):
    """A change of an answer."""

    text = RichTextField(_("Text"), [Required()])


class EditForm(AnswerForm):
    """A change of the first post, to which the subject belongs."""

    subject = StringField(_("Subject"), [Required(), Fits(Discussion.subject)])
