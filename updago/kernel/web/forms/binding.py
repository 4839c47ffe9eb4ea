"""Binding a WTForms class to a request: initial data, what was typed, and the refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from wtforms import Form

from updago.kernel.errors import Invalid, UpdagoError
from updago.kernel.i18n import _
from updago.kernel.web.forms.messages import Words
from updago.kernel.web.words import sentence_of

if TYPE_CHECKING:
    from pyramid.request import Request

F = TypeVar("F", bound=Form)

MEND: Final = _("Some fields need your attention. Nothing was saved yet.")
# Where the forms of a request are remembered, so that files are received once.
BOUND: Final = "updago.forms"


class FormRefused(Invalid):
    """What was typed cannot be used; `form` carries an error beside each field at fault."""

    def __init__(self, form: Form, status: int) -> None:
        super().__init__(MEND)
        self.form = form
        self.status = status  # type: ignore[misc] # a file too large is not merely invalid


def bind(
    request: Request,
    form_class: type[F],
    initial: Mapping[str, Any] | None = None,
    *,
    prefix: str = "",
) -> F:
    """The form with what was typed, or with `initial` when it is shown for the first time.

    After a refusal the same form comes back, with the refusal at its field or on top.
    """
    known: dict[Any, Form] = request.environ.setdefault(BOUND, {})
    form: Any = known.get((form_class, prefix))
    if form is None:
        words = Words(request.words)
        form = form_class(
            request.typed,
            data=dict(initial or {}),
            prefix=prefix,
            meta={"request": request, "get_translations": lambda _form: words},
        )
        known[form_class, prefix] = form
    _show_refusal(request, form)
    bound: F = form
    return bound


def checked(
    request: Request,
    form_class: type[F],
    initial: Mapping[str, Any] | None = None,
    *,
    prefix: str = "",
) -> F:
    """The form with valid data. Raises FormRefused, after which the page draws it again."""
    form = bind(request, form_class, initial, prefix=prefix)
    if not form.validate():
        statuses = [getattr(field, "status", None) for field in form]
        raise FormRefused(form, next((s for s in statuses if s), Invalid.status))
    return form


def _show_refusal(request: Request, form: Any) -> None:
    error: UpdagoError | None = request.refusal
    if error is None or isinstance(error, FormRefused):
        return
    sentence = sentence_of(request, error)
    at = getattr(error, "field", None)
    errors = form[at].errors if at and at in form else form.form_errors
    if sentence in errors:
        return
    if at and at in form:
        form[at].errors = [*errors, sentence]
    else:
        form.form_errors.append(sentence)
