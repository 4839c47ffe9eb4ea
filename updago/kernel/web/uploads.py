"""Files in forms: streamed into the store when they arrive, and remembered by a refused form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from updago.kernel.files.media import SNIFFED_BYTES, media_type, safe_name
from updago.kernel.files.operations import Upload
from updago.kernel.files.store import Stored
from updago.kernel.web import marks

if TYPE_CHECKING:
    from pyramid.request import Request


def is_sent_file(value: object) -> bool:
    """Whether a form's value is a file that was chosen: browsers send an empty one otherwise."""
    return bool(getattr(value, "filename", "")) and hasattr(value, "file")


def receive(request: Request, sent: Any, limit: int | None = None) -> Upload:
    """Stream one part of a form into the store.

    `limit` is in bytes, the site's own when None. Raises TooLarge, Unavailable (full disk).
    """
    head = sent.file.read(SNIFFED_BYTES)
    sent.file.seek(0)
    stored = request.site.files.put(
        sent.file, limit or request.site.state.setting("upload_max_bytes")
    )
    name = safe_name(sent.filename or "")
    return Upload(stored, name, media_type(name, head))


def kept_name(name: str) -> str:
    """The hidden field that stands for a file which was sent before the form was refused."""
    return f"{name}.kept"


def sign_upload(request: Request, upload: Upload) -> str:
    """The text of that hidden field: it names the content for this account only."""
    stored = upload.stored
    owner = request.visitor.person_id or 0
    fact = [owner, stored.sha256, stored.size, upload.name, upload.media_type]
    return marks.sign(request, marks.UPLOAD, fact)


def read_upload(request: Request, text: str) -> Upload | None:
    """The upload of `sign_upload`; None when it is not this account's, or gone from the store."""
    fact = marks.read(request, marks.UPLOAD, text)
    if not fact or fact[0] != (request.visitor.person_id or 0):
        return None
    _, sha256, size, name, kind = fact
    if not request.site.files.has(sha256):
        return None
    return Upload(Stored(sha256, size), name, kind)
