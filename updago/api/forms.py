"""Forms: WTForms classes, bound to a request and drawn by the site's templates."""

from __future__ import annotations

from updago.kernel.web.forms import (
    DeadlineField,
    DecimalField,
    EmailAddress,
    Fits,
    FormRefused,
    Group,
    InstantField,
    Required,
    RichTextField,
    SwitchField,
    UploadField,
    UploadsField,
    bind,
    checked,
    choices_of,
    to_model,
)
from updago.kernel.web.typed import version_of

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
    "version_of",
]
