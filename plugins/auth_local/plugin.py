"""Manifest and hooks."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.auth_local import commands, demonstration
from updago.api.accounts import AuthMethod
from updago.api.i18n import _
from updago.api.plugins import Command, DemoContent, Manifest, Plugin, hookimpl
from updago.api.settings import Setting


class AuthLocal(Plugin):
    """Accounts of the site itself."""

    manifest = Manifest(
        name="auth_local",
        segment="auth_local",
        title=_("Accounts of this site"),
        summary=_("People sign in with a username and a password that this site keeps."),
        version="1.0",
        category="auth",
        essential=True,
    )

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return ("plugins.auth_local.models",)

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return ("plugins.auth_local.routes",)

    @hookimpl
    def updago_settings(self) -> Iterable[Setting]:
        return (
            Setting(
                "auth_local.password_length",
                _("Fewest characters of a password"),
                int,
                10,
                scope="site",
            ),
        )

    @hookimpl
    def updago_auth_methods(self) -> Iterable[AuthMethod]:
        return (
            AuthMethod(
                name="local",
                title=_("Account of this site"),
                start_route="auth_local.login",
                label=_("Username and password"),
                text=_("With an account of this site"),
                icon="key-round",
                invite=commands.invite,
            ),
        )

    @hookimpl
    def updago_commands(self) -> Iterable[Command]:
        return (
            Command(
                "users",
                "set-password",
                "give a person a password, or a link to choose one",
                commands.set_password,
                commands.for_set_password,
            ),
        )

    @hookimpl
    def updago_demo_contents(self) -> Iterable[DemoContent]:
        yield DemoContent("auth_local.passwords", demonstration.load, needs=("demo.faculty",))


plugin = AuthLocal()
