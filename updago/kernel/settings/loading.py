"""Reading settings: one INI file, each key also by environment; unknown keys stop the start."""

from __future__ import annotations

import configparser
import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from updago.kernel.errors import StartError
from updago.kernel.settings.declarations import ENVIRONMENT_PREFIX, Setting
from updago.kernel.settings.own import KERNEL_SETTINGS

CONFIG_VARIABLE: Final = "UPDAGO_CONFIG"
FIXTURES_VARIABLE: Final = "UPDAGO_FIXTURES"
SECTION: Final = "updago"


@dataclass(frozen=True)
class Settings:
    """All settings of one installation: values by name, and which were given explicitly."""

    values: Mapping[str, Any]
    given: frozenset[str]
    declared: Mapping[str, Setting]
    source: Path | None = None
    _extra: dict[str, Any] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def data_dir(self) -> Path:
        path: Path = self.values["data_dir"]
        return path.absolute()

    @property
    def database_url(self) -> str:
        return str(self.values["database_url"] or f"sqlite:///{self.data_dir / 'updago.sqlite'}")

    @property
    def files_url(self) -> str:
        return str(self.values["files_url"] or (self.data_dir / "files").as_uri())

    @property
    def base_url(self) -> str:
        """The configured origin without a trailing slash; empty when none is configured."""
        return str(self.values["base_url"]).rstrip("/")


def load_settings(
    plugin_settings: Iterable[Setting] = (),
    environ: Mapping[str, str] | None = None,
    path: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Read the INI file, then the environment, then `overrides` (already typed), in rising order.

    Raises StartError for an unknown key (naming the nearest), or a value that does not parse.
    """
    environ = os.environ if environ is None else environ
    declared = {s.name: s for s in (*KERNEL_SETTINGS, *plugin_settings)}
    source = path or _config_path(environ)
    raw = _from_file(source) if source else {}
    raw.update(_from_environment(environ))
    for name in raw:
        _refuse_unknown(name, declared)
    values: dict[str, Any] = {name: setting.default for name, setting in declared.items()}
    values.update({name: _parse(declared[name], text) for name, text in raw.items()})
    for name, value in (overrides or {}).items():
        _refuse_unknown(name, declared)
        values[name] = value
    given = frozenset(raw) | frozenset(overrides or {})
    return Settings(values, given, declared, source)


def _config_path(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get(CONFIG_VARIABLE):
        if not Path(named).is_file():
            raise StartError(
                "The settings file ${path} does not exist: mend UPDAGO_CONFIG.", {"path": named}
            )
        return Path(named)
    default = Path("updago.ini")
    return default if default.is_file() else None


def _from_file(path: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as error:
        raise StartError(
            "The settings file ${path} cannot be read: ${error}.", {"path": path, "error": error}
        ) from error
    return {
        key if section == SECTION else f"{section}.{key}": text
        for section in parser.sections()
        for key, text in parser[section].items()
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    reserved = {CONFIG_VARIABLE, FIXTURES_VARIABLE}
    return {
        name[len(ENVIRONMENT_PREFIX) :].lower().replace("__", "."): text
        for name, text in environ.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in reserved
    }


def _refuse_unknown(name: str, declared: Mapping[str, Setting]) -> None:
    if name in declared:
        return
    near = difflib.get_close_matches(name, declared, n=1, cutoff=0.0)
    raise StartError(
        "The setting ${name} is unknown; the nearest known one is ${near}.",
        {"name": name, "near": near[0] if near else "?"},
    )


def _parse(setting: Setting, text: str) -> Any:
    try:
        return setting.parse(text)
    except (ValueError, TypeError) as error:
        raise StartError(
            "The setting ${name} cannot be ${text}: mend it in the file or the environment.",
            {"name": setting.name, "text": text if not setting.secret else "…"},
        ) from error
