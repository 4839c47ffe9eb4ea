"""What the importers of activity plugins may ask of a running import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugins.moodle_import.making.state import Difference, State
from plugins.moodle_import.making.writing import Writer
from plugins.moodle_import.reading.records import Text
from plugins.moodle_import.reading.values import FORMAT_HTML, whole
from updago.api.files import Upload
from updago.api.text import RichText


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A stored file of an activity, ready to be put on a shelf; ``path`` is ``""`` or ``a/b/``."""

    upload: Upload
    path: str
    author: str
    licence: str


@dataclass(frozen=True, slots=True)
class ActivityLoading:
    """The ``Loading`` of one activity; what differs is noted by the writer."""

    state: State
    writer: Writer

    def person(self, old: str) -> int | None:
        """Our id of a person of the archive; None when not imported."""
        return self.state.people.get(whole(old))

    def group(self, old: str) -> int | None:
        """Our id of a group of the archive; None when there is none."""
        return self.state.groups.get(whole(old))

    def text(self, html: str, text_format: str, area: str, item: str) -> RichText:
        """A text whose embedded files are drafts of the actor and whose links are ours."""
        text = Text(html or "", whole(text_format, FORMAT_HTML))
        return self.writer.rich(text, area, whole(item))

    def files(self, area: str, item: str) -> Sequence[LoadedFile]:
        """The files of an area that are in the archive, the main one first.

        Those that are absent are noted as differences.
        """
        context, component = self.writer.context_id, self.writer.component
        found: list[LoadedFile] = []
        records = self.state.backup.files.area(context, component, area, whole(item))
        for record in sorted(records, key=lambda record: not record.sort_order):
            upload = self.state.contents.upload(record)
            if upload is None:
                self.writer.absent(record.name)
                continue
            self.state.used.add(record.id)
            path = record.path.lstrip("/")
            found.append(LoadedFile(upload, path, record.author[:255], record.license[:100]))
        return found

    def made(self, kind: str, old: str, address: str) -> None:
        """Tell where something inside the activity lives now (``discussion``)."""
        if kind == "discussion":
            self.state.addresses.discussions[whole(old)] = address

    def differs(self, sentence: str, mapping: Mapping[str, object] | None = None) -> None:
        """Note a setting that could not be kept; the activity counts as adapted."""
        self.writer.note(Difference(sentence, mapping or {}))
