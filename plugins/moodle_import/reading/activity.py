"""The own file of an activity (``forum.xml``) as plain values, whatever its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from plugins.moodle_import.reading.course import missing
from plugins.moodle_import.reading.records import ActivityRef
from plugins.moodle_import.reading.values import NULL, whole
from plugins.moodle_import.reading.xmlsafe import stream, walk
from plugins.moodle_import.unpack.archive import Archive, Entry

_LIST, _ITEM = 3, 4


@dataclass(frozen=True, slots=True)
class Records:
    """A list inside an activity, read from its file each time it is walked, item by item."""

    entry: Entry
    paths: tuple[str, ...]
    others: tuple[str, ...]

    def __iter__(self) -> Iterator[Any]:
        with self.entry.open() as source:
            for node in stream(source, self.paths, self.others):
                yield _plain(node)


@dataclass(frozen=True, slots=True)
class ActivityData:
    """What an activity's own file says.

    ``values`` maps each field to its text (None for null) and each list to ``Records``, whose
    items map attributes and fields in the same way, with nested lists in full.
    """

    context_id: int
    instance_id: int
    values: Mapping[str, Any]


def read_activity(archive: Archive, ref: ActivityRef) -> ActivityData:
    """The values of one activity; raises Damaged when its file is missing or another's."""
    entry = archive.get(f"{ref.directory}/{ref.type}.xml")
    if entry is None:
        raise missing(f"{ref.directory}/{ref.type}.xml")
    values: dict[str, Any] = {}
    lists: dict[str, set[str]] = {}
    root: Mapping[str, str] = {}
    with entry.open() as source:
        for starts, level, node in walk(source, _ITEM):
            if starts and level == 1:
                root = {"tag": str(node.tag), **_attributes(node)}
            elif not starts and level == _ITEM:
                _note_item(lists, node)
            elif not starts and level == _LIST:
                values[str(node.tag)] = _leaf(node)
    if root["tag"] != "activity" or root.get("modulename") != ref.type:
        raise missing(entry.name)
    values |= _records(entry, ref.type, lists)
    return ActivityData(whole(root.get("contextid")), whole(root.get("id")), values)


def _note_item(lists: dict[str, set[str]], node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        lists.setdefault(str(parent.tag), set()).add(str(node.tag))


def _records(entry: Entry, kind: str, lists: dict[str, set[str]]) -> dict[str, Records]:
    paths = {
        name: tuple(f"{kind}/{name}/{item}" for item in sorted(items))
        for name, items in lists.items()
    }
    every = {path for own in paths.values() for path in own}
    return {
        name: Records(entry, own, tuple(sorted(every.difference(own))))
        for name, own in paths.items()
    }


def _attributes(node: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _leaf(node: etree._Element) -> str | None:
    """The text of a field; white space alone is the inside of an empty list."""
    value = node.text or ""
    if value == NULL:
        return None
    return value if value.strip() else ""


def _plain(node: etree._Element) -> Any:
    if not len(node) and not node.attrib:
        return _leaf(node)
    values: dict[str, Any] = dict(_attributes(node))
    for child in node:
        values[str(child.tag)] = [_plain(item) for item in child] if len(child) else _leaf(child)
    return values
