"""Real backups, read by means that share nothing with the importer."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

FOLDER = Path(os.environ.get("UPDAGO_FIXTURES", Path(__file__).parents[4] / "shared/fixtures"))
BACKUPS = sorted(path for path in FOLDER.glob("mbz/*") if path.suffix in (".mbz", ".zip"))
PEER_COURSES = sorted(FOLDER.glob("peer_courses/*/*.mbz"))
LIST_OF_CONTENTS = "moodle_backup.xml"
# In bytes. What is larger takes its time and belongs to the full tier.
QUICK = 200_000


def name_of(path: Path) -> str:
    """What a test calls a file."""
    return str(path.relative_to(FOLDER))


def each(paths: Iterable[Path]) -> list[Any]:
    """The archives as parameters of a test."""
    return [
        pytest.param(path, id=name_of(path), marks=[pytest.mark.slow] if is_large(path) else [])
        for path in paths
    ]


def is_large(path: Path) -> bool:
    """Whether an archive takes too long for the quick tier."""
    return path.stat().st_size > QUICK


def contents(path: Path) -> Mapping[str, bytes]:
    """Files of an archive by name, read with the standard library."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
    with tarfile.open(path) as tar:
        return {
            member.name.removeprefix("./"): data.read()
            for member in tar
            if member.isreg() and (data := tar.extractfile(member))
        }


def root(data: bytes) -> ET.Element:
    """The root element of an XML file."""
    return ET.parse(io.BytesIO(data)).getroot()
