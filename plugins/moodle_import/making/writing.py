"""Makes texts of a backup ours: format, embedded files, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Final

from plugins.moodle_import.making.state import Difference, State
from plugins.moodle_import.reading import links
from plugins.moodle_import.reading.records import FileRecord, Text
from plugins.moodle_import.reading.texts import to_html
from updago.api.files import Shelf, add_file
from updago.api.i18n import _
from updago.api.text import RichText, file_ref, rewrite

DRAFT_AREA: Final = "draft"
# No address at all: the sanitiser takes it out, and a picture keeps its description.
NOWHERE: Final = "missing:"
MEDIA: Final = ("image/", "audio/", "video/")


@dataclass(slots=True)
class Writer:
    """Writes the texts of one context (an activity, the course) and notes what differs."""

    state: State
    context_id: int
    component: str
    differences: list[Difference] = field(default_factory=list)
    _drafts: dict[int, str] = field(default_factory=dict)

    def rich(self, text: Text, area: str, item: int = 0) -> RichText:
        """A text of one file area. Files it embeds become drafts of the actor."""

        def change(address: str) -> str:
            target = links.find_target(address, self.state.addresses.wwwroot)
            return address if target is None else self._new_address(target, area, item)

        html = rewrite(to_html(text), change)
        return RichText.of(links.TOKEN.sub(lambda token: escape(change(token[0])), html))

    def _new_address(self, target: links.Target, area: str, item: int) -> str:
        if isinstance(target, links.EmbeddedFile):
            return self._embedded(target, area, item)
        if isinstance(target, links.StoredFile):
            return self._stored(target)
        address = self.state.addresses.of(target)
        if address is not None:
            return address
        return self._lost(self.state.addresses.former(target))

    def _embedded(self, target: links.EmbeddedFile, area: str, item: int) -> str:
        for record in self.state.backup.files.area(self.context_id, self.component, area, item):
            if (record.path, record.name) == (target.path, target.name):
                return self._draft(record)
        return self.absent(target.name)

    def _stored(self, target: links.StoredFile) -> str:
        """A file by its full address: media are embedded, the rest leads to its activity."""
        module = self.state.context_modules.get(target.context_id)
        page = None if module is None else self.state.addresses.modules.get(module)
        for record in self.state.backup.files_of(target.context_id):
            if (record.component, record.area) == (target.component, target.area) and (
                record.path,
                record.name,
            ) == (target.path, target.name):
                is_media = record.mime_type.startswith(MEDIA)
                return self._draft(record) if is_media or page is None else page
        return page if page is not None else self.absent(target.name)

    def _draft(self, record: FileRecord) -> str:
        if record.id not in self._drafts:
            upload = self.state.contents.upload(record)
            if upload is None:
                return self.absent(record.name)
            shelf = Shelf(DRAFT_AREA, owner_id=self.state.act.actor_id)
            file = add_file(
                self.state.act,
                upload,
                shelf,
                author=record.author[:255],
                licence=record.license[:100],
            )
            self.state.used.add(record.id)
            self._drafts[record.id] = file_ref(str(file.uid), file.name)
        return self._drafts[record.id]

    def absent(self, name: str) -> str:
        """Note a file whose content is not in the archive, and give the address of nothing."""
        self.note(Difference(_("The file ${name} is not in the backup."), {"name": name}))
        return NOWHERE

    def _lost(self, former: str | None) -> str:
        sentence = _("A link leads to something that the backup does not hold: ${address}")
        self.note(Difference(sentence, {"address": former or "?"}))
        return former or NOWHERE

    def note(self, difference: Difference) -> None:
        """Note a difference once."""
        if difference not in self.differences:
            self.differences.append(difference)
