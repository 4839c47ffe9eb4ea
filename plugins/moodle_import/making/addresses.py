"""Where the things of a backup live now, and the addresses of those that do not."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.moodle_import.reading import links
from plugins.moodle_import.reading.links import Target


@dataclass(slots=True)
class Addresses:
    """Filled while things are made, asked while texts are rewritten.

    ``old_course_id`` and ``wwwroot`` are those of the site that made the backup.
    """

    wwwroot: str
    old_course_id: int
    course: str = ""
    sections: dict[int, str] = field(default_factory=dict)
    modules: dict[int, str] = field(default_factory=dict)
    instances: dict[tuple[str, int], str] = field(default_factory=dict)
    discussions: dict[int, str] = field(default_factory=dict)

    def of(self, target: Target) -> str | None:
        """Our address of a course, section, activity or discussion; None when it is not here."""
        match target:
            case links.ToCourse(course_id):
                return self.course if course_id == self.old_course_id else None
            case links.ToSection(section_id):
                return self.sections.get(section_id)
            case links.ToModule(_, module_id):
                return self.modules.get(module_id)
            case links.ToInstance(kind, instance_id):
                return self.instances.get((kind, instance_id))
            case links.ToDiscussion(discussion_id):
                return self.discussions.get(discussion_id)
        return None

    def former(self, target: Target) -> str | None:
        """The address on the former site, where it can be told; else None."""
        path = _former_path(target)
        if path is not None and self.wwwroot:
            return f"{self.wwwroot}{path}"
        if isinstance(target, links.Unknown) and target.address.startswith(("http:", "https:")):
            return target.address
        return None


def _former_path(target: Target) -> str | None:
    match target:
        case links.ToCourse(course_id):
            return f"/course/view.php?id={course_id}"
        case links.ToSection(section_id):
            return f"/course/section.php?id={section_id}"
        case links.ToModule(kind, module_id):
            return f"/mod/{kind}/view.php?id={module_id}"
        case links.ToDiscussion(discussion_id, post_id):
            anchor = f"#p{post_id}" if post_id else ""
            return f"/mod/forum/discuss.php?d={discussion_id}{anchor}"
    return None
