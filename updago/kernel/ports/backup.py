"""The ports through which activities move in and out of archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from updago.kernel.db.operation import Act
    from updago.kernel.spaces.models import Activity

Outcome = Literal["kept", "adapted"]


class Loading(Protocol):
    """What a loader may ask of the import in progress.

    `person(old)` and `group(old)` give our ids of the archive's ids, or None when they are not
    imported; `text(html, item)` makes a RichText whose embedded files are stored and links
    rewritten; `file(record)` stores one file of the archive and returns its row's id, or None
    when its content is absent from the archive.
    """

    def person(self, old: str) -> int | None: ...

    def group(self, old: str) -> int | None: ...

    def text(self, html: str, text_format: str, area: str, item: str) -> Any: ...

    def files(self, area: str, item: str) -> Sequence[Any]: ...

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
