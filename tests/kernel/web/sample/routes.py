from __future__ import annotations

import errno
import threading
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid_retry import RetryableException
from sqlalchemy.exc import OperationalError
from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.validators import Length

from tests.kernel.web.sample.more import more_page, send_more
from updago.api.errors import Conflict, Invalid, NotFound
from updago.api.forms import (
    DeadlineField,
    DecimalField,
    Required,
    RichTextField,
    UploadField,
    bind,
    checked,
    choices_of,
    to_model,
)
from updago.api.operations import Act, operation
from updago.api.web import OPEN, SIGNED_IN, FormView, page_of

FORM_PAGE = "updago.kernel.web:templates/pages/form.jinja2"


class SampleForm(Form):
    title = StringField("Title", [Required(), Length(max=20)])
    text = RichTextField("Text")
    amount = DecimalField("Amount")
    due = DeadlineField("Due")
    kind = SelectField("Kind", choices=choices_of([("a", "First"), ("b", "Second")]), default="a")
    loud = BooleanField("Loud")
    file = UploadField("File", limit=2_000_000)


@dataclass
class Box:
    """What the views of one test leave behind."""

    saved: list[dict[str, Any]]
    go: threading.Event


def box_of(registry: Any) -> Box:
    found: Box = registry.setdefault("sample.box", Box([], threading.Event()))
    return found


@operation("sample.thing.save")
def save(act: Act, *, title: str) -> str:
    if title == "taken":
        raise Conflict("Somebody took ${title}.", {"title": title})
    if title == "odd":
        raise Invalid("This title is odd.", field="title")
    return title


def form_page(request: Any) -> Any:
    form = bind(request, SampleForm, {"title": "first", "amount": None})
    model = to_model(request, form, action=request.path, submit="Save", version=3)
    return {"page": page_of(request, "A form"), "model": FormView(model)}


def send_form(request: Any) -> Any:
    form = checked(request, SampleForm)
    save(request.act, title=form.title.data or "")
    box_of(request.registry).saved.append(dict(form.data))
    request.flash("Saved.")
    return HTTPSeeOther("/sample/open")


def send_alone(request: Any) -> Any:
    box_of(request.registry).saved.append({"text": request.typed["text"]})
    return HTTPSeeOther("/sample/open")


def open_page(request: Any) -> Any:
    return {
        "page": page_of(request, "Open"),
        "model": FormView(
            to_model(request, bind(request, Form), action="/sample/alone", submit="Send"),
            intro=str(request.slot("sample.aside", None)),
        ),
    }


def empty_page(_request: Any) -> Any:
    return Response("empty")


def broken_page(_request: Any) -> Any:
    raise RuntimeError("secret detail")


def hanging_page(request: Any) -> Any:
    box_of(request.registry).go.wait(20)
    return Response("went on")


def missing(_request: Any) -> None:
    return None


def foreign(_request: Any) -> Any:
    raise NotFound("This page does not exist, or you may not see it.")


def no_database(_request: Any) -> Any:
    raise OperationalError("SELECT 1", {}, RuntimeError("connection refused, password=x"))


def away(_request: Any) -> Any:
    raise HTTPSeeOther("/sample/open")


def nothing(_request: Any) -> Any:
    raise HTTPNotFound


def tries(request: Any) -> Any:
    seen = request.registry.setdefault("sample.tries", [])
    seen.append(request)
    if len(seen) == 1:
        raise RetryableException
    return Response("at the second try")


def writes(request: Any) -> Any:
    return Response(str(request.act))


def full_disk(_request: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def add_greeting(_request: Any, context: object) -> Markup | None:
    return Markup("hello")


def includeme(config: Any) -> None:
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "form": (SIGNED_IN, {"get": form_page, "post": send_form, "renderer": FORM_PAGE}),
        "more": (SIGNED_IN, {"get": more_page, "post": send_more, "renderer": FORM_PAGE}),
        "alone": (SIGNED_IN, {"post": send_alone}),
        "open": (OPEN, {"get": open_page, "renderer": FORM_PAGE}),
        "empty": (SIGNED_IN, {"get": empty_page}),
        "admin": ("site:config:edit", {"get": empty_page}),
        "broken": (OPEN, {"get": broken_page}),
        "hangs": (OPEN, {"get": hanging_page}),
        "missing": (SIGNED_IN, {"get": empty_page, "loads": missing}),
        "foreign": (SIGNED_IN, {"get": empty_page, "loads": foreign}),
        "database": (OPEN, {"get": no_database}),
        "away": (OPEN, {"get": away}),
        "nothing": (OPEN, {"get": nothing}),
        "tries": (OPEN, {"get": tries}),
        "plain": (
            SIGNED_IN,
            {"get": empty_page, "post": send_alone, "renderer": FORM_PAGE},
        ),
        "writes": (OPEN, {"get": writes}),
        "disk": (OPEN, {"get": full_disk}),
    }
    for name, (permission, rest) in pages.items():
        config.add_page(f"sample.{name}", f"/sample/{name}", permission=permission, **rest)
