"""Settings: one INI file, each key also by environment, which wins; unknown keys stop the start."""

from __future__ import annotations

import configparser
import difflib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from updago.kernel.errors import StartError

ENVIRONMENT_PREFIX: Final = "UPDAGO_"
CONFIG_VARIABLE: Final = "UPDAGO_CONFIG"
FIXTURES_VARIABLE: Final = "UPDAGO_FIXTURES"
SECTION: Final = "updago"
MINUTES_OF_A_YEAR: Final = 366 * 24 * 60
# It lands in a header of every page, so nothing but names and ports may pass.
HOST: Final = re.compile(r"(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?")


def boolean(text: str) -> bool:
    """Read `true/false`, `yes/no`, `on/off`, `1/0`. Raises ValueError for anything else."""
    try:
        return configparser.ConfigParser.BOOLEAN_STATES[text.strip().lower()]
    except KeyError:
        raise ValueError(text) from None


def positive(text: str) -> int:
    """Read a whole number, 1 to 2⁵⁰. Raises ValueError."""
    number = int(text)
    if not 1 <= number <= 2**50:
        raise ValueError(text)
    return number


def minutes(text: str) -> int:
    """Read a span in minutes, 1 to those of a year. Raises ValueError."""
    number = positive(text)
    if number > MINUTES_OF_A_YEAR:
        raise ValueError(text)
    return number


def labelled(text: str) -> list[dict[str, str]]:
    """Read a JSON list of objects of texts, each with a label. Raises ValueError."""
    found = json.loads(text)
    if not isinstance(found, list):
        raise ValueError(text)  # noqa: TRY004 - it is the text that is wrong
    for item in found:
        if not isinstance(item, dict) or not item.get("label"):
            raise ValueError(text)
        if not all(isinstance(value, str) for value in item.values()):
            raise ValueError(text)
    return found


def linked(text: str) -> list[dict[str, str]]:
    """As `labelled`, each with an address (`href`) too. Raises ValueError."""
    found = labelled(text)
    if not all(item.get("href") for item in found):
        raise ValueError(text)
    return found


def hosts(text: str) -> str:
    """Read host names set apart by spaces, `*.` before those that stand for all below."""
    if not all(HOST.fullmatch(name) for name in text.split()):
        raise ValueError(text)
    return " ".join(text.lower().split())


@dataclass(frozen=True, slots=True)
class Setting:
    """One typed key.

    `name` is `key` for the kernel and `plugin.key` for a plugin; `parse` turns the text of the
    file or environment into the value; `scope` is "start" (file and environment only) or "site"
    (administrators may change it on the screen, unless file or environment fixes it).
    `wants` is the sentence for whoever typed what `parse` refuses.
    """

    name: str
    title: str
    parse: Callable[[str], Any] = str
    default: Any = None
    help: str = ""
    scope: str = "start"
    secret: bool = False
    wants: str = ""

    @property
    def variable(self) -> str:
        """Its environment variable: `forum.edit_minutes` → UPDAGO_FORUM__EDIT_MINUTES."""
        return ENVIRONMENT_PREFIX + self.name.replace(".", "__").upper()


NUMBER: Final = "Write a whole number from 1 on."

KERNEL_SETTINGS: Final[tuple[Setting, ...]] = (
    Setting("data_dir", "Data folder", Path, Path("var")),
    Setting("database_url", "Database", str, "", "SQLite in the data folder when empty."),
    Setting("files_url", "File store", str, "", "file:///… or s3://bucket/prefix."),
    Setting("redis_url", "Redis", str, "", secret=True),
    Setting("queue_url", "Job queue", str, "", "redis://…, postgresql://… or sqlite:///…"),
    Setting(
        "mail_url", "Mail server", str, "", "smtp://host:port; a folder when empty.", secret=True
    ),
    Setting("base_url", "Public address", str, "", "The only source of absolute links."),
    Setting("secret", "Secret", str, "", "Made and stored on first start.", secret=True),
    Setting("site_name", "Name of the site", str, "UPdago", scope="site"),
    Setting("language", "Default language", str, "fr", scope="site"),
    Setting("timezone", "Default time zone", str, "Europe/Paris", scope="site"),
    Setting(
        "doors",
        "Doors of the first page",
        labelled,
        [],
        "A JSON list; empty: one for each way to sign in.",
        scope="site",
        wants="Write a JSON list of objects, each with a “label”, and texts only.",
    ),
    Setting(
        "help_lines",
        "Ways to get help",
        linked,
        [],
        "A JSON list.",
        scope="site",
        wants="Write a JSON list of objects, each with a “label” and an “href”.",
    ),
    Setting("guest_access", "Guests may look around", boolean, True, scope="site"),
    Setting(
        "session_idle_minutes",
        "End a session after … idle minutes",
        minutes,
        480,
        scope="site",
        wants="Write a whole number of minutes, at most those of a year.",
    ),
    Setting(
        "upload_max_bytes",
        "Largest file, in bytes",
        positive,
        512 * 2**20,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "person_quota_bytes",
        "Quota of a person, in bytes",
        positive,
        2**30,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "course_quota_bytes",
        "Quota of a course, in bytes",
        positive,
        8 * 2**30,
        scope="site",
        wants=NUMBER,
    ),
    Setting(
        "frame_hosts",
        "Hosts whose frames texts may show",
        hosts,
        "",
        "Host names, set apart by spaces.",
        scope="site",
        wants="Write host names such as tube.example.org, set apart by spaces.",
    ),
    Setting("trusted_proxy", "Proxy in front", str, "", "The address whose X-Forwarded-… count."),
    Setting("view_time_s", "After how many seconds a page of a plugin counts as hung", float, 10.0),
    Setting("block_time_ms", "Time limit of a block, in ms", int, 150),
)


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
