"""Makes the sections of a course: first their places, at the end their texts."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.moodle_import import queries
from plugins.moodle_import.making.conditions import translated
from plugins.moodle_import.making.course import NAME_LIMIT
from plugins.moodle_import.making.here import Here
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.state import State
from plugins.moodle_import.making.writing import Writer
from plugins.moodle_import.reading.records import Section as OldSection
from plugins.moodle_import.reading.records import Text
from updago.api.files import SECTION_TEXT
from updago.api.spaces import SectionFields, add_section, edit_section


@dataclass(slots=True)
class Sections:
    """The sections of the archive in order, and ours by their old ids."""

    old: list[OldSection]
    ours: dict[int, int] = field(default_factory=dict)
    general_id: int = 0

    def of(self, old_id: int) -> int:
        """Our section; the general one for a section that the archive does not hold."""
        return self.ours.get(old_id, self.general_id)


def make_sections(state: State, old_ones: list[OldSection]) -> Sections:
    """A section for each of the archive; number 0 becomes the general one."""
    sections = Sections(old_ones)
    sections.general_id = queries.general_section_id(state.act.session, state.course_id)
    for old in sections.old:
        if old.number == 0 and sections.general_id not in sections.ours.values():
            section_id = sections.general_id
        else:
            section_id = add_section(state.act, course_id=state.course_id).id
        sections.ours[old.id] = section_id
        state.addresses.sections[old.id] = f"/courses/{state.course_id}#s{section_id}"
    return sections


def write_sections(state: State, here: Here, sections: Sections, marker: int) -> None:
    """Names, texts, visibility and conditions, once everything they may refer to is there."""
    for old in sections.old:
        writer = Writer(state, state.backup.info.course_context_id, "course")
        name = old.name or str(old.number)
        availability = translated(state, old.availability, here.conditions, name)
        section_id = sections.ours[old.id]
        fields: SectionFields = {"availability": availability}
        if section_id != sections.general_id:
            fields["visibility"] = "shown" if old.visible else "hidden"
            fields["is_highlighted"] = marker != 0 and old.number == marker
        summary = writer.rich(Text(old.summary.source, old.summary.format), "section", old.id)
        state.shelve(summary, SECTION_TEXT, item_id=section_id)
        edit_section(
            state.act,
            section_id=section_id,
            name=old.name[:NAME_LIMIT],
            summary=summary,
            **fields,
        )
        for difference in writer.differences:
            state.report.details.append(
                Detail(
                    "section", "", name, Outcome.ADAPTED, difference.sentence, difference.mapping
                )
            )
