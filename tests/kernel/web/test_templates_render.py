from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import updago.kernel.web
from updago.kernel.web.escaping import QuickEscaping
from updago.kernel.web.layout import Page
from updago.kernel.web.models import admin, catalogue, course, editing, general, home, people

TEMPLATES = Path(updago.kernel.web.__file__).parent / "templates"
SPEC = "updago.kernel.web:templates/"
HOSTILE = "<b>l'un & \"l'autre\"</b>"

MODELS: dict[str, type] = {
    "error": general.ErrorView,
    "pages/accessibility": general.StatementView,
    "pages/admin_courses": admin.TableView,
    "pages/admin_health": admin.HealthView,
    "pages/admin_index": admin.AdminIndexView,
    "pages/admin_jobs": admin.TableView,
    "pages/admin_people": admin.TableView,
    "pages/admin_plugins": admin.PluginsView,
    "pages/admin_settings": admin.SettingsView,
    "pages/admin_table": admin.TableView,
    "pages/category": catalogue.CategoryView,
    "pages/chooser": editing.ChooserView,
    "pages/confirm": general.ConfirmView,
    "pages/course": course.CourseView,
    "pages/course_edit": editing.CourseEditView,
    "pages/course_list": catalogue.CourseListView,
    "pages/dashboard": home.DashboardView,
    "pages/enrol": catalogue.EnrolView,
    "pages/form": general.FormView,
    "pages/landing": home.LandingView,
    "pages/login_local": home.LoginView,
    "pages/move": editing.MoveView,
    "pages/participants": people.ParticipantsView,
    "pages/profile": people.ProfileView,
    "pages/text": general.TextView,
}
VOID = {"meta", "link", "input", "img", "br", "hr", "use", "path", "rect", "circle"}


class Sampler:
    """Builds a value of any view model from its annotations, filled or as bare as allowed."""

    def __init__(self, *, filled: bool) -> None:
        self.filled = filled
        self.numbers = count(1)

    def value(self, hint: Any) -> Any:
        origin, args = get_origin(hint), get_args(hint)
        if origin is Literal:
            return args[next(self.numbers) % len(args)]
        if origin is tuple:
            return self._tuple(args)
        if origin is types.UnionType:
            return self.value(args[0]) if self.filled else None
        if origin is Callable or hint is Callable:
            return str
        if dataclasses.is_dataclass(hint) or hasattr(hint, "_field_defaults"):
            return self.model(hint)
        return self._plain(hint)

    def _tuple(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        if args[-1] is not Ellipsis:
            return tuple(self.value(arg) for arg in args)
        return tuple(self.value(args[0]) for _ in range(3 if self.filled else 0))

    def _plain(self, hint: Any) -> Any:
        if hint is Markup:
            return Markup(f"<p>{next(self.numbers)}</p>")
        if hint is bool:
            return next(self.numbers) % 3 > 0
        if hint is int:
            return next(self.numbers)
        return f"x{next(self.numbers)}{HOSTILE if self.filled else ''}"

    def model(self, cls: Any) -> Any:
        hints = get_type_hints(cls)
        names = [name for name in hints if self.filled or name not in given_by_default(cls)]
        return cls(**{name: self._field(name, hints[name]) for name in names})

    def _field(self, name: str, hint: Any) -> Any:
        if name in ("id", "key", "name", "anchor"):
            number = next(self.numbers)
            return number if hint is int else f"n{number}"
        if name == "attrs":
            return (("maxlength", HOSTILE),)
        return self.value(hint)


def given_by_default(cls: Any) -> set[str]:
    if not dataclasses.is_dataclass(cls):
        return set(cls._field_defaults)
    needed = (dataclasses.MISSING, dataclasses.MISSING)
    fields = dataclasses.fields(cls)
    return {f.name for f in fields if (f.default, f.default_factory) != needed}


class Reader(HTMLParser):
    """Checks that tags nest, and collects attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> does not close what is open"


def load(spec: str) -> tuple[str, str, Callable[[], bool]]:
    path = TEMPLATES / spec.removeprefix(SPEC)
    return path.read_text(encoding="utf-8"), str(path), lambda: True


Drawing = Callable[[str, bool], str]


@pytest.fixture(scope="module")
def drawn() -> Drawing:
    env = environment()

    @cache
    def draw(template: str, filled: bool) -> str:  # noqa: FBT001 - a key of the cache
        sampler = Sampler(filled=filled)
        page, model = sampler.model(Page), sampler.model(MODELS[template])
        return env.get_template(f"{SPEC}{template}.jinja2").render(page=page, model=model)

    return draw


def environment() -> Environment:
    env = Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", QuickEscaping],
    )
    env.install_null_translations()  # type: ignore[attr-defined]
    return env


def test_every_page_has_a_model_and_every_model_a_page() -> None:
    pages = {f"pages/{path.stem}" for path in (TEMPLATES / "pages").glob("*.jinja2")}
    assert pages | {"error"} == set(MODELS)


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
@pytest.mark.parametrize("template", sorted(MODELS))
class TestEveryPage:
    def test_it_is_well_formed_without_inline_style_or_script(
        self, drawn: Drawing, template: str, *, filled: bool
    ) -> None:
        text = drawn(template, filled)
        reader = Reader()
        reader.feed(text)
        assert reader.open == []
        names = {name for _, name, _ in reader.attributes}
        assert not [name for name in names if name == "style" or name.startswith("on")]
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)

    def test_text_is_escaped(self, drawn: Drawing, template: str, *, filled: bool) -> None:
        assert HOSTILE not in drawn(template, filled)

    def test_ids_are_unique_and_labels_point_at_something(
        self, drawn: Drawing, template: str, *, filled: bool
    ) -> None:
        reader = Reader()
        reader.feed(drawn(template, filled))
        ids = [value for _, name, value in reader.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        targets = {
            part
            for _, name, value in reader.attributes
            if name in ("for", "aria-labelledby", "aria-describedby")
            for part in value.split()
        }
        assert targets <= set(ids)

    def test_every_post_form_carries_the_token(
        self, drawn: Drawing, template: str, *, filled: bool
    ) -> None:
        text = drawn(template, filled)
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        assert all('name="csrf_token"' in form for form in forms)
        assert text.count("<form") >= len(forms)

    def test_it_has_one_main_heading_and_one_main_part(
        self, drawn: Drawing, template: str, *, filled: bool
    ) -> None:
        text = drawn(template, filled)
        assert text.count("<h1") == 1
        assert text.count("<main ") == 1


def macros() -> Iterator[tuple[str, str]]:
    for path in sorted((TEMPLATES / "macros").glob("*.jinja2")):
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8")):
            yield path.stem, name


@pytest.mark.parametrize(("family", "name"), list(macros()))
def test_every_macro_is_documented_on_top_of_its_file(family: str, name: str) -> None:
    text = (TEMPLATES / f"macros/{family}.jinja2").read_text(encoding="utf-8")
    assert f"{name}(" in text[: text.index("-#}")]
