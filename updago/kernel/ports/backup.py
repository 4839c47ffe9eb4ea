"""The ports through which activities move in and out of archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.app import Site
    from updago.kernel.db.operation import Act
    from updago.kernel.files.operations import Upload
    from updago.kernel.spaces.models import Activity
    from updago.kernel.text import RichText

Outcome = Literal["kept", "adapted"]


class LoadedFile(Protocol):
    """A file of the archive whose content is in the store, ready for a shelf.

    `path` is the folder inside its area, "" or "a/b/".
    """

    @property
    def upload(self) -> Upload: ...

    @property
    def path(self) -> str: ...

    @property
    def author(self) -> str: ...

    @property
    def licence(self) -> str: ...


class Loading(Protocol):
    """What a loader may ask of the import in progress.

    `person(old)` and `group(old)` give our ids of the archive's ids, or None when they are not
    imported; `text(html, format, area, item)` makes a RichText with our links, whose embedded
    files are drafts of the actor until `adopt_files` puts them on a shelf; `files(area, item)` are
    those that are in the archive, the main one first; `made(kind, old, address)` tells where
    something inside the activity lives now, so that links to it can follow; `differs(sentence)`
    notes a setting that could not be kept, which makes the outcome "adapted".
    """

    def person(self, old: str) -> int | None: ...

    def group(self, old: str) -> int | None: ...

    def text(self, html: str, text_format: str, area: str, item: str) -> RichText: ...

    def files(self, area: str, item: str) -> Sequence[LoadedFile]: ...

    def made(self, kind: str, old: str, address: str) -> None: ...

    def differs(self, sentence: str, mapping: Mapping[str, object] | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class BackupPart:
    """Dump and load of one activity type for UPdago's own archives, as JSON values."""

    name: str
    activity_type: str
    dump: Callable[[Session, int], Mapping[str, Any]]
    load: Callable[[Act, Activity, Mapping[str, Any], Loading], None]


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """One activity of another system's archive, parsed: plain values, nested by element name."""

    system: str
    type: str
    values: Mapping[str, Any]
    release: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForeignImporter:
    """Makes the plugin's own rows of a foreign activity.

    `name` is `system:type` ("moodle2:forum"); `activity_type` our type. `load(act, activity,
    record, loading)` runs inside the import's transaction, in a savepoint of its own: raising
    leaves the activity waiting. Differences are told by `loading.differs(...)`, which makes the
    outcome "adapted".
    """

    name: str
    activity_type: str
    load: Callable[[Act, Activity, ForeignRecord, Loading], None]


@dataclass(frozen=True, slots=True)
class Adopter:
    """Makes an activity of what waits, once a plugin for its type is there.

    `name` is the `system` that what waits names. `takes(site, waiting)` gives our activity type,
    None as long as no plugin that is on takes it. `adopt(site, act, activity, waiting)` makes the
    plugin's own rows, in the transaction in which the activity has got its type; raising leaves it
    waiting.
    """

    name: str
    takes: Callable[[Site, Mapping[str, Any]], str | None]
    adopt: Callable[[Site, Act, Activity, Mapping[str, Any]], None]
