"""Pages: how the kernel and plugins register a route with its permission, loader and views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pyramid.interfaces import IRoutesMapper

from updago.kernel.errors import NotFound, StartError
from updago.kernel.plugins.manager import KERNEL
from updago.kernel.web.guards import guarded
from updago.kernel.web.matching import SegmentMapper
from updago.kernel.web.refused import refusable

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

# Asked of nobody: sign-in pages, health, static files.
OPEN: Final = "open"
# Held by every signed-in person, whatever the place.
SIGNED_IN: Final = "signed_in"

View = Callable[["Request"], Any]
Loader = Callable[["Request"], Any]

READING: Final = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class PageRoute:
    """One address: its views by method, its permission and its loader.

    `protocol_return` marks a GET that may write (CAS, OIDC); `signed_post` a POST of another
    server, without a CSRF token. Both stand in tables that tests check.
    `editor` allows the style elements of the text editor on the page; `rich` says that it shows
    people's own texts (both only change the content security policy).
    """

    name: str
    pattern: str
    permission: str
    plugin: str
    views: Mapping[str, View]
    loads: Loader | None
    renderer: str | None
    protocol_return: bool = False
    signed_post: bool = False
    editor: bool = False
    rich: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(self.views)


@dataclass(slots=True)
class PageTable:
    """Every page of one application, by route name; what `updago routes` prints."""

    pages: dict[str, PageRoute] = field(default_factory=dict)
    by_pattern: dict[str, str] = field(default_factory=dict)

    def add(self, page: PageRoute) -> None:
        """Raises StartError for a name or an address that is taken."""
        taken = self.pages.get(page.name)
        if taken is not None:
            raise StartError(
                "The plugins ${first} and ${second} both register the route ${name}.",
                {"first": taken.plugin, "second": page.plugin, "name": page.name},
            )
        shape = _shape(page.pattern)
        if shape in self.by_pattern:
            other = self.pages[self.by_pattern[shape]]
            raise StartError(
                "The routes ${first} and ${second} claim the same address ${pattern}.",
                {"first": other.name, "second": page.name, "pattern": page.pattern},
            )
        self.pages[page.name] = page
        self.by_pattern[shape] = page.name


def _shape(pattern: str) -> str:
    """The pattern with its placeholders' names taken out: `/forum/{a}` and `/forum/{b}` clash."""
    parts, depth, shape = iter(pattern), 0, []
    for sign in parts:
        if sign == "{":
            depth += 1
            if depth == 1:
                shape.append("{}")
        elif sign == "}":
            depth -= 1
        elif depth == 0:
            shape.append(sign)
    return "".join(shape)


def add_page(
    config: Configurator,
    name: str,
    pattern: str,
    *,
    permission: str,
    get: View | None = None,
    post: View | None = None,
    loads: Loader | None = None,
    renderer: str | None = None,
    protocol_return: bool = False,
    signed_post: bool = False,
    editor: bool = False,
    rich: bool = False,
) -> None:
    """Register a page: the Pyramid directive `config.add_page`.

    `loads(request)` returns the context, an object with a `place`, or None when there is none; a
    missing and a foreign one are both answered 404. Without `loads` the place is the site.
    The views are called after the permission was granted. A refused POST (an UpdagoError) is
    shown again by `get`, with everything typed in it.
    """
    plugin = _owner(config)
    views = {
        method: view if plugin == KERNEL else guarded(plugin, name, view)
        for method, view in (("GET", get), ("POST", post))
        if view
    }
    if not permission or not views:
        raise StartError(
            "The route ${name} has no permission or no view: it cannot register.", {"name": name}
        )
    page = PageRoute(
        name, pattern, permission, plugin, views, loads, renderer,
        protocol_return, signed_post, editor, rich,
    )  # fmt: skip
    table: PageTable = config.registry["pages"]
    table.add(page)
    if protocol_return:
        _note_protocol_return(config, page)
    config.add_route(
        name,
        _with_digits(pattern),
        factory=_factory(page),
        plugin=page.plugin,
        request_method=(*READING, "POST") if post and get else ("POST",) if post else READING,
    )
    called = dict(views)
    if get and post:
        called["POST"] = refusable(views["POST"], views["GET"])
    for method, view in called.items():
        config.add_view(
            view,
            route_name=name,
            request_method=READING if method == "GET" else method,
            permission=permission,
            renderer=renderer,
            require_csrf=not signed_post,
        )


def _note_protocol_return(config: Configurator, page: PageRoute) -> None:
    if "{" in page.pattern:
        raise StartError(
            "The route ${name} may write on GET, so its address cannot have variable parts.",
            {"name": page.name},
        )
    config.registry["protocol_returns"].add(page.pattern)


def _with_digits(pattern: str) -> str:
    """Placeholders named `…_id` take integers that fit 63 bits only."""
    return pattern.replace("_id}", r"_id:\d{1,18}}")


def _owner(config: Configurator) -> str:
    """The plugin whose package registers, found by the package that is being included."""
    owners: Mapping[str, str] = config.registry["owners"]
    package = config.package.__name__
    while package:
        if package in owners:
            return owners[package]
        package = package.rpartition(".")[0]
    return KERNEL


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The context of pages that belong to no course: their place is the site."""

    place: Any


def _factory(page: PageRoute) -> Callable[[Request], Any]:
    def load(request: Request) -> Any:
        if page.loads is None:
            return SiteContext(request.site_place)
        context = page.loads(request)
        if context is None:
            raise NotFound("This page does not exist, or you may not see it.")
        return context

    return load


class PluginPredicate:
    """Matches while the plugin of the route is on for the site."""

    def __init__(self, plugin: str, config: Configurator) -> None:
        self._plugin = plugin
        self._site = config.registry["site"]

    def text(self) -> str:
        return f"plugin = {self._plugin}"

    phash = text

    def __call__(self, _context: object, request: Request) -> bool:
        if self._plugin == KERNEL:
            return True
        # Routes are matched before anything is looked up: an old state would hide a new page.
        self._site.state.refresh(request.db)
        enabled: bool = self._site.state.is_enabled(self._plugin)
        return enabled


def includeme(config: Configurator) -> None:
    """Add the directive and the predicate."""
    config.registry.registerUtility(SegmentMapper(), IRoutesMapper)
    config.registry["pages"] = PageTable()
    config.registry["protocol_returns"] = set()
    config.add_directive("add_page", add_page, action_wrap=False)
    config.add_route_predicate("plugin", PluginPredicate)
