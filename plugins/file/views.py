"""Opening a file resource."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request

from plugins.file import queries
from plugins.file.operations import main_of
from updago.api.files import File
from updago.api.i18n import _
from updago.api.spaces import ActivityContext, load_activity
from updago.api.web import activity_page, shown


def load(request: Request) -> ActivityContext | None:
    """The activity of the address, when it is a file."""
    return load_activity(request, "file")


def show(request: Request) -> Any:
    """Show the file where a browser can, with its download beside it."""
    activity = request.context.activity
    document = queries.document_of_activity(request.db, activity.id)
    files = queries.files_of(request.db, activity.id)
    main = main_of(files)
    page = activity_page(request)
    if main is not None and document.display == "download" and not _edits(request):
        return HTTPFound(_address(request, main, download=True))
    return {
        "page": page,
        "text": shown(request, activity.intro) if activity.intro else "",
        "main": None if main is None else _drawn(request, main),
        "others": [_drawn(request, file) for file in files if file is not main],
        "missing": request.translate(
            _("The content of this file was absent when the course was imported.")
        ),
    }


def _edits(request: Request) -> bool:
    allowed: bool = request.may("course:structure:edit")
    return allowed


def _drawn(request: Request, file: File) -> dict[str, str]:
    family = file.media_type.partition("/")[0]
    shows = {"image": "image", "video": "video", "audio": "audio"}.get(family, "")
    if file.media_type == "application/pdf":
        shows = "pdf"
    elif file.media_type == "image/svg+xml":
        shows = ""
    return {
        "name": f"{file.path}{file.name}",
        "href": _address(request, file),
        "download": _address(request, file, download=True),
        "size": request.formats.file_size(file.size),
        "shows": shows,
    }


def _address(request: Request, file: File, *, download: bool = False) -> str:
    query = {"download": "1"} if download else {}
    address: str = request.route_path(
        "file.view", uid=str(file.uid), name=file.name, _query=query or None
    )
    return address
