"""The texts of real courses keep what their teachers wrote."""

from __future__ import annotations

import os
import re
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from lxml import etree

from updago.kernel.text import sanitise
from updago.kernel.text.vocabulary import CLASSES, STYLE_PROPERTIES, TAGS

FOLDER = Path(
    os.environ.get("UPDAGO_FIXTURES") or Path(__file__).parents[4] / "shared" / "fixtures"
)
SOURCES = sorted(
    path
    for pattern in ("mbz/*", "peer_courses/**/*.mbz", "questions/**/*.xml")
    for path in FOLDER.glob(pattern)
    if zipfile.is_zipfile(path) or path.suffix in {".mbz", ".xml"}
)
MARKUP = re.compile(r"<[a-zA-Z/!]")
LONGEST = 200_000
KEPT_ATTRIBUTES = frozenset({"alt", "colspan", "dir", "href", "rowspan", "scope", "src", "title"})

pytestmark = [
    pytest.mark.fixtures,
    pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(FOLDER))),
]


def documents(path: Path) -> Iterator[bytes]:
    if path.suffix == ".xml":
        yield path.read_bytes()
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    yield archive.read(name)
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.endswith(".xml") else None
                if stream is not None:
                    yield stream.read()


@cache
def texts(path: Path) -> tuple[str, ...]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    found: dict[str, None] = {}
    for document in documents(path):
        try:
            root = etree.fromstring(document, parser)
        except etree.XMLSyntaxError:
            continue
        for element in () if root is None else root.iter(etree.Element):
            text = element.text or ""
            if MARKUP.search(text) and len(text) < LONGEST:
                found[text] = None
    return tuple(found)


def marks(html: str) -> Counter[str]:
    """Count what counts: elements, their telling attributes, known classes and properties."""
    found: Counter[str] = Counter()
    for element in lxml.html.fragment_fromstring(html, create_parent="section").iter():
        if element.tag not in TAGS:
            continue
        found[f"<{element.tag}>"] += 1
        found.update(f"{element.tag}@{name}" for name in element.attrib if name in KEPT_ATTRIBUTES)
        found.update(f".{name}" for name in element.classes if CLASSES.fullmatch(name))
        for declaration in (element.get("style") or "").split(";"):
            name = declaration.partition(":")[0].strip().lower()
            if name in STYLE_PROPERTIES:
                found[f"{name}:"] += 1
    return found


def test_real_texts_are_stable_and_hold_no_script(path: Path) -> None:
    for text in texts(path):
        clean = sanitise(text)
        assert sanitise(clean) == clean
        assert not re.search(r"<(script|style|svg|form|input|object|embed)\b", clean)
        for element in lxml.html.fragment_fromstring(clean, create_parent="section").iter():
            assert not any(str(name).startswith("on") for name in element.attrib)


def test_real_texts_keep_what_the_vocabulary_promises(path: Path) -> None:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for text in texts(path):
        before += marks(text)
        after += marks(sanitise(text))
    lost = before - after
    assert lost.total() <= before.total() / 500, lost.most_common(10)
