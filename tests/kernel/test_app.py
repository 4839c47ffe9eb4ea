"""What stops the start, with one sentence that names the culprit."""

from __future__ import annotations

import stat
import sys
import types
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from updago.kernel.app import Site, build_app, refuse_foreign_tables, site_secret
from updago.kernel.db.base import Base
from updago.kernel.errors import StartError
from updago.kernel.plugins.manager import Plugin, PluginManager, discover
from updago.kernel.plugins.manifest import Manifest
from updago.kernel.plugins.markers import hookimpl
from updago.kernel.settings import Setting, load_settings

MakeSite = Callable[..., Site]


class Odd(Plugin):
    """Answers each hook as it is told."""

    def __init__(self, name: str = "odd", **answers: Any) -> None:
        self.manifest = Manifest(name, name.title(), "1", "tool")
        self.answers = answers

    @hookimpl
    def updago_models(self) -> Iterable[str]:
        return self.answers.get("models", ())  # type: ignore[no-any-return]

    @hookimpl
    def updago_settings(self) -> Iterable[Setting]:
        return self.answers.get("settings", ())  # type: ignore[no-any-return]

    @hookimpl
    def updago_includes(self) -> Iterable[str]:
        return self.answers.get("includes", ())  # type: ignore[no-any-return]


def test_a_setting_bears_the_name_of_its_plugin(make_site: MakeSite) -> None:
    with pytest.raises(StartError, match=r"odd declares the setting other\.key"):
        make_site(Odd(settings=[Setting("other.key", "Key")]))


def test_a_module_of_tables_that_cannot_be_loaded_is_named(make_site: MakeSite) -> None:
    with pytest.raises(StartError, match=r"odd cannot load odd\.tables: ModuleNotFoundError"):
        make_site(Odd(models=["odd.tables"]))


def test_a_module_of_pages_that_cannot_be_loaded_is_named(make_site: MakeSite) -> None:
    with pytest.raises(StartError, match="No module named 'odd'"):
        build_app(make_site(Odd(includes=["odd.pages"])))


def test_two_plugins_of_one_name_stop_the_start() -> None:
    with pytest.raises(StartError, match="Two plugins are called odd"):
        PluginManager([Odd(), Odd()])


class TestTables:
    """The tables of a plugin, as they are mapped."""

    tables: ClassVar[MetaData] = MetaData()
    others: ClassVar[Table] = Table("other_thing", tables, Column("id", Integer, primary_key=True))

    def refuse(self, monkeypatch: pytest.MonkeyPatch, table: Table) -> None:
        mapped = type("Mapped", (), {"__module__": f"{Odd().package}.models"})
        mapper = SimpleNamespace(class_=mapped, local_table=table)
        registry = SimpleNamespace(mappers=[mapper])
        monkeypatch.setattr(Base, "registry", registry)
        refuse_foreign_tables(PluginManager([Odd()]))

    def table(self, name: str, *columns: Column[Any]) -> Table:
        return Table(name, MetaData(), Column("id", Integer, primary_key=True), *columns)

    def test_a_table_bears_the_name_of_its_plugin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refuse(monkeypatch, self.table("odd_thing"))
        with pytest.raises(StartError, match="thing of odd must be named odd_"):
            self.refuse(monkeypatch, self.table("thing"))

    def test_a_key_leads_to_the_plugin_itself_or_to_the_kernel(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key: Column[Any] = Column("other", ForeignKey(self.others.c.id))
        with pytest.raises(StartError, match="refers to other_thing"):
            self.refuse(monkeypatch, self.table("odd_thing", key))


class TestDiscovery:
    @pytest.fixture
    def installed(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
        """Put what an entry point names into a module, or leave the module out."""

        def install(found: Any) -> None:
            entry = metadata.EntryPoint("odd", "odd_distribution:plugin", "updago.plugins")
            monkeypatch.setattr(metadata, "entry_points", lambda **_: [entry])
            if found is not None:
                module = types.ModuleType("odd_distribution")
                module.plugin = found  # type: ignore[attr-defined]
                monkeypatch.setitem(sys.modules, "odd_distribution", module)

        return install

    def test_an_installed_plugin_is_found(self, installed: Callable[[Any], None]) -> None:
        plugin = Odd()
        installed(plugin)
        assert discover() == [plugin]

    def test_a_plugin_that_cannot_be_loaded_is_named(
        self, installed: Callable[[Any], None]
    ) -> None:
        installed(None)
        with pytest.raises(StartError, match="odd cannot be loaded: ModuleNotFoundError"):
            discover()

    @pytest.mark.parametrize("found", [7, Odd("even")])
    def test_an_entry_point_gives_a_plugin_of_its_own_name(
        self, installed: Callable[[Any], None], found: Any
    ) -> None:
        installed(found)
        with pytest.raises(StartError, match="odd must give a Plugin"):
            discover()


def test_the_secret_is_made_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    settings = load_settings(environ={}, overrides={"data_dir": tmp_path / "var"})
    secret = site_secret(settings)
    assert len(secret) == 64
    assert site_secret(settings) == secret
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret"]


def test_of_two_processes_that_start_at_once_the_first_makes_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(environ={}, overrides={"data_dir": tmp_path})
    path = tmp_path / "secret"
    real = Path.touch

    def slow(self: Path, *arguments: Any, **options: Any) -> None:
        path.write_text("theirs")
        real(self, *arguments, **options)

    monkeypatch.setattr(Path, "touch", slow)
    assert site_secret(settings) == "theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def test_a_secret_that_is_given_is_taken(tmp_path: Path) -> None:
    given = {"data_dir": tmp_path, "secret": "given"}
    assert site_secret(load_settings(environ={}, overrides=given)) == "given"
    assert list(tmp_path.iterdir()) == []
