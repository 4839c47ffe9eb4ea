"""A plugin that takes some Moodle types over, and remembers what it was given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from updago.api.errors import Invalid
from updago.api.files import Shelf, add_file, adopt_files
from updago.api.operations import Act
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.ports import ForeignImporter, ForeignRecord, Loading
from updago.api.spaces import Activity, ActivityType, EnrolmentMethod

TYPES = ("page", "resource", "folder", "url", "label", "forum")
PAGELESS = "label"


@dataclass(slots=True)
class Seen:
    """One activity as its importer saw it."""

    record: ForeignRecord
    activity_id: int
    texts: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    people: set[int | None] = field(default_factory=set)
    groups: set[int | None] = field(default_factory=set)
    posts: int = 0
    discussions: int = 0


class SamplePlugin(Plugin):
    """Declares a type for each of TYPES, and the manual way of enrolling."""

    manifest = Manifest(name="sample", title="Sample", version="1", category="activity")

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.refused: set[str] = set()
        self.broken: set[str] = set()

    @hookimpl
    def updago_activity_types(self) -> Iterable[ActivityType]:
        return [
            ActivityType(
                name=f"sample_{kind}",
                title=kind,
                help="",
                icon="page",
                purpose="read",
                view_route=None if kind == PAGELESS else f"sample.{kind}.view",
                save=_save,
            )
            for kind in TYPES
        ]

    @hookimpl
    def updago_enrolment_methods(self) -> Iterable[EnrolmentMethod]:
        return [EnrolmentMethod("manual", "Manual", "")]

    @hookimpl
    def updago_foreign_importers(self) -> Iterable[ForeignImporter]:
        return [ForeignImporter(f"moodle2:{kind}", f"sample_{kind}", self.load) for kind in TYPES]

    def load(self, act: Act, activity: Activity, record: ForeignRecord, loading: Loading) -> None:
        """Take everything that the loading offers."""
        if record.values["name"] in self.refused:
            raise Invalid("This one cannot be taken: ${why}.", {"why": "a test"})
        if record.values["name"] in self.broken:
            raise ZeroDivisionError
        seen = Seen(record, activity.id)
        shelf = Shelf("sample.content", activity.course_id, activity.id)
        for area in ("content", "intro"):
            if area in record.values:
                source, number = record.values[area], record.values[f"{area}format"]
                text = loading.text(source, number, area, "0")
                adopt_files(act, text, shelf)
                seen.texts[area] = text.html
        if record.type in ("resource", "folder"):
            for file in loading.files("content", "0"):
                row = add_file(act, file.upload, shelf, path=file.path)
                seen.files.append(row.path + row.name)
        _read_discussions(record, loading, seen)
        if record.values.get("display") == "5":
            loading.differs("It opened in ${where}.", {"where": "a window"})
        self.seen.append(seen)


def _read_discussions(record: ForeignRecord, loading: Loading, seen: Seen) -> None:
    for discussion in record.values.get("discussions") or ():
        seen.discussions += 1
        seen.groups.add(loading.group(discussion.get("groupid", "-1")))
        loading.made("discussion", discussion["id"], f"/sample/discussions/{seen.discussions}")
        for post in discussion["posts"] or ():
            seen.posts += 1
            seen.people.add(loading.person(post["userid"]))
            seen.texts[post["id"]] = loading.text(
                post["message"], post["messageformat"], "post", post["id"]
            ).html


def _save(act: Act, activity: Activity, data: Mapping[str, Any]) -> None:
    """Nothing of its own."""
