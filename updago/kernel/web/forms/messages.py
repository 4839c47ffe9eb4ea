"""The messages of WTForms itself, so that they stand in our catalogue in our own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from updago.kernel.i18n import Translator, _

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the library says → what we say, which is then translated.
OURS: Final[Mapping[str, str]] = {
    "This field is required.": _("Fill this in."),
    "Invalid input.": _("Choose one of the values."),
    "Not a valid choice.": _("Choose one of the values."),
    "Invalid Choice: could not coerce.": _("Choose one of the values."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _(
        "Choose one of the values."
    ),
    "Invalid email address.": _("Type an address like name@example.org."),
    "Invalid URL.": _("Type an address that begins with https://."),
    "Not a valid integer value.": _("Type a whole number."),
    "Not a valid decimal value.": _("Type a number, for example 7.5."),
    "Not a valid float value.": _("Type a number, for example 7.5."),
    "Not a valid date value.": _("Choose a date that exists."),
    "Not a valid datetime value.": _("Choose a date and a time that exist."),
    "Not a valid time value.": _("Type a time like 14:30."),
    "Number must be at least %(min)s.": _("The least is %(min)s."),
    "Number must be at most %(max)s.": _("The most is %(max)s."),
    "Number must be between %(min)s and %(max)s.": _("Type a number from %(min)s to %(max)s."),
    "Field must be equal to %(other_name)s.": _("The two must be the same."),
}
# Those that count signs, by number: singular → our message.
COUNTED: Final[Mapping[str, str]] = {
    "Field must be at least %(min)d character long.": _("Too short: at least %(min)d signs."),
    "Field cannot be longer than %(max)d character.": _("Too long: at most %(max)d signs."),
    "Field must be exactly %(max)d character long.": _("Type exactly %(max)d signs."),
}


class Words:
    """What WTForms asks for its messages."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def gettext(self, message: str) -> str:
        """The message in our words and the person's language."""
        return self._translator.translate(OURS.get(message, message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The same for messages that count."""
        if singular in COUNTED:
            return self._translator.translate(COUNTED[singular])
        return self._translator.ngettext(singular, plural, n)
