"""What the tests of imports share."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plugins.moodle_import.importing import import_file
from plugins.moodle_import.making.report import Report
from plugins.moodle_import.operations import Wishes
from plugins.moodle_import.plugin import MoodleImport
from plugins.moodle_import.tests import packs
from plugins.moodle_import.tests.backups import BackupBuilder
from plugins.moodle_import.tests.sample import SamplePlugin
from updago.api.commands import Site
from updago.api.spaces import CourseStructure


@dataclass(slots=True)
class Importing:
    """A site with the sample plugin, and what imports into it give."""

    site: Site
    sample: SamplePlugin

    def run(self, builder: BackupBuilder, **wishes: Any) -> Report:
        """Import what a builder has built."""
        return self.run_bytes(packs.tgz_of(builder.pairs()), **wishes)

    def run_bytes(self, data: bytes, *, is_rehearsal: bool = False, **wishes: Any) -> Report:
        """Import the bytes of an archive."""
        source = io.BytesIO(data)
        return import_file(self.site, source, Wishes(**wishes), is_rehearsal=is_rehearsal)

    def run_file(self, path: Path, **wishes: Any) -> Report:
        """Import a file."""
        with path.open("rb") as source:
            return import_file(self.site, source, Wishes(**wishes))

    def course(self, report: Report) -> CourseStructure:
        """The tree of the course that an import made."""
        course_id = report.course["id"]
        assert isinstance(course_id, int)
        with self.site.database.reading() as session:
            structure = self.site.structures.get(session, course_id)
        assert structure is not None
        return structure

    def rows(self, kind: type[Any]) -> list[Any]:
        """Every row of a table, in the order of their making."""
        with self.site.database.reading() as session:
            return list(session.query(kind).order_by(*kind.__table__.primary_key))


@pytest.fixture
def importing(make_site: Callable[..., Site]) -> Importing:
    """A site of its own, with importers for the six types that Moodle's courses live on."""
    sample = SamplePlugin()
    return Importing(make_site(MoodleImport(), sample), sample)
