"""Names and types of files: what we believe of what was sent."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from typing import Final
from urllib.parse import quote

import filetype

NAME_LIMIT: Final = 255
EXTENSION_LIMIT: Final = 16
FALLBACK_TYPE: Final = "application/octet-stream"
SNIFFED_BYTES: Final = 8192

# Shown in the page itself: what a browser draws without running anything.
INLINE: Final = frozenset(
    [
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/avif",
        "image/bmp",
        "image/x-icon",
        "video/mp4",
        "video/webm",
        "video/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/x-wav",
        "audio/flac",
        "application/pdf",
        "text/plain",
        "text/csv",
        "text/vtt",
    ]
)
# Containers that are written as several kinds of document.
_CONTAINERS: Final = frozenset({"application/zip", "application/x-ole-storage", "text/plain"})
_DEVICE: Final = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A file name people can read and every system can hold.

    Keeps the last part of a path; control and direction-changing characters, and what some system
    forbids, are taken out; at most 255 characters, the extension kept. Never empty.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    if _DEVICE.match(name):
        name = f"_{name}"
    if len(name) > NAME_LIMIT:
        stem, dot, extension = name.rpartition(".")
        keep = extension if dot and len(extension) <= EXTENSION_LIMIT else ""
        name = (
            f"{(stem or name)[: NAME_LIMIT - len(keep) - 1]}.{keep}" if keep else name[:NAME_LIMIT]
        )
    return name or "file"


def media_type(name: str, head: bytes) -> str:
    """The type by content where the content says one, and by extension where both agree.

    `head` is the beginning of the content. A content that contradicts its extension gets the type
    of the content; what neither knows is `application/octet-stream`.
    """
    by_name = mimetypes.guess_type(name, strict=False)[0] or FALLBACK_TYPE
    kind = filetype.guess(head)
    if kind is None:
        claims_media = by_name.startswith(("image/", "video/", "audio/"))
        if claims_media and by_name != "image/svg+xml":
            return FALLBACK_TYPE  # its bytes are no picture, film or sound
        return by_name
    by_content = str(kind.mime)
    if by_content in _CONTAINERS or by_content.split("/", maxsplit=1)[0] == by_name.split("/")[0]:
        return by_name if by_name != FALLBACK_TYPE else by_content
    return by_content


def is_inline(kind: str) -> bool:
    """Whether a browser may show the type in place; everything else is downloaded."""
    return kind in INLINE


def disposition(name: str, *, inline: bool) -> str:
    """The Content-Disposition of RFC 6266, with the extended form of RFC 8187 for any name."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%;]', "_", name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
