"""Streams XML that nobody vouches for: no DTD, no entities, no includes, no other encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal

from lxml import etree

from plugins.moodle_import.errors import Damaged, TooLarge, UnsafeXml
from updago.api.i18n import _

CHUNK: Final = 64 * 1024
MAX_PROLOG: Final = 64 * 1024
MAX_MARKS: Final = 200_000

Event = Literal["start", "end"]

_DECLARATION = re.compile(rb"<\?xml\s[^<>]*?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
_MISC = re.compile(rb"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")
_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")
_XINCLUDE = "http://www.w3.org/2001/XInclude"


def stream(
    source: BinaryIO, wanted: Collection[str], dropped: Collection[str] = ()
) -> Iterator[etree._Element]:
    """The elements whose path ends with one of ``wanted`` (``"parent/child"``), when they end.

    Each element lives until the next step of the iteration. Elements that match ``dropped`` are
    emptied as they end, so that long lists nobody reads take no memory. Raises UnsafeXml for a
    DTD, an inclusion or a foreign encoding, Damaged for what is not well-formed or nests deeper
    than 256 levels, TooLarge for an element of more than MAX_MARKS marks.
    """
    tags = {path.rpartition("/")[2] for path in (*wanted, *dropped)}
    pending = _Pending()
    for _event, node in _parse(source, ("end",), tuple(tags), pending):
        if _matches(node, wanted):
            yield node
            pending.release(node)
        elif _matches(node, dropped):
            pending.release(node)


def walk(source: BinaryIO, item_level: int) -> Iterator[tuple[bool, int, etree._Element]]:
    """Every element twice: (True, level, element) where it starts, False where it ends.

    The root is level 1; elements of ``item_level`` are emptied after they have ended. Refuses
    what ``stream`` refuses.
    """
    pending = _Pending()
    level = 0
    for event, node in _parse(source, ("start", "end"), None, pending):
        if event == "start":
            level += 1
            yield True, level, node
            continue
        yield False, level, node
        if level == item_level:
            pending.release(node)
        level -= 1


@dataclass(slots=True)
class _Pending:
    """Counts the marks of markup since an element was last released: what memory they may take."""

    marks: int = 0

    def add(self, chunk: bytes) -> None:
        self.marks += chunk.count(b"<")
        if self.marks > MAX_MARKS:
            raise TooLarge("A part of the backup is too large to be read. Import a smaller backup.")

    def release(self, node: etree._Element) -> None:
        """Empty an element that has ended and forget its earlier siblings of the same name."""
        self.marks = 0
        node.clear()
        previous = node.getprevious()
        parent = node.getparent()
        if parent is not None and previous is not None and previous.tag == node.tag:
            parent.remove(previous)


def _parse(
    source: BinaryIO, events: tuple[Event, ...], tags: tuple[str, ...] | None, pending: _Pending
) -> Iterator[tuple[str, etree._Element]]:
    _check_prolog(source)
    parser = etree.XMLPullParser(
        events=("start-ns", *events),
        tag=tags,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        while chunk := source.read(CHUNK):
            pending.add(chunk)
            parser.feed(chunk)
            yield from _elements(parser)
        parser.close()
        yield from _elements(parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(
            "A file of the backup is not well-formed XML. Make the backup again, then import it."
        ) from error


def _elements(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    for event, node in parser.read_events():
        if isinstance(node, tuple):
            _check_namespace(node)
        elif node is not None:
            yield event, node


def _check_prolog(source: BinaryIO) -> None:
    """Look at what stands before the root element, which is where a DTD has to be."""
    head = source.read(MAX_PROLOG)
    source.seek(0)
    position = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    declaration = _DECLARATION.match(head, position)
    if declaration:
        position = declaration.end()
        encoding = _ENCODING.search(declaration[0])
        if encoding and encoding[1].lower() not in _ENCODINGS:
            raise _unsafe()
    misc = _MISC.match(head, position)
    if misc is None or not _ROOT.match(head, misc.end()):
        raise _unsafe()


def _check_namespace(declared: tuple[str | bytes, str | bytes]) -> None:
    if declared[1] == _XINCLUDE:
        raise _unsafe()


def _unsafe() -> UnsafeXml:
    return UnsafeXml(
        _("A file of the backup uses XML that a backup never needs. Nothing was imported.")
    )


def _matches(node: etree._Element, paths: Collection[str]) -> bool:
    return any(_ends_with(node, path) for path in paths)


def _ends_with(node: etree._Element, path: str) -> bool:
    current: etree._Element | None = node
    for tag in reversed(path.split("/")):
        if current is None or current.tag != tag:
            return False
        current = current.getparent()
    return True
