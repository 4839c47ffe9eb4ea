"""Contracts: what holds for every declaration of every installed plugin.

A test module runs them with `class TestContracts(DeclarationContracts): pass`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import updago.kernel.web
from updago.cli.parsing import parser_of
from updago.kernel.accounts.declarations import AuthMethod
from updago.kernel.app import Site
from updago.kernel.declared import KINDS
from updago.kernel.permissions.declarations import OWNER, ROLES, Permission
from updago.kernel.plugins.declarations import Command, DemoContent
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.tasks.declarations import JobType, Schedule
from updago.kernel.web.declarations import NavigationEntry
from updago.kernel.web.routing import OPEN, SIGNED_IN, PageRoute
from updago.testing.behaviour import BehaviourContracts
from updago.testing.web import Client

__all__ = ["BehaviourContracts", "DeclarationContracts"]

ICONS: Final = Path(updago.kernel.web.__file__).parent / "static" / "img" / "icons.svg"
# What the addresses of navigation entries are made with, by where they stand.
IDS: Final = {"course": ("course_id",), "category": ("category_id",)}
PERMISSION: Final = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")


class DeclarationContracts:
    """Each test looks at all declarations and names those that break the rule."""

    @pytest.fixture(autouse=True)
    def _whole_site(self, app: Client) -> None:
        self.app = app
        self.site: Site = app.site
        self.pages: dict[str, PageRoute] = app.wsgi.registry["pages"].pages  # type: ignore[attr-defined]

    def declared(self, kind: type[Any]) -> Iterator[Any]:
        """All declarations of one kind."""
        yield from self.site.declared(kind).values()

    def leads(self, route: str | None, *parts: str) -> bool:
        """Whether a route exists that needs no other parts; None leads nowhere on purpose."""
        if route is None:
            return True
        page = self.pages.get(route)
        return page is not None and set(re.findall(r"{(\w+)", page.pattern)) <= set(parts)

    def test_declarations_cannot_be_changed(self) -> None:
        wrong = [
            one.name
            for kind in KINDS.values()
            for one in self.declared(kind)
            if not one.__dataclass_params__.frozen
        ]
        assert not wrong

    def test_what_people_read_has_a_french_text(self) -> None:
        words = self.site.catalogues.translator("fr")
        wrong = [
            (one.name, field.name)
            for kind in (ActivityType, EnrolmentMethod, AuthMethod, NavigationEntry, Permission)
            for one in self.declared(kind)
            for field in dataclasses.fields(one)
            if field.name in {"title", "help"}
            and (text := getattr(one, field.name))
            and words.translate(text) == text
            and words.gettext(text) == text
            and " " in text
        ]
        assert not wrong

    def test_permissions_are_named_by_scope_object_and_action(self) -> None:
        wrong = [p.name for p in self.declared(Permission) if not PERMISSION.fullmatch(p.name)]
        assert not wrong

    def test_permissions_name_roles_that_exist(self) -> None:
        known = {*ROLES, OWNER}
        assert not [p.name for p in self.declared(Permission) if not set(p.roles) <= known]

    def test_routes_ask_for_permissions_that_exist(self) -> None:
        known = {OPEN, SIGNED_IN, *self.site.declared(Permission)}
        assert not [p.name for p in self.pages.values() if p.permission not in known]

    def test_routes_of_a_plugin_stay_below_its_segment(self) -> None:
        segments = {n: p.manifest.path for n, p in self.site.plugins.plugins.items()}
        wrong = [
            page.name
            for page in self.pages.values()
            if page.plugin != KERNEL
            and not f"{page.pattern}/".startswith((f"/{segments[page.plugin]}/", "/login/"))
        ]
        assert not wrong

    def test_navigation_leads_somewhere_for_somebody(self) -> None:
        known = {OPEN, SIGNED_IN, *self.site.declared(Permission)}
        wrong = [
            entry.name
            for entry in self.declared(NavigationEntry)
            if entry.permission not in known
            or not self.leads(entry.route, *IDS.get(entry.where, ()))
        ]
        assert not wrong

    def test_activities_lead_to_their_page(self) -> None:
        wrong = [
            one.name
            for one in self.declared(ActivityType)
            if not self.leads(one.view_route, "activity_id")
        ]
        assert not wrong

    def test_ways_to_sign_in_and_to_enrol_lead_to_their_page(self) -> None:
        wrong = [one.name for one in self.declared(AuthMethod) if not self.leads(one.start_route)]
        wrong += [
            one.name
            for one in self.declared(EnrolmentMethod)
            if not self.leads(one.enter_route, "course_id", "instance_id")
        ]
        assert not wrong

    def test_icons_are_on_the_sheet(self) -> None:
        sheet = set(re.findall(r'id="i-([a-z0-9-]+)"', ICONS.read_text(encoding="utf-8")))
        kinds = (ActivityType, AuthMethod, NavigationEntry)
        wrong = [
            (one.name, one.icon)
            for kind in kinds
            for one in self.declared(kind)
            if one.icon and one.icon not in sheet
        ]
        assert not wrong

    def test_schedules_name_jobs_that_exist(self) -> None:
        jobs = self.site.declared(JobType)
        assert not [one.name for one in self.declared(Schedule) if one.job not in jobs]

    def test_demonstrations_need_what_exists(self) -> None:
        known = self.site.declared(DemoContent)
        assert not [one.name for one in known.values() if not set(one.needs) <= set(known)]

    def test_commands_can_be_parsed_together(self) -> None:
        assert parser_of(list(self.declared(Command))).format_help()
