"""The composition root: settings, plugins, registries, includes, one commit, start checks."""

from __future__ import annotations

import importlib
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import pyramid_tm
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError
from sqlalchemy import event
from sqlalchemy.orm import Session, configure_mappers

from updago.kernel import declared
from updago.kernel.blocks.declarations import BlockType
from updago.kernel.blocks.rendering import BlockRenderer
from updago.kernel.clock import Clock, SystemClock, Uids
from updago.kernel.db.base import Base
from updago.kernel.db.database import Database
from updago.kernel.db.operation import Act, watch
from updago.kernel.errors import StartError
from updago.kernel.events import Bus, EventHandler
from updago.kernel.files.operations import Quota
from updago.kernel.files.store import FileStore
from updago.kernel.i18n import Catalogues
from updago.kernel.permissions.oracle import Oracle, RoleTables
from updago.kernel.plugins.breaker import Breakers
from updago.kernel.plugins.manager import KERNEL, Plugin, PluginManager, discover
from updago.kernel.plugins.registry import Declaration, Registry
from updago.kernel.plugins.state import SiteState
from updago.kernel.ports.availability import AvailabilityCondition
from updago.kernel.settings import Settings, load_settings
from updago.kernel.spaces.building import Builder
from updago.kernel.spaces.cache import StructureCache
from updago.kernel.spaces.declarations import ActivityType, EnrolmentMethod
from updago.kernel.spaces.tree import CategoryTrees
from updago.kernel.tasks.engine import Engine
from updago.kernel.tasks.outbox import DatabaseOutbox
from updago.kernel.tasks.wakeups import follow
from updago.kernel.web.touches import Touches

log = logging.getLogger(__name__)

D = TypeVar("D", bound=Declaration)

# Every part is included at one depth and committed once, so that a clash stops the start.
KERNEL_INCLUDES: Final = declared.INCLUDES
PAGES_OF_KERNEL: Final = declared.PAGES


@dataclass(slots=True)
class Site:
    """One application: everything that lives as long as the process, and nothing global."""

    settings: Settings
    plugins: PluginManager
    database: Database
    clock: Clock
    uids: Uids
    state: SiteState
    breakers: Breakers
    bus: Bus
    files: FileStore
    roles: RoleTables
    structures: StructureCache
    categories: CategoryTrees
    touches: Touches
    blocks: BlockRenderer
    catalogues: Catalogues
    tasks: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.tasks = Engine(self)

    def declared(self, kind: type[D]) -> Registry[D]:
        """The registry of one kind of declaration."""
        return self.plugins.declared(kind)

    def oracle(self, session: Session, person_id: int | None, *, is_guest: bool = False) -> Oracle:
        """The access oracle for one person, a guest or nobody, at this instant."""
        return Oracle(session, person_id, self.clock.now(), self.roles, is_guest=is_guest)

    def prepare(self, session: Session) -> None:
        """Make a writing session stamp, audit and publish, and see what it changes itself."""
        session.info["bus"] = self.bus
        session.info["declared"] = self.plugins.declared
        session.info["quota"] = Quota(
            course=self.state.setting("course_quota_bytes"),
            person=self.state.setting("person_quota_bytes"),
        )
        watch(session)
        follow(session, self.tasks.wake)
        event.listen(session, "after_commit", lambda _: self.state.expire())

    @contextmanager
    def acting(
        self, actor_id: int | None = None, *, request_id: str = "", once: str | None = None
    ) -> Iterator[Act]:
        """Act outside a request (commands, jobs, handlers): commit at the end, or nothing."""
        session = self.database.writer()
        self.prepare(session)
        try:
            yield Act(session, self.clock, self.uids, actor_id, None, request_id, once)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def close(self) -> None:
        """Stop threads and close connections."""
        self.tasks.stop()
        self.blocks.close()
        self.touches.close()
        self.database.dispose()


