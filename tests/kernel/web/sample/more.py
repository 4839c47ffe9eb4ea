"""A form that begins with stored values, with a form inside it and a file that must be sent."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from pyramid.httpexceptions import HTTPSeeOther
from wtforms import Form, FormField, StringField, SubmitField

from updago.api.clock import LocalDeadline
from updago.api.errors import Invalid
from updago.api.forms import (
    DeadlineField,
    DecimalField,
    Required,
    UploadField,
    bind,
    checked,
    to_model,
)
from updago.api.web import FormView, page_of
from updago.kernel.web.forms.fields import InstantField
from updago.kernel.web.forms.validators import EmailAddress

STORED: Final = {
    "weight": Decimal("7.50"),
    "opens": datetime(2026, 11, 9, 8, 0, tzinfo=UTC),
    "due": LocalDeadline(datetime(2026, 11, 13, 23, 59), "America/New_York"),
}


class Owner(Form):
    email = StringField("E-mail", [EmailAddress()])


class MoreForm(Form):
    weight = DecimalField("Weight")
    opens = InstantField("Opens")
    due = DeadlineField("Due", description="On time.")
    owner = FormField(Owner)
    paper = UploadField("Paper", [Required()])
    send = SubmitField("Send")


def more_page(request: Any) -> Any:
    bind(request, MoreForm, STORED)  # as a page does that looks at the values before it draws
    form = bind(request, MoreForm, STORED)
    model = to_model(request, form, action=request.path, submit="Save")
    return {"page": page_of(request, "More"), "model": FormView(model)}


def send_more(request: Any) -> Any:
    form: Any = checked(request, MoreForm, STORED)
    if form.owner.email.data == "taken@example.org":
        raise Invalid("This address is taken.")
    request.registry["sample.box"].saved.append(dict(form.data))
    return HTTPSeeOther("/sample/open")
