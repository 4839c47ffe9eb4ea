"""Addresses in the texts of a backup: what each one points at, on the site that made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

EMBEDDED: Final = "@@PLUGINFILE@@"
TOKEN: Final = re.compile(r"\$@([A-Z][A-Z0-9_]*)((?:\*[\w-]*)*)@\$")

_CONTEXT_TOKENS: Final = ("PLUGINFILEBYCONTEXT", "PLUGINFILEBYCONTEXTURLENCODED")
_COURSE_TOKENS: Final = re.compile(r"COURSEVIEWBYID|[A-Z0-9]+INDEX(?:BYID)?")
_VIEW_TOKEN: Final = re.compile(r"([A-Z0-9_]+?)VIEWBY(?:ID(?:CH)?|([A-Z]))")
_VIEW_PATH: Final = re.compile(r"/mod/([a-z0-9_]+)/view\.php")
_INDEX_PATH: Final = re.compile(r"/mod/[a-z0-9_]+/index\.php")
_POST: Final = re.compile(r"p(\d+)")
_STORED_PARTS: Final = 4
_HOST: Final = "former"
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file in the same area as the text; ``path`` begins and ends with ``/``."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file named by its full address; the number in it (item or revision) is not kept."""

    context_id: int
    component: str
    area: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class ToCourse:
    """The page of a course."""

    course_id: int


@dataclass(frozen=True, slots=True)
class ToSection:
    """A section of a course."""

    section_id: int


@dataclass(frozen=True, slots=True)
class ToModule:
    """An activity, by the id of its course module."""

    type: str
    module_id: int


@dataclass(frozen=True, slots=True)
class ToInstance:
    """An activity, by the id of its own row."""

    type: str
    instance_id: int


@dataclass(frozen=True, slots=True)
class ToDiscussion:
    """A discussion of a forum, at one of its posts (0: at its start)."""

    discussion_id: int
    post_id: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something on the former site that has no place here."""

    address: str


Target = (
    EmbeddedFile
    | StoredFile
    | ToCourse
    | ToSection
    | ToModule
    | ToInstance
    | ToDiscussion
    | Unknown
)


def find_target(address: str, wwwroot: str) -> Target | None:
    """What an address (decoded from HTML) points at; None for one that leaves the former site.

    ``wwwroot`` is the address of the former site without a final ``/``; http and https are taken
    for the same.
    """
    address = address.strip()
    if address.startswith(EMBEDDED):
        return _embedded(address.removeprefix(EMBEDDED))
    token = TOKEN.match(address)
    if token:
        return _from_token(token[1], token[2].split("*")[1:], address, address[token.end() :])
    local = _local(address, wwwroot)
    # With a host before it, nothing in the path can be taken for one.
    return None if local is None else _from_url(urlsplit(f"//{_HOST}{local}"), address)


def _embedded(rest: str) -> Target:
    path, name = _path_and_name(rest)
    return EmbeddedFile(path, name) if name else Unknown(EMBEDDED + rest)


def _path_and_name(rest: str) -> tuple[str, str]:
    """Folder and file name of an address' end, without query and fragment."""
    path = unquote(re.split(r"[?#]", rest, maxsplit=1)[0])
    folder, _, name = path.rpartition("/")
    return f"{folder}/" if folder.startswith("/") else f"/{folder}/".replace("//", "/"), name


def _local(address: str, wwwroot: str) -> str | None:
    site = wwwroot.partition("://")[2]
    scheme, _, rest = address.partition("//")
    if not site or scheme not in ("", "http:", "https:") or not rest.startswith(site):
        return None
    local = rest[len(site) :]
    return local or "/" if local[:1] in ("", "/", "?", "#") else None


def _from_token(name: str, arguments: list[str], address: str, rest: str) -> Target:
    ids = [_id(argument) for argument in arguments]
    if not ids or not ids[0]:
        return Unknown(address)
    if name in _CONTEXT_TOKENS:
        return _stored(f"{ids[0]}{unquote(rest)}") or Unknown(address)
    if name.startswith("FORUMDISCUSSIONVIEW"):
        post = _POST.match(rest.lstrip("#"))
        return ToDiscussion(ids[0], ids[1] if len(ids) > 1 else _id(post[1] if post else ""))
    if _COURSE_TOKENS.fullmatch(name):
        return ToCourse(ids[0])
    if name == "COURSESECTIONBYID":
        return ToSection(ids[0])
    view = _VIEW_TOKEN.fullmatch(name)
    if view is None:
        return Unknown(address)
    kind = view[1].lower()
    return ToInstance(kind, ids[0]) if view[2] else ToModule(kind, ids[0])


def _from_url(url: SplitResult, address: str) -> Target:
    query = {key: _id(values[0]) for key, values in parse_qs(url.query).items()}
    if url.path.startswith("/pluginfile.php"):
        slashed = url.path.removeprefix("/pluginfile.php") or _argument(url, "file")
        return _stored(unquote(slashed).lstrip("/")) or Unknown(address)
    if url.path == "/mod/forum/discuss.php" and query.get("d"):
        post = _POST.fullmatch(url.fragment)
        return ToDiscussion(query["d"], query.get("parent", _id(post[1] if post else "")))
    if url.path == "/course/section.php" and query.get("id"):
        return ToSection(query["id"])
    if (url.path == "/course/view.php" or _INDEX_PATH.fullmatch(url.path)) and query.get("id"):
        return ToCourse(query["id"])
    view = _VIEW_PATH.fullmatch(url.path)
    if view and query.get("id"):
        return ToModule(view[1], query["id"])
    instance = next((value for key, value in query.items() if len(key) == 1 and value), 0)
    return ToInstance(view[1], instance) if view and instance else Unknown(address)


def _argument(url: SplitResult, name: str) -> str:
    return parse_qs(url.query).get(name, [""])[0]


def _stored(path: str) -> StoredFile | None:
    """A file by ``context/component/area/…/folder/name``; a number after the area is no folder."""
    parts = path.split("/")
    if len(parts) < _STORED_PARTS or not _id(parts[0]):
        return None
    folders = parts[3:-1]
    if folders and _NUMBER.fullmatch(folders[0]):
        folders = folders[1:]
    folder = "/".join(["", *folders, ""])
    return StoredFile(int(parts[0]), parts[1], parts[2], folder, parts[-1])


def _id(value: str) -> int:
    return int(value) if _NUMBER.fullmatch(value) else 0
