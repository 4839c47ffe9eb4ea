"""Fields with values of ours: rich text, uploads, numbers with a comma, dates in a zone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wtforms import BooleanField, DateTimeLocalField, FileField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from updago.kernel.clock import LocalDeadline
from updago.kernel.errors import UpdagoError
from updago.kernel.files.operations import Upload
from updago.kernel.i18n import BadInput, _, parse_decimal, parse_moment, parse_wall_time
from updago.kernel.text import RichText
from updago.kernel.web.uploads import is_sent_file, kept_name, read_upload, receive
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.request import Request

T = TypeVar("T")

NO_MOMENT: Final = _("Choose a date and a time that exist.")
_TAG: Final = re.compile(r"</?[a-zA-Z]|&\w+;")


def _request(field: Any) -> Request:
    return field.meta.request


def choices_of(pairs: Iterable[tuple[str | int, str]]) -> Any:
    """The `choices` of a select or radio field: (value, label), the label a message."""
    return [SelectChoice(value, label) for value, label in pairs]


class SwitchField(BooleanField):
    """A checkbox that is drawn as a switch."""


class RichTextField(TextAreaField):
    """A text with markup; `data` is a RichText. Text without any markup becomes paragraphs."""

    data: RichText  # type: ignore[assignment] # the library says text

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what the editor, or a plain text area, has sent."""
        text = str(valuelist[0]) if valuelist else ""
        self.data = RichText.of(text) if _TAG.search(text) else RichText.plain(text)

    def process_data(self, value: Any) -> None:
        """Begin with nothing rather than None."""
        self.data = value if isinstance(value, RichText) else RichText.of(value or "")

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data.html


class DecimalField(StringField):
    """A number with a comma or a point; `data` is a Decimal or None."""

    data: Decimal | None  # type: ignore[assignment] # the library says text

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError with a sentence."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            self.data = _read(self, parse_decimal, str(valuelist[0]))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        comma = _request(self).formats.number(Decimal("0.5"))[1]
        return format(self.data, "f").replace(".", comma)


class InstantField(DateTimeLocalField):
    """A date and time in the person's zone; `data` is an aware datetime in UTC or None."""

    data: datetime | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError with a sentence."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            zone = _request(self).formats.timezone
            self.data = _read(self, lambda text: parse_moment(text, zone), str(valuelist[0]))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _request(self).formats.input_value(self.data) if self.data else ""


class DeadlineField(DateTimeLocalField):
    """A wall time that stays what it says when clocks change; `data` is a LocalDeadline or None.

    An existing deadline keeps its zone, a new one takes the person's.
    """

    data: LocalDeadline | None  # type: ignore[assignment] # the library says datetime

    @property
    def zone(self) -> str:
        """The zone that the shown time is in."""
        known = self.object_data
        zone: str = known.zone if known else _request(self).formats.timezone
        return zone

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError with a sentence."""
        self.data = None
        if valuelist and str(valuelist[0]).strip():
            self.data = _read(
                self,
                lambda text: LocalDeadline(parse_wall_time(text), self.zone),
                str(valuelist[0]),
            )

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.wall:%Y-%m-%dT%H:%M}" if self.data else ""


class UploadField(FileField):
    """One file; `data` is an Upload, whose content is in the store already, or None.

    `limit` is in bytes, the site's own when None. A refused form remembers what was sent.
    """

    data: Upload | None

    def __init__(self, *args: Any, limit: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = limit
        self.status: int | None = None

    @property
    def holds_something(self) -> bool:
        """Whether there is a file, sent now or before."""
        return bool(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Stream what was sent into the store. Raises ValueError with a sentence."""
        uploads = self._received(valuelist)
        self.data = uploads[0] if uploads else None

    def _received(self, values: list[Any]) -> list[Upload]:
        request = _request(self)
        try:
            sent = [v if isinstance(v, Upload) else None for v in values]
            sent = [
                up or (receive(request, v, self.limit) if is_sent_file(v) else None)
                for up, v in zip(sent, values, strict=True)
            ]
        except UpdagoError as error:
            self.status = error.status
            raise ValueError(sentence_of(request, error)) from error
        return [up for up in sent if up is not None] or self._remembered(request)

    def _remembered(self, request: Request) -> list[Upload]:
        texts = request.typed.getall(kept_name(self.name)) if request.typed else []
        found = [read_upload(request, text) for text in texts if isinstance(text, str)]
        return [upload for upload in found if upload is not None]

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """All files of the field."""
        return (self.data,) if self.data else ()


class UploadsField(UploadField):
    """Several files; `data` is a tuple of Uploads."""

    data: tuple[Upload, ...]  # type: ignore[assignment] # several instead of one

    def process_data(self, value: Any) -> None:
        """Begin with none."""
        self.data = tuple(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Stream what was sent into the store. Raises ValueError with a sentence."""
        self.data = tuple(self._received(valuelist))

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """All files of the field."""
        return self.data or ()


def _read(field: Any, parse: Any, text: str) -> Any:
    try:
        return parse(text)
    except BadInput as error:
        raise ValueError(_request(field).translate(error.message)) from error
    except ValueError as error:
        raise ValueError(_request(field).translate(NO_MOMENT)) from error
