"""What an import asks of this site, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from updago.api.commands import Site
from updago.api.ports import AvailabilityCondition, ForeignImporter
from updago.api.spaces import ActivityType, CourseFormat, EnrolmentMethod

SYSTEM: Final = "moodle2"


@dataclass(frozen=True, slots=True)
class Here:
    """Names of what is installed and on, and where activities live.

    ``importers`` are those for Moodle by its own type name; ``segments`` the first part of the
    address of each of our types, ``""`` for one that has no page.
    """

    zone: str
    languages: tuple[str, ...]
    formats: frozenset[str]
    conditions: frozenset[str]
    methods: frozenset[str]
    importers: Mapping[str, ForeignImporter]
    segments: Mapping[str, str]

    def activity_address(self, course_id: int, kind: str, activity_id: int) -> str:
        """The page of an activity, or its place on the course page."""
        segment = self.segments.get(kind, "")
        if segment:
            return f"/{segment}/{activity_id}"
        return f"/courses/{course_id}#a{activity_id}"


def look_around(site: Site) -> Here:
    """The facts of a site at this moment."""
    with site.database.reading() as session:
        site.state.refresh(session)
    types = site.declared(ActivityType)
    importers = site.declared(ForeignImporter).enabled().values()
    return Here(
        zone=str(site.settings["timezone"]),
        languages=site.catalogues.languages,
        formats=frozenset(site.declared(CourseFormat).enabled()),
        conditions=frozenset(site.declared(AvailabilityCondition).enabled()),
        methods=frozenset(site.declared(EnrolmentMethod).enabled()),
        importers={
            importer.name.removeprefix(f"{SYSTEM}:"): importer
            for importer in importers
            if importer.name.startswith(f"{SYSTEM}:") and importer.activity_type in types.enabled()
        },
        segments={
            name: site.plugins.plugins[types.owner(name)].manifest.path
            for name, kind in types.enabled().items()
            if kind.view_route is not None
        },
    )
