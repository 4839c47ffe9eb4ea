"""The label: text and pictures shown on the course page itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from updago.api.i18n import _
from updago.api.operations import Act
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import BackupPart, ForeignImporter, ForeignRecord, Loading
from updago.api.spaces import Activity, ActivityType


def keep_nothing(_act: Act, _activity: Activity, _data: Mapping[str, Any]) -> None:
    """A label has no row of its own: its text is the description every activity has."""


def dump(_session: Session, _activity_id: int) -> Mapping[str, Any]:
    """Nothing beyond what every activity has."""
    return {}


def load(_act: Act, _activity: Activity, _values: Mapping[str, Any], _loading: Loading) -> None:
    """Nothing beyond what every activity has."""


def load_moodle(_act: Act, _activity: Activity, _record: ForeignRecord, _loading: Loading) -> None:
    """A Moodle label is its description, which every import reads."""


class LabelPlugin(Plugin):
    manifest = Manifest(
        name="label",
        title=_("Text and media"),
        version="1.0",
        category="resource",
        summary=_("Text and pictures on the course page itself."),
    )

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        yield ActivityType(
            name="label",
            title=_("Text and media"),
            help=_("Text and pictures shown between the activities of the course page."),
            icon="image",
            purpose="none",
            view_route=None,
            save=keep_nothing,
            copy=lambda _act, _source, _target: None,
            is_resource=True,
        )

    @hookimpl
    def updago_backup_parts(self) -> Iterable[BackupPart]:
        yield BackupPart("label", "label", dump, load)

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        yield ForeignImporter("moodle2:label", "label", load_moodle)


plugin = LabelPlugin()
