"""`updago plugins …`, `upgrade`, `downgrade` and `check`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from updago.kernel.db import drift, migrate
from updago.kernel.errors import Conflict, Invalid, NotFound
from updago.kernel.i18n import _
from updago.kernel.plugins.declarations import Command
from updago.kernel.plugins.operations import disable_plugin, enable_plugin, forget_plugin
from updago.kernel.plugins.scaffold import KINDS, make_plugin

if TYPE_CHECKING:
    from updago.kernel.app import Site


def list_plugins(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Every installed plugin, whether it is on, and the head of its tables."""
    with site.database.reading() as session:
        site.state.read_if_possible(session)
    known = migrate.heads(site.database)
    return {
        "plugins": [
            {
                "name": name,
                "title": str(plugin.manifest.title),
                "version": plugin.manifest.version,
                "category": plugin.manifest.category,
                "enabled": site.state.is_enabled(name),
                "essential": plugin.manifest.essential,
                "needs": list(plugin.manifest.needs),
                "head": known.of(name),
            }
            for name, plugin in site.plugins.plugins.items()
        ]
    }


def enable(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Switch a plugin on."""
    with site.acting() as act:
        enable_plugin(act, site.plugins, name=arguments.name)
    return {"name": arguments.name, "enabled": True}


def disable(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Switch a plugin off; its data stays."""
    with site.acting() as act:
        disable_plugin(act, site.plugins, name=arguments.name)
    return {"name": arguments.name, "enabled": False}


def remove(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Undo the plugin's migrations, which drops its tables, before its code goes."""
    plugin = site.plugins.plugins.get(arguments.name)
    if plugin is None:
        raise NotFound(_("The plugin ${name} is not installed."), {"name": arguments.name})
    users = [n for n, p in site.plugins.plugins.items() if arguments.name in p.manifest.needs]
    if plugin.manifest.essential or users:
        raise Conflict(
            _("The plugin ${name} is needed by ${others}."),
            {"name": arguments.name, "others": ", ".join(users) or site.settings["site_name"]},
        )
    if not arguments.yes:
        raise Invalid(
            _("This destroys all data of ${name}. Add --yes if you mean it."),
            {"name": arguments.name},
        )
    undone = migrate.downgrade(site, f"{arguments.name}@base")
    with site.acting() as act:
        forget_plugin(act, name=arguments.name)
    return {"name": arguments.name, "undone": undone}


def new(_site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Write the files of a new plugin."""
    files = make_plugin(arguments.name, arguments.kind, arguments.path)
    return {"name": arguments.name, "files": [str(path) for path in files]}


def migration(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Draft the migrations that an owner's models lack."""
    # Loads the half of alembic that nothing else needs.
    from updago.kernel.db.drafting import draft

    return {"files": [str(path) for path in draft(site, arguments.name)]}


def upgrade(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Run every migration that waits."""
    return {"done": migrate.upgrade(site)}


def downgrade(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Undo migrations down to PLUGIN@REVISION or PLUGIN@base."""
    return {"undone": migrate.downgrade(site, arguments.target)}


def check(site: Site, _arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Compare the database with the models. Raises Conflict when they differ."""
    if wrong := drift.check(site):
        details = "; ".join(f"{owner} {text}" for owner, texts in wrong.items() for text in texts)
        raise Conflict(
            _("The database differs from this version: ${details}"), {"details": details}
        )
    return {"wrong": wrong}


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def _for_remove(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("--yes", action="store_true", help="destroy its data")


def _for_new(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument("--kind", choices=KINDS, default=KINDS[0])
    parser.add_argument("--path", type=Path, default=Path("plugins"), metavar="DIR")


def _for_downgrade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="PLUGIN@REVISION")


COMMANDS: Final = (
    Command("plugins", "list", "list the installed plugins", list_plugins),
    Command("plugins", "enable", "switch a plugin on", enable, _name),
    Command("plugins", "disable", "switch a plugin off; its data stays", disable, _name),
    Command("plugins", "remove", "drop the tables of a plugin", remove, _for_remove),
    Command("plugins", "new", "write the files of a new plugin", new, _for_new),
    Command("plugins", "migration", "draft migrations from models", migration, _name),
    Command("upgrade", "", "run the migrations that wait", upgrade),
    Command("downgrade", "", "undo migrations", downgrade, _for_downgrade),
    Command("check", "", "compare the database with the models", check),
)
