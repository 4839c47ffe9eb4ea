"""The texts, pictures and files that lie beside the description of a course."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from updago.api.files import DRAFT_AREA, Shelf, Upload, add_file, media_type, safe_name
from updago.api.operations import Act
from updago.api.text import RichText, file_ref, rewrite

if TYPE_CHECKING:
    from updago.api.commands import Site

SNIFFED_BYTES: Final = 4096


class Materials:
    """One folder: a text names its pictures by their file names."""

    def __init__(self, site: Site, folder: Path) -> None:
        self._site = site
        self._folder = folder

    def declared(self, kind: type[Any]) -> Mapping[str, Any]:
        """The declarations of a kind whose plugins are on, by name."""
        return self._site.declared(kind).enabled()

    def upload(self, name: str) -> Upload:
        """A file of the folder, put into the store."""
        path = self._folder / name
        with path.open("rb") as stream:
            head = stream.read(SNIFFED_BYTES)
            stream.seek(0)
            stored = self._site.files.put(stream)
        return Upload(stored, safe_name(path.name), media_type(path.name, head))

    def page(self, act: Act, name: str) -> RichText:
        """A text of the folder."""
        return self.text(act, (self._folder / name).read_text(encoding="utf-8"))

    def text(self, act: Act, html: str) -> RichText:
        """A text whose pictures are drafts of whoever acts, as a browser would have sent them."""

        def change(address: str) -> str:
            if "/" in address or not (self._folder / address).is_file():
                return address
            shelf = Shelf(DRAFT_AREA, owner_id=act.actor_id)
            file = add_file(act, self.upload(address), shelf)
            return file_ref(str(file.uid), file.name)

        return RichText.of(rewrite(html, change))

    def data(self, act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a type's form: `text`, `file` and `files` name what lies in the folder."""
        given = dict(values.get("data", {}))
        for field, name in values.get("texts", {}).items():
            given[field] = self.page(act, name)
        for field, names in values.get("files", {}).items():
            one = isinstance(names, str)
            given[field] = self.upload(names) if one else tuple(self.upload(name) for name in names)
        return given
