"""Names inside an archive: what is a safe path, and which two names could be confused."""

from __future__ import annotations

import re
import unicodedata

from plugins.moodle_import.errors import UnsafeArchive
from updago.api.i18n import _

MAX_LENGTH = 1024
MAX_DEPTH = 32

_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def safe_path(name: str) -> str:
    """The name as a relative path with ``/`` between its parts; ``""`` for the root itself.

    Raises UnsafeArchive for an absolute path, a drive, ``..``, a control character, undecodable
    bytes, or a path that is too long or too deep.
    """
    slashed = name.replace("\\", "/")
    parts = [part for part in slashed.split("/") if part not in ("", ".")]
    path = "/".join(parts)
    if (
        len(name) > MAX_LENGTH
        or len(parts) > MAX_DEPTH
        or slashed.startswith("/")
        or _DRIVE.match(path)
        or _CONTROL.search(path)
        or any(part.strip() == ".." for part in parts)
    ):
        raise UnsafeArchive("The archive holds a file with an unsafe name. Nothing was imported.")
    return path


class Names:
    """The names seen in one archive; a name that another one could be taken for is refused."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[str, bool]] = {}

    def add(self, path: str, *, is_file: bool) -> None:
        """Note a path from ``safe_path``; the same path again is no conflict.

        Raises UnsafeArchive when the path, or a folder above it, differs from an earlier one by
        case or by the encoding of accents only, or is both a file and a folder.
        """
        parts = path.split("/")
        for end in range(1, len(parts)):
            self._note("/".join(parts[:end]), is_file=False)
        self._note(path, is_file=is_file)

    def _note(self, path: str, *, is_file: bool) -> None:
        key = unicodedata.normalize("NFC", path).casefold()
        if self._kinds.setdefault(key, (path, is_file)) != (path, is_file):
            raise same_name_twice()


def same_name_twice() -> UnsafeArchive:
    """The refusal of an archive in which one name could mean two files."""
    return UnsafeArchive(_("The archive holds two files with the same name. Nothing was imported."))
