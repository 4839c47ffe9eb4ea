"""One Moodle backup as typed records, read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.moodle_import.reading.activity import ActivityData, read_activity
from plugins.moodle_import.reading.course import read_course, read_module, read_section
from plugins.moodle_import.reading.filelist import FileList, read_files
from plugins.moodle_import.reading.overview import read_overview
from plugins.moodle_import.reading.people import (
    read_enrolments,
    read_groups,
    read_people,
    read_role_assignments,
    read_roles,
)
from plugins.moodle_import.reading.records import (
    ActivityRef,
    Course,
    EnrolmentMethod,
    FileRecord,
    Group,
    Grouping,
    Info,
    Module,
    Person,
    RoleAssignment,
    Section,
)
from plugins.moodle_import.unpack.archive import Archive, Entry


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of a course, a section or an activity.

    Each method raises a subclass of ImportRefused for a part that cannot be read.
    """

    archive: Archive
    info: Info
    files: FileList

    def course(self) -> Course:
        """The course; without settings in a backup of a part of it."""
        return read_course(self.archive, self.info)

    def sections(self) -> list[Section]:
        """The sections in the order of the course page."""
        found = [read_section(self.archive, ref) for ref in self.info.sections]
        return sorted(found, key=lambda section: section.number)

    def module(self, ref: ActivityRef) -> Module:
        """What the activity shares with all others."""
        return read_module(self.archive, ref)

    def activity(self, ref: ActivityRef) -> ActivityData:
        """What the file of its own says."""
        return read_activity(self.archive, ref)

    def sources(self, ref: ActivityRef) -> list[Entry]:
        """Every file of the activity's own folder, as it is in the archive."""
        return self.archive.below(ref.directory)

    def files_of(self, context_id: int) -> list[FileRecord]:
        """The stored files of one context."""
        return self.files.context(context_id)

    def people(self) -> Iterator[Person]:
        """The people, one at a time; none when the backup was made without."""
        return read_people(self.archive)

    def groups(self) -> Iterator[Group | Grouping]:
        """Groups first, then groupings."""
        return read_groups(self.archive)

    def enrolments(self) -> Iterator[EnrolmentMethod]:
        """Ways into the course and who came by them."""
        return read_enrolments(self.archive)

    def roles(self) -> dict[int, str]:
        """Archetypes of the roles, by id."""
        return read_roles(self.archive)

    def role_assignments(self) -> Iterator[RoleAssignment]:
        """Who has which role in the course."""
        return read_role_assignments(self.archive)


def read_backup(archive: Archive) -> Backup:
    """Look at the list of contents and of files; raises UnknownFormat when it is no backup."""
    info = read_overview(archive)
    return Backup(archive, info, read_files(archive))
