"""From a bound WTForms form to the model that the templates draw."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import wtforms as w

from updago.kernel.web.fields import FieldGroup, Form, FormField, Kind, Option
from updago.kernel.web.forms.fields import (
    DeadlineField,
    DecimalField,
    RichTextField,
    SwitchField,
    UploadField,
    UploadsField,
)
from updago.kernel.web.parts import Action, ButtonKind
from updago.kernel.web.typed import ONCE_FIELD, VERSION_FIELD, once_of
from updago.kernel.web.uploads import kept_name, sign_upload

if TYPE_CHECKING:
    from pyramid.request import Request

ONCE_BYTES: Final = 16
# The first class that fits decides, so special ones come first.
KINDS: Final[tuple[tuple[type[w.Field], Kind], ...]] = (
    (SwitchField, "switch"),
    (w.BooleanField, "checkbox"),
    (RichTextField, "richtext"),
    (w.TextAreaField, "textarea"),
    (w.HiddenField, "hidden"),
    (w.PasswordField, "password"),
    (w.EmailField, "email"),
    (w.URLField, "url"),
    (w.SearchField, "search"),
    (w.IntegerField, "number"),
    (w.DateTimeLocalField, "datetime"),
    (w.DateField, "date"),
    (w.RadioField, "radio"),
    (w.SelectMultipleField, "checkboxes"),
    (w.SelectField, "select"),
    (w.FileField, "file"),
)
OWN_KEYWORDS: Final = frozenset({"rows", "autocomplete", "accept", "suffix", "id", "class_"})


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of a form that fold together, by their names."""

    title: str
    names: Sequence[str]
    hint: str = ""
    open: bool = True


def to_model(
    request: Request,
    form: w.Form,
    *,
    action: str,
    submit: str,
    groups: Sequence[Group] = (),
    version: int | None = None,
    cancel: Action | None = None,
    hidden: Iterable[tuple[str, str]] = (),
    more: Sequence[Option] = (),
    guard: str = "",
    submit_kind: ButtonKind = "primary",
) -> Form:
    """The form as the macros draw it: labels, values as typed, errors, and its hidden fields.

    Fields that no group names come first. `submit` is a message; `version` is that of the row
    when the person began to edit. `guard` names what the browser keeps until it is saved.
    """
    fields = {field.name: _drawn(request, field) for field in _flat(form)}
    named = {form[name].name for group in groups for name in group.names if name in form}
    visible = {name: f for name, f in fields.items() if f.kind != "hidden"}
    first = FieldGroup(tuple(f for name, f in visible.items() if name not in named))
    folded = (_group(request, form, group, visible) for group in groups)
    return Form(
        action=action,
        groups=tuple(group for group in (first, *folded) if group.fields),
        submit=request.translate(submit),
        submit_kind=submit_kind,
        error=" ".join(str(error) for error in form.form_errors),
        hidden=(*hidden, *_hidden(request, form, fields, version)),
        more=tuple(more),
        cancel=cancel,
        multipart=any(f.kind == "file" for f in visible.values()),
        guard=guard,
    )


def _flat(form: Iterable[w.Field]) -> Iterator[w.Field]:
    for field in form:
        if isinstance(field, (w.FormField, w.FieldList)):
            yield from _flat(field)
        elif not isinstance(field, w.SubmitField):
            yield field


def _group(
    request: Request, form: w.Form, group: Group, fields: dict[str, FormField]
) -> FieldGroup:
    inside = [form[name] for name in group.names if name in form]
    names = [field.name for field in _flat(inside)]
    shown = tuple(fields[name] for name in names if name in fields)
    return FieldGroup(
        shown,
        title=request.translate(group.title),
        hint=request.translate(group.hint),
        open=group.open or any(field.error for field in shown),
    )


def _hidden(
    request: Request, form: w.Form, fields: dict[str, FormField], version: int | None
) -> Iterator[tuple[str, str]]:
    yield ONCE_FIELD, once_of(request) or secrets.token_urlsafe(ONCE_BYTES)
    seen = (request.typed or {}).get(VERSION_FIELD, version)
    if seen is not None:
        yield VERSION_FIELD, str(seen)
    yield from ((f.name, f.value) for f in fields.values() if f.kind == "hidden")
    for field in _flat(form):
        if isinstance(field, UploadField) and request.typed is not None:
            for upload in field.uploads:
                yield kept_name(field.name), sign_upload(request, upload)


def _drawn(request: Request, field: Any) -> FormField:
    words = request.translate
    keywords = field.render_kw or {}
    kind: Kind = next((kind for known, kind in KINDS if isinstance(field, known)), "text")
    is_choice = kind in {"checkbox", "switch"}
    return FormField(
        name=field.name,
        label=words(field.label.text),
        kind=kind,
        value="1" if is_choice else _value(field, kind),
        hint=_hint(request, field),
        error=" ".join(str(error) for error in field.errors if error),
        required=bool(field.flags.required),
        checked=is_choice and bool(field.data),
        options=_options(request, field),
        autocomplete=keywords.get("autocomplete", ""),
        attrs=tuple(_attributes(field, kind, keywords)),
        rows=int(keywords.get("rows", 6)),
        accept=keywords.get("accept", ""),
        multiple=isinstance(field, UploadsField),
        limit=_limit(request, field),
        suffix=words(keywords.get("suffix", "")),
    )


def _value(field: Any, kind: Kind) -> str:
    if kind in {"file", "password", "select", "radio", "checkboxes"}:
        return ""
    return str(field._value())  # noqa: SLF001 - what every widget of the library calls


def _hint(request: Request, field: Any) -> str:
    hint: str = request.translate(field.description) if field.description else ""
    names = ", ".join(up.name for up in field.uploads) if isinstance(field, UploadField) else ""
    if isinstance(field, DeadlineField) and field.zone != request.formats.timezone:
        names = field.zone
    return " ".join(part for part in (hint, names) if part)


def _limit(request: Request, field: Any) -> str:
    if not isinstance(field, UploadField):
        return ""
    most = field.limit or request.site.state.setting("upload_max_bytes")
    size = request.formats.file_size(most)
    text: str = request.words.gettext("${size} at most").replace("${size}", size)
    return text


def _options(request: Request, field: Any) -> tuple[Option, ...]:
    if not isinstance(field, (w.SelectField, w.SelectMultipleField)):
        return ()
    return tuple(
        Option(str(value), request.translate(label), selected=bool(selected))
        for value, label, selected, *_ in field.iter_choices()
    )


def _attributes(field: Any, kind: Kind, keywords: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if kind not in {"richtext", "file"} and field.flags.maxlength:
        yield "maxlength", str(field.flags.maxlength)
    if isinstance(field, DecimalField):
        yield "inputmode", "decimal"
    for name in ("min", "max", "step"):
        if kind == "number" and getattr(field.flags, name) is not None:
            yield name, str(getattr(field.flags, name))
    for name, value in keywords.items():
        if name not in OWN_KEYWORDS and value is not False:
            yield name, "" if value is True else str(value)
