"""What an import knows while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.moodle_import.making.addresses import Addresses
from plugins.moodle_import.making.contents import Contents
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.reading.backup import Backup
from updago.api.files import Shelf, adopt_files
from updago.api.operations import Act
from updago.api.text import RichText


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was: a sentence (a msgid) with its values."""

    sentence: str
    mapping: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """One import: where it writes, what it reads, and which old id became which of ours.

    ``used`` and ``waiting`` hold ids of rows of files.xml; ``context_modules`` tells which
    activity (by its old id) a context belongs to.
    """

    act: Act
    backup: Backup
    contents: Contents
    addresses: Addresses
    report: Report
    with_people: bool = False
    course_id: int = 0
    people: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    groupings: dict[int, int] = field(default_factory=dict)
    activities: dict[int, int] = field(default_factory=dict)
    context_modules: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    waiting: set[int] = field(default_factory=set)

    def shelve(
        self, text: RichText, area: str, *, activity_id: int | None = None, item_id: int = 0
    ) -> None:
        """Hand the files that a text embeds over to the thing it belongs to."""
        adopt_files(self.act, text, Shelf(area, self.course_id, activity_id, item_id))
