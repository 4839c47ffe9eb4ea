"""Files over the web: serving by the rights of their place, and sending drafts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyramid.response import FileIter, Response

from updago.kernel.errors import Invalid, NotFound
from updago.kernel.files.declarations import FileArea
from updago.kernel.files.drafts import DRAFT_AREA
from updago.kernel.files.media import (
    SNIFFED_BYTES,
    disposition,
    is_inline,
    media_type,
    safe_name,
)
from updago.kernel.files.models import File
from updago.kernel.files.operations import Shelf, Upload, add_file
from updago.kernel.files.queries import file_by_uid
from updago.kernel.files.ranges import Multipart, Part, asked_parts
from updago.kernel.files.store import FileStore
from updago.kernel.permissions.places import SITE, Place
from updago.kernel.text import file_ref
from updago.kernel.web.headers import SANDBOX
from updago.kernel.web.routing import OPEN, SIGNED_IN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

# The address names a content that never changes; who may see it is asked again each time.
CACHE: Final = "private, no-cache"


@dataclass(frozen=True, slots=True)
class FileContext:
    """A file this person may read."""

    file: File
    place: Place = SITE


def load_file(request: Request) -> FileContext | None:
    """The file of the address, when its area lets this person read it."""
    file = file_by_uid(request.db, request.matchdict["uid"])
    if file is None:
        return None
    if file.area == DRAFT_AREA:
        mine = file.owner_id is not None and file.owner_id == request.visitor.person_id
        return FileContext(file) if mine else None
    area = request.site.declared(FileArea).find(file.area)
    return FileContext(file) if area is not None and area.may_read(request, file) else None


def serve(request: Request) -> Response:
    """Send the file, or the parts that were asked for (RFC 9110, section 14).

    Anything but pictures, sound, film, PDF and plain text is a download, and everything is in a
    sandbox: no content of a user runs in the site's origin.
    """
    file: File = request.context.file
    store: FileStore = request.site.files
    inline = is_inline(file.media_type) and "download" not in request.GET
    response = Response(content_type=file.media_type)
    response.etag = file.sha256
    response.headers["Cache-Control"] = CACHE
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = disposition(file.name, inline=inline)
    if file.media_type.startswith("text/"):
        response.charset = "utf-8"
    if request.if_none_match and file.sha256 in request.if_none_match:
        response.status_int = 304
        return response
    parts = _asked(request, file)
    if not parts:
        response.status_int = 416
        response.content_range = f"bytes */{file.size}"
    elif len(parts) > 1:
        _send_parts(response, store, file, parts)
    else:
        ((start, end),) = parts
        if (start, end) != (0, file.size):
            response.status_int = 206
            response.content_range = f"bytes {start}-{end - 1}/{file.size}"
        response.app_iter = _body(request, store, file, start, end)
        response.content_length = end - start
    return response


def _asked(request: Request, file: File) -> tuple[Part, ...]:
    """The asked parts, the whole file as one; none when they are not there."""
    whole = ((0, file.size),)
    if_range = request.headers.get("If-Range")
    if if_range and file.sha256 not in if_range:
        return whole
    parts = asked_parts(request.headers.get("Range", ""), file.size)
    return whole if parts is None else parts


def _send_parts(response: Response, store: FileStore, file: File, parts: tuple[Part, ...]) -> None:
    _must_be_there(store, file)
    several = Multipart(parts, file.size, response.headers["Content-Type"], secrets.token_hex(16))
    response.status_int = 206
    response.headers["Content-Type"] = several.content_type
    response.app_iter = several.body((part, store.read(file.sha256, *part)) for part in parts)
    response.content_length = several.length


def _must_be_there(store: FileStore, file: File) -> None:
    if not store.has(file.sha256):
        raise NotFound("The content of this file is missing. Please tell the administrators.")


def _body(
    request: Request, store: FileStore, file: File, start: int, end: int
) -> Iterator[bytes] | Any:
    path = store.path(file.sha256)
    _must_be_there(store, file)
    if path is None or (start, end) != (0, file.size):
        return store.read(file.sha256, start, end)
    # The server sends it itself, and its thread is free for the next request.
    wrap = request.environ.get("wsgi.file_wrapper", FileIter)
    return wrap(path.open("rb"), 65536)


def receive(request: Request) -> Any:
    """Keep one sent file as a draft of this person; answers its address as JSON."""
    sent = request.POST.get("file")
    if not hasattr(sent, "file"):
        raise Invalid("Choose a file to send.", field="file")
    upload = keep(request, sent)
    file = add_file(
        request.act,
        upload,
        Shelf(area=DRAFT_AREA, owner_id=request.visitor.person_id),
    )
    uid = str(file.uid)
    return {
        "uid": uid,
        "name": file.name,
        "type": file.media_type,
        "size": file.size,
        "ref": file_ref(uid, file.name),
        "url": request.route_path("file.view", uid=uid, name=file.name),
    }


def keep(request: Request, sent: Any) -> Upload:
    """Stream one part of a form into the store. Raises TooLarge over the site's limit."""
    head = sent.file.read(SNIFFED_BYTES)
    sent.file.seek(0)
    stored = request.site.files.put(sent.file, request.site.state.setting("upload_max_bytes"))
    name = safe_name(sent.filename or "")
    return Upload(stored, name, media_type(name, head))


def includeme(config: Configurator) -> None:
    """Register the addresses of files."""
    config.add_page("file.view", "/files/{uid}/{name}", permission=OPEN, loads=load_file, get=serve)
    config.add_page("file.send", "/files", permission=SIGNED_IN, post=receive, renderer="json")
