"""Pages of no one part: a form, a question before an act, an error, a page of text."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from updago.kernel.web.fields import Form
from updago.kernel.web.parts import Action


@dataclass(frozen=True, slots=True)
class FormView:
    """Template `pages/form.jinja2`: one form. It can be shown in a dialog."""

    form: Form
    intro: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """Template `pages/confirm.jinja2`: what the act hits, and the act."""

    text: str
    act: Action
    cancel: Action
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextView:
    """Template `pages/text.jinja2`: a page of text."""

    html: Markup


@dataclass(frozen=True, slots=True)
class StatementView:
    """Template `pages/accessibility.jinja2`: the statement that the decree 2019-768 asks for.

    `state` says how far the site conforms, `gaps` are the paragraphs on what does not.
    """

    state: str
    gaps: tuple[str, ...] = ()
    contact: Action | None = None
    remedy: Action | None = None


@dataclass(frozen=True, slots=True)
class ErrorView:
    """Template `error.jinja2`: what happened, what is safe, what to do; `quote` is its number."""

    title: str
    text: str
    safe: str = ""
    quote: str = ""
    action: Action | None = None
    other: Action | None = None
