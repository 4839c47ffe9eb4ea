"""Streams XML that nobody vouches for: no DTD, no entities, no includes, no other encodings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

from lxml import etree

from plugins.moodle_import.errors import Damaged, UnsafeXml

MAX_PROLOG = 64 * 1024

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
    than 256 levels.
    """
    tags = {path.rpartition("/")[2] for path in (*wanted, *dropped)}
    for _, node in _parse(source, ("end",), tuple(tags)):
        if _matches(node, wanted):
            yield node
            release(node)
        elif _matches(node, dropped):
            release(node)


def walk(source: BinaryIO) -> Iterator[tuple[bool, etree._Element]]:
    """Every element twice: (True, element) where it starts, (False, element) where it ends.

    The caller releases what it has seen. Refuses what ``stream`` refuses.
    """
    for event, node in _parse(source, ("start", "end"), None):
        yield event == "start", node


def release(node: etree._Element) -> None:
    """Empty an element that has ended and forget its earlier siblings of the same name."""
    node.clear()
    previous = node.getprevious()
    parent = node.getparent()
    if parent is not None and previous is not None and previous.tag == node.tag:
        parent.remove(previous)


def _parse(
    source: BinaryIO, events: tuple[str, ...], tags: tuple[str, ...] | None
) -> Iterator[tuple[str, etree._Element]]:
    _check_prolog(source)
    try:
        for event, node in etree.iterparse(
            source,
            events=("start-ns", *events),
            tag=tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            if isinstance(node, tuple):
                _check_namespace(node)
            else:
                yield event, node
    except etree.XMLSyntaxError as error:
        raise Damaged(
            "A file of the backup is not well-formed XML. Make the backup again, then import it."
        ) from error


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


def _check_namespace(declared: tuple[str, str]) -> None:
    if declared[1] == _XINCLUDE:
        raise _unsafe()


def _unsafe() -> UnsafeXml:
    return UnsafeXml(
        "A file of the backup uses XML that a backup never needs. Nothing was imported."
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
