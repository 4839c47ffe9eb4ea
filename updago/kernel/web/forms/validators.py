"""Validators: required, as long as the column, an e-mail address."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.orm import QueryableAttribute
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, ValidationError

from updago.kernel.i18n import _

# As browsers check it (HTML Standard, section 4.10.5.1.5).
_EMAIL: Final = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
_LONGEST_EMAIL: Final = 254  # RFC 5321, section 4.5.3.1.3


class Required(InputRequired):
    """Something other than white space must be there."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raises StopValidation when nothing was typed, chosen or sent."""
        if isinstance(field.data, str) and not field.data.strip():
            field.raw_data = []
        if (holds := getattr(field, "holds_something", None)) is not None:
            if holds:
                return
            # A text where a file should be is nothing.
            field.raw_data = []
        super().__call__(form, field)


class Fits(Length):
    """As long as its column at most: `Fits(Person.email)`."""

    def __init__(self, column: QueryableAttribute[Any], least: int = -1) -> None:
        kind = column.property.columns[0].type
        if not isinstance(kind, String) or kind.length is None:
            raise TypeError(f"the column {column} has no length")
        super().__init__(min=least, max=kind.length)


class EmailAddress:
    """An address of the usual form; nothing typed is left to `Required`."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raises ValidationError."""
        text = field.data or ""
        if text and (len(text) > _LONGEST_EMAIL or not _EMAIL.fullmatch(text)):
            raise ValidationError(field.gettext(_("Type an address like name@example.org.")))
