"""Static files: every address carries a hash of its content, so browsers keep it for a year."""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyramid.response import FileResponse

from updago.kernel.errors import NotFound
from updago.kernel.web.compression import takes
from updago.kernel.web.routing import OPEN

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.response import Response

    from updago.kernel.app import Site

DIST: Final = Path(__file__).parent / "static" / "dist"
PREFIX: Final = "/static/"
FOREVER: Final = "public, max-age=31536000, immutable"
# How a browser names a compression → the suffix of the copy that the build made.
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
HASH_DIGITS: Final = 10


@dataclass(slots=True)
class Assets:
    """The static files of one site: name → address, and address → file.

    Names are those of the build ("app.css", "img/icons.svg"), with a plugin's name before its own
    ("forum/thread.js"). Only what stands here is ever served.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    def add(self, name: str, published: str, path: Path) -> None:
        """Serve a file under its published name, which changes with its content."""
        self.addresses[name] = PREFIX + published
        self.files[published] = path


def read_assets(site: Site, dist: Path = DIST) -> Assets:
    """Find what the build made and the `static` folder of each plugin."""
    assets = Assets()
    for path in _files(dist):
        assets.files[path.relative_to(dist).as_posix()] = path
    for name, published in _manifest(dist).items():
        assets.add(name, published, dist / published)
    for plugin, declared in site.plugins.plugins.items():
        folder = declared.folder / "static"
        for path in _files(folder):
            name = f"{plugin}/{path.relative_to(folder).as_posix()}"
            assets.add(name, _hashed(name, path), path)
    return assets


def asset(registry: Any, name: str) -> str:
    """The address of a file by its name; a name that nobody built leads to a 404."""
    address: str = registry["assets"].addresses.get(name, PREFIX + name)
    return address


def serve(request: Request) -> Response:
    """Send a static file, in the smallest form that the build made and the browser takes."""
    published = request.matchdict["path"]
    assets: Assets = request.registry["assets"]
    path = assets.files.get(published)
    if path is None:
        raise NotFound("This page does not exist, or you may not see it.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    for encoding, suffix in ENCODINGS.items():
        smaller = assets.files.get(published + suffix)
        if smaller is not None and takes(request, encoding):
            response = FileResponse(str(smaller), request, content_type=kind)
            response.content_encoding = encoding
            break
    else:
        response = FileResponse(str(path), request, content_type=kind)
    if kind.startswith("text/"):
        response.charset = "utf-8"
    response.vary = ("Accept-Encoding",)
    response.headers["Cache-Control"] = FOREVER
    return response


def _manifest(dist: Path) -> dict[str, str]:
    path = dist / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text()) if path.is_file() else {}
    return names


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
        yield from (path for path in paths if not path.name.startswith("."))


def _hashed(name: str, path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_DIGITS]
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}-{digest}.{suffix}" if dot else f"{name}-{digest}"


def includeme(config: Configurator) -> None:
    """Read the manifest once and register the one address of static files."""
    config.registry["assets"] = read_assets(config.registry["site"])
    config.add_page("static", PREFIX + "{path:.*}", permission=OPEN, get=serve)
