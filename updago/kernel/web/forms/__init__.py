"""Forms: WTForms classes bound to a request, and drawn by the templates of the site."""

from __future__ import annotations

from updago.kernel.web.forms.binding import FormRefused, bind, checked
from updago.kernel.web.forms.drawing import Group, to_model
from updago.kernel.web.forms.fields import (
    DeadlineField,
    DecimalField,
    InstantField,
    RichTextField,
    SwitchField,
    UploadField,
    UploadsField,
    choices_of,
)
from updago.kernel.web.forms.validators import EmailAddress, Fits, Required

__all__ = [
    "DeadlineField",
    "DecimalField",
    "EmailAddress",
    "Fits",
    "FormRefused",
    "Group",
    "InstantField",
    "Required",
    "RichTextField",
    "SwitchField",
    "UploadField",
    "UploadsField",
    "bind",
    "checked",
    "choices_of",
    "to_model",
]
