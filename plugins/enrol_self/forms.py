"""The form of an instance's options, and the form of who enters."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from wtforms import BooleanField, Form, IntegerField, PasswordField, StringField
from wtforms.validators import Length, NumberRange, Optional

from updago.api.forms import InstantField
from updago.api.i18n import _

KEY_LIMIT: Final = 100
MOST_DAYS: Final = 3_650
MOST_PEOPLE: Final = 100_000


class StoredInstant(InstantField):
    """A moment kept as JSON text: options hold nothing else."""

    def process_data(self, value: Any) -> None:
        """Read what is stored."""
        self.data = datetime.fromisoformat(value) if isinstance(value, str) and value else None

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write what is stored."""
        setattr(obj, name, self.stored)

    @property
    def stored(self) -> str | None:
        return None if self.data is None else self.data.isoformat()


class OptionsForm(Form):
    key = StringField(
        _("Key"),
        [Length(max=KEY_LIMIT)],
        description=_("Empty: everybody may enrol without a key."),
    )
    takes_group_keys = BooleanField(
        _("Accept the keys of groups"),
        description=_("Whoever types the key of a group is put into it."),
    )
    opens_at = StoredInstant(_("Open from"))
    closes_at = StoredInstant(_("Open until"))
    days = IntegerField(_("Days that an enrolment lasts"), [Optional(), NumberRange(1, MOST_DAYS)])
    most = IntegerField(_("Most people"), [Optional(), NumberRange(1, MOST_PEOPLE)])

    @property
    def data(self) -> dict[str, Any]:
        """JSON values only."""
        return {
            name: field.stored if isinstance(field, StoredInstant) else field.data
            for name, field in self._fields.items()
        }


class OpenForm(Form):
    """Nothing to type: a button."""


class KeyForm(Form):
    key = PasswordField(
        _("Enrolment key"),
        [Length(max=KEY_LIMIT)],
        description=_("Your teacher gives it to you."),
        render_kw={"autocomplete": "off"},
    )
