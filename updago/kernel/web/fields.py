"""What a template needs to draw a form: fields, groups, the whole form.

Values are text as it was typed, so that a refused form comes back with all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from updago.kernel.web.parts import Action, ButtonKind

Kind = Literal[
    "text",
    "email",
    "password",
    "number",
    "url",
    "search",
    "date",
    "datetime",
    "textarea",
    "richtext",
    "select",
    "checkbox",
    "checkboxes",
    "switch",
    "radio",
    "file",
    "hidden",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, radio or checkboxes field."""

    value: str
    label: str
    hint: str = ""
    selected: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `attrs` are further attributes of the control, escaped when written.

    `checked` is for "checkbox" and "switch", whose `value` is what is sent. `id` defaults to
    `f-` and the name. `accept` and `multiple` are for files, `multiple` for selects too.
    `limit` is a size in words ("50 MB at most") shown in the drop zone of a file.
    """

    name: str
    label: str
    kind: Kind = "text"
    value: str = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    checked: bool = False
    options: tuple[Option, ...] = ()
    autocomplete: str = ""
    attrs: tuple[tuple[str, str], ...] = ()
    id: str = ""
    rows: int = 6
    accept: str = ""
    multiple: bool = False
    limit: str = ""
    suffix: str = ""

    @property
    def key(self) -> str:
        """The id of the control, unique on its page."""
        return self.id or f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, as `aria-describedby` wants them; may be empty."""
        ends = (("-h", self.hint), ("-e", self.error))
        return " ".join(self.key + end for end, text in ends if text)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that belong together; with a title it is a section that folds."""

    fields: tuple[FormField, ...]
    title: str = ""
    hint: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form sent by POST.

    `error` is about the form as a whole; `hidden` holds version, idempotency key and the like.
    `guard` names what is typed for keeping in the browser until it is saved; empty for
    secrets and for forms that need none.
    """

    action: str
    groups: tuple[FieldGroup, ...]
    submit: str
    submit_kind: ButtonKind = "primary"
    error: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    more: tuple[Option, ...] = ()
    cancel: Action | None = None
    multipart: bool = False
    guard: str = ""

    @property
    def refused(self) -> tuple[FormField, ...]:
        """The fields with an error, in the order of the form."""
        return tuple(f for group in self.groups for f in group.fields if f.error)
