"""Folders: their page, all files in one download, taking a file out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from zipstream import ZIP_STORED, ZipStream

from plugins.folder import operations, queries
from plugins.folder.queries import Branch
from updago.api.db import page_number
from updago.api.files import File, disposition, safe_name
from updago.api.i18n import _
from updago.api.spaces import ActivityContext, load_activity
from updago.api.web import Action, activity_page, flash, pager_of, shown


def load(request: Request) -> ActivityContext | None:
    """The activity of the address, when it is a folder."""
    return load_activity(request, "folder")


def show(request: Request) -> dict[str, Any]:
    """Show the files as a tree."""
    activity = request.context.activity
    folder = queries.folder_of_activity(request.db, activity.id)
    page_no = page_number(request.GET.get("page"))
    files = queries.page_of_files(request.db, activity.id, page_no)
    edits = request.may("course:structure:edit")
    archive = ""
    if folder.offers_archive and files.total:
        archive = request.route_path("folder.archive", activity_id=activity.id)
    return {
        "page": activity_page(request),
        "text": shown(request, activity.intro) if activity.intro else "",
        "tree": _drawn(request, queries.tree_of(files), edits=edits),
        "starts_open": folder.starts_open,
        "archive": archive,
        "is_empty": not files.total,
        "pager": pager_of(request, files, {}),
    }


def _drawn(request: Request, branch: Branch, *, edits: bool) -> dict[str, Any]:
    activity_id = request.context.activity.id

    def drawn(file: File) -> dict[str, str]:
        remove = ""
        if edits:
            remove = request.route_path(
                "folder.file.remove", activity_id=activity_id, file_id=file.id
            )
        return {
            "name": file.name,
            "href": request.route_path("file.view", uid=str(file.uid), name=file.name),
            "size": request.formats.file_size(file.size),
            "remove": remove,
        }

    return {
        "name": branch.name,
        "files": [drawn(file) for file in branch.files],
        "branches": [_drawn(request, b, edits=edits) for b in branch.branches.values()],
    }


def archive(request: Request) -> Response:
    """Send all files in one ZIP archive, made while it is sent."""
    activity = request.context.activity
    folder = queries.folder_of_activity(request.db, activity.id)
    if not folder.offers_archive:
        raise HTTPNotFound
    zipped = ZipStream(compress_type=ZIP_STORED, sized=True)
    taken: set[str] = set()
    for file in queries.files_of(request.db, activity.id):
        zipped.add(_content(request, file), _free(file, taken), size=file.size)
    response = Response(content_type="application/zip", app_iter=iter(zipped))
    response.content_length = len(zipped)
    name = f"{safe_name(activity.name)}.zip"
    response.headers["Content-Disposition"] = disposition(name, inline=False)
    return response


def _content(request: Request, file: File) -> Iterator[bytes]:
    contents: Iterator[bytes] = request.site.files.read(file.sha256)
    return contents


def _free(file: File, taken: set[str]) -> str:
    """The name inside the archive; a second file of one name gets a number."""
    name, number = f"{file.path}{file.name}", 1
    stem, dot, extension = name.rpartition(".")
    while name.lower() in taken:
        number += 1
        name = f"{stem} ({number}).{extension}" if dot else f"{extension} ({number})"
    taken.add(name.lower())
    return name


def remove(request: Request) -> HTTPSeeOther:
    """Take a file out; the confirmation can bring it back."""
    activity_id, file_id = request.context.activity.id, int(request.matchdict["file_id"])
    operations.remove_from_folder(request.act, activity_id=activity_id, file_id=file_id)
    back = request.route_path("folder.file.restore", activity_id=activity_id, file_id=file_id)
    flash(request, _("The file was removed."), Action(request.translate(_("Undo")), back))
    return HTTPSeeOther(request.route_path("folder.view", activity_id=activity_id))


def restore(request: Request) -> HTTPSeeOther:
    """Bring a removed file back."""
    activity_id, file_id = request.context.activity.id, int(request.matchdict["file_id"])
    operations.restore_to_folder(request.act, activity_id=activity_id, file_id=file_id)
    return HTTPSeeOther(request.route_path("folder.view", activity_id=activity_id))
