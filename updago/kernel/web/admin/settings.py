"""The form of a set of settings, made from their types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

import wtforms as w
from wtforms.validators import Length, Optional, ValidationError

from updago.kernel.i18n import _
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.settings import Setting
from updago.kernel.settings.values import paragraphs
from updago.kernel.web.foot import LABELS
from updago.kernel.web.forms import SwitchField, bind, choices_of

if TYPE_CHECKING:
    from pyramid.request import Request

    from updago.kernel.app import Site

SITE: Final = "site"
MISFIT: Final = _("This value does not fit.")
LANGUAGE_NAMES: Final = {"fr": "Français", "en": "English"}
LIST_ROWS: Final = 8
# The end of the name of a setting that counts bytes: people read sizes.
BYTES: Final = "_bytes"
# The library's forms have names of their own, and none may hold a point.
PREFIX: Final = "set_"
TEXT_LIMIT: Final = 1_000
LIST_LIMIT: Final = 10_000
# Where the class of a request's form is remembered, so that it is bound once.
FORMS: Final = "updago.settings_forms"


def groups_of(site: Site) -> Mapping[str, tuple[Setting, ...]]:
    """The settings that administrators may change, by the plugin that has them, enabled ones."""
    found: dict[str, list[Setting]] = {}
    for setting in site.settings.declared.values():
        owner = setting.name.partition(".")[0] if "." in setting.name else KERNEL
        if setting.scope == SITE and (owner == KERNEL or site.state.is_enabled(owner)):
            found.setdefault(owner, []).append(setting)
    return {owner: tuple(settings) for owner, settings in found.items()}


def settings_form(request: Request, settings: tuple[Setting, ...]) -> w.Form:
    """The form of these settings with their values; those that are fixed cannot be typed in."""
    known: dict[Any, type[w.Form]] = request.environ.setdefault(FORMS, {})
    key = tuple(setting.name for setting in settings)
    if key not in known:
        fields = {field_name(s): _field(request, s) for s in settings}
        known[key] = type("SettingsForm", (w.Form,), fields)
    form_class = known[key]
    initial = {field_name(s): _shown(request, s) for s in settings}
    return bind(request, form_class, initial)


def changed_values(request: Request, settings: tuple[Setting, ...], form: w.Form) -> dict[str, Any]:
    """What was typed otherwise than it is, by the names of the settings; the form was checked."""
    typed = {s.name: _read(s, form[field_name(s)]) for s in settings if not is_fixed(request, s)}
    state, declared = request.site.state, request.site.settings.declared
    return {
        name: value
        for name, value in typed.items()
        if value != state.setting(name) and (value or not declared[name].secret)
    }


def field_name(setting: Setting) -> str:
    """The name of its field."""
    return PREFIX + setting.name.replace(".", "__")


def is_fixed(request: Request, setting: Setting) -> bool:
    """Whether the file or the environment says what it is."""
    return setting.name in request.site.settings.given


def _field(request: Request, setting: Setting) -> Any:
    keywords: dict[str, Any] = {}
    if is_fixed(request, setting):
        keywords["disabled"] = True
    common: dict[str, Any] = {"description": _help(request, setting), "render_kw": keywords}
    checks = [Optional(), _Parses(setting)]
    if choices := _choices(request, setting):
        return w.SelectField(setting.title, choices=choices_of(choices), **common)
    if isinstance(setting.default, bool):
        return SwitchField(setting.title, **common)
    if isinstance(setting.default, (list, dict)) or setting.parse is paragraphs:
        keywords["rows"] = LIST_ROWS
        return w.TextAreaField(setting.title, [*checks, Length(max=LIST_LIMIT)], **common)
    checks.append(Length(max=TEXT_LIMIT))
    if setting.secret:
        return w.PasswordField(setting.title, checks, **common)
    if isinstance(setting.default, int):
        keywords["inputmode"] = "numeric"
    return w.StringField(setting.title, checks, **common)


def _help(request: Request, setting: Setting) -> str:
    help_text = request.translate(setting.help) if setting.help else ""
    if setting.name.endswith(BYTES):
        size = request.formats.file_size(request.site.state.setting(setting.name))
        help_text = f"{help_text} {request.say(_('Now ${size}.'), {'size': size})}".strip()
    if not is_fixed(request, setting):
        return help_text
    values = {"name": setting.name, "variable": setting.variable}
    fixed = _("Fixed by ${name} in the settings file, or ${variable} in the environment.")
    return f"{help_text} {request.say(fixed, values)}".strip()


def _choices(request: Request, setting: Setting) -> list[tuple[str, str]]:
    """The values to choose from, the present one among them; empty when any text will do."""
    present = str(request.site.state.setting(setting.name))
    if setting.name == "language":
        codes = sorted({*request.site.catalogues.languages, present})
        return [(code, LANGUAGE_NAMES.get(code, code)) for code in codes]
    if setting.name == "accessibility_state":
        return [(state, request.translate(label)) for state, label in LABELS.items()]
    if setting.name == "timezone":
        zones = sorted({present, *(zone for zone in available_timezones() if "/" in zone)})
        return [(zone, zone.replace("_", " ")) for zone in zones]
    return []


class _Parses:
    """What was typed can be read as the setting."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def __call__(self, _form: w.Form, field: Any) -> None:
        try:
            self._setting.parse(str(field.data))
        except (ValueError, TypeError) as error:
            sentence = field.gettext(self._setting.wants or MISFIT)
            raise ValidationError(sentence) from error


def _shown(request: Request, setting: Setting) -> Any:
    value = request.site.state.setting(setting.name)
    if isinstance(setting.default, bool):
        return value
    if isinstance(setting.default, (list, dict)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return "" if value is None else str(value)


def _read(setting: Setting, field: w.Field) -> Any:
    """The value of a checked field; an empty one is the default."""
    if isinstance(setting.default, bool):
        return bool(field.data)
    text = str(field.data or "").strip()
    return setting.parse(text) if text else setting.default


def titles_of(request: Request, groups: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The sets and what they are called."""
    plugins = request.site.plugins.plugins
    for owner in groups:
        title = _("The site") if owner == KERNEL else plugins[owner].manifest.title
        yield owner, request.translate(title)
