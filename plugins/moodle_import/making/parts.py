"""What of a backup is read before anything is written: all but people and stored files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plugins.moodle_import.errors import ImportRefused
from plugins.moodle_import.making.course import NAME_LIMIT
from plugins.moodle_import.reading.activity import ActivityData
from plugins.moodle_import.reading.backup import Backup
from plugins.moodle_import.reading.questions import count_questions
from plugins.moodle_import.reading.records import ActivityRef, Course, Module, Section


@dataclass(slots=True)
class Item:
    """An activity of the archive on its way here; our ids are filled in as it goes."""

    ref: ActivityRef
    module: Module
    data: ActivityData
    section_id: int = 0
    activity_id: int = 0

    @property
    def name(self) -> str:
        """Its name, never empty."""
        own = str(self.data.values.get("name") or self.ref.title)
        return " ".join(own.split())[:NAME_LIMIT] or self.ref.type


@dataclass(frozen=True, slots=True)
class Parts:
    """The course, its sections and its activities in the order of the course page.

    ``unread`` are activities of which a part is missing or broken, each with the refusal.
    """

    course: Course
    sections: list[Section]
    questions: Counter[str]
    items: list[Item] = field(default_factory=list)
    unread: list[tuple[ActivityRef, ImportRefused]] = field(default_factory=list)


def read_parts(backup: Backup) -> Parts:
    """Read them; raises ImportRefused where the course, a section or the questions are broken."""
    parts = Parts(backup.course(), backup.sections(), count_questions(backup.archive))
    for ref in _in_order(backup.info.activities, parts.sections):
        try:
            parts.items.append(Item(ref, backup.module(ref), backup.activity(ref)))
        except ImportRefused as refusal:
            parts.unread.append((ref, refusal))
    return parts


def _in_order(refs: Iterable[ActivityRef], sections: Iterable[Section]) -> Iterator[ActivityRef]:
    """By the sequences of the sections; what no sequence names comes after."""
    left = {ref.module_id: ref for ref in refs}
    for section in sections:
        for module_id in section.sequence:
            if module_id in left:
                yield left.pop(module_id)
    yield from left.values()