def build_site(
    overrides: Mapping[str, Any] | None = None,
    *,
    plugins: Sequence[Plugin] | None = None,
    clock: Clock | None = None,
    safe_mode: bool = False,
    strict: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Site:
    """Build the application without its web part: enough for commands and jobs.

    `plugins` defaults to all installed ones; `strict` lets errors of handlers through (tests).
    Raises StartError with one sentence that names the culprit.
    """
    manager = PluginManager(discover() if plugins is None else plugins, safe_mode=safe_mode)
    manager.check()
    for owner, module in manager.answers("updago_models"):
        _import(owner, module)
    configure_mappers()
    refuse_foreign_tables(manager)
    settings = load_settings(
        [_own_setting(owner, s) for owner, s in manager.answers("updago_settings")],
        environ=environ,
        overrides=overrides,
    )
    manager.collect(declared.KINDS, declared.OWN)
    clock = clock or SystemClock()
    database = Database(settings.database_url)
    state = SiteState(settings)
    manager.is_enabled = state.is_enabled
    breakers = Breakers()
    bus = Bus(manager.declared(EventHandler), DatabaseOutbox(), breakers, strict=strict)
    return Site(
        settings=settings,
        plugins=manager,
        database=database,
        clock=clock,
        uids=Uids(clock),
        state=state,
        breakers=breakers,
        bus=bus,
        files=FileStore(settings.files_url),
        roles=RoleTables(manager, state),
        structures=StructureCache(
            Builder(
                manager.declared(AvailabilityCondition),
                manager.declared(EnrolmentMethod),
                manager.declared(ActivityType),
            )
        ),
        categories=CategoryTrees(state),
        touches=Touches(database),
        blocks=BlockRenderer(
            manager.declared(BlockType), breakers, settings["block_time_ms"] / 1000
        ),
        catalogues=Catalogues(locale_folders(manager)),
    )


def build_app(site: Site) -> Callable[..., Any]:
    """The WSGI application of a site. Raises StartError when two parts claim one thing."""
    with site.database.reading() as session:
        site.state.read_if_possible(session)
    config = Configurator(settings=_pyramid_settings(site), package="updago.kernel.web")
    config.registry["site"] = site
    config.registry["owners"] = {p.package: n for n, p in site.plugins.plugins.items()}
    try:
        for module in (*KERNEL_INCLUDES, *PAGES_OF_KERNEL):
            config.include(module)
        for _, module in site.plugins.answers("updago_includes"):
            config.include(module)
        return config.make_wsgi_app()  # type: ignore[no-any-return]
    except (ConfigurationError, ImportError) as error:
        raise StartError("The site cannot start: ${cause}", {"cause": error}) from error


def locale_folders(manager: PluginManager) -> list[Path]:
    """The `locale` folders of the kernel and of each plugin that has one."""
    folders = [Path(__file__).parent / "locale"]
    folders.extend(plugin.folder / "locale" for plugin in manager.plugins.values())
    return [folder for folder in folders if folder.is_dir()]


def refuse_foreign_tables(manager: PluginManager) -> None:
    """Refuse a table without its owner's prefix, or with a key to another plugin's table."""
    prefixes = {KERNEL: f"{KERNEL}_", **{name: f"{name}_" for name in manager.plugins}}
    for mapper in Base.registry.mappers:
        package = mapper.class_.__module__
        owner = next(
            (n for n, p in manager.plugins.items() if package.startswith(f"{p.package}.")), KERNEL
        )
        table = mapper.local_table
        name = getattr(table, "name", "")
        if owner == KERNEL and not package.startswith("updago."):
            continue  # a plugin that is installed but belongs to another site of this process
        if not name.startswith(prefixes[owner]):
            raise StartError(
                "The table ${table} of ${owner} must be named ${prefix}….",
                {"table": name, "owner": owner, "prefix": prefixes[owner]},
            )
        for key in getattr(table, "foreign_keys", ()):
            target = key.column.table.name
            if not target.startswith((prefixes[owner], prefixes[KERNEL])):
                raise StartError(
                    "The table ${table} refers to ${target}, which belongs to another plugin.",
                    {"table": name, "target": target},
                )


def _own_setting(owner: str, setting: Any) -> Any:
    if not setting.name.startswith(f"{owner}."):
        raise StartError(
            "The plugin ${name} declares the setting ${key}, which is not named ${name}.….",
            {"name": owner, "key": setting.name},
        )
    return setting


def _import(owner: str, module: str) -> None:
    try:
        importlib.import_module(module)  # noqa: TID251 - the names come from manifests
    except Exception as error:
        raise StartError(
            "The plugin ${name} cannot load ${module}: ${cause}.",
            {"name": owner, "module": module, "cause": f"{type(error).__name__}: {error}"},
        ) from error


def _pyramid_settings(site: Site) -> dict[str, Any]:
    return {
        "tm.manager_hook": pyramid_tm.explicit_manager,
        # Whose request it is is found where a failure is answered with a page.
        "tm.annotate_user": False,
        "tm.activate_hook": "updago.kernel.web.transactions.writes",
        "jinja2.i18n.domain": "updago",
        "jinja2.i18n.gettext": "updago.kernel.web.words.Gettext",
        "jinja2.undefined": "strict",
        "jinja2.extensions": ["jinja2.ext.do", "updago.kernel.web.escaping.QuickEscaping"],
        "updago.secret": site_secret(site.settings),
    }


def site_secret(settings: Settings) -> str:
    """The secret that signs cookies: from the settings, else made once in the data folder."""
    if settings["secret"]:
        return str(settings["secret"])
    path = settings.data_dir / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            path.hardlink_to(fresh)  # the first process wins; the others read its secret
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
