"""Matching addresses: by the first segment first, so that many plugins cost a request nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pyramid.exceptions import URLDecodeError
from pyramid.interfaces import IRoutesMapper
from pyramid.urldispatch import Route, RoutesMapper
from zope.interface import implementer

if TYPE_CHECKING:
    from pyramid.request import Request


@implementer(IRoutesMapper)
class SegmentMapper(RoutesMapper):  # type: ignore[misc] # Pyramid carries no types
    """Pyramid's mapper with its routes sorted by first segment.

    Routes whose first segment is a placeholder are tried after those that name it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._below: defaultdict[str, list[Route]] = defaultdict(list)
        self._anywhere: list[Route] = []

    def connect(self, name: str, pattern: str, *args: Any, **kwargs: Any) -> Route:
        """Add a route. Two of one name cannot happen: the table of pages refuses the second."""
        route = super().connect(name, pattern, *args, **kwargs)
        segment = first_segment(pattern)
        (self._anywhere if "{" in segment else self._below[segment]).append(route)
        return route

    def __call__(self, request: Request) -> dict[str, Any]:
        """The route and what its placeholders stand for. Raises URLDecodeError."""
        try:
            path = request.path_info or "/"
        except UnicodeDecodeError as error:
            raise URLDecodeError(
                error.encoding, error.object, error.start, error.end, error.reason
            ) from error
        for route in (*self._below.get(first_segment(path), ()), *self._anywhere):
            match = route.match(path)
            if match is None:
                continue
            info = {"match": match, "route": route}
            if all(predicate(info, request) for predicate in route.predicates):
                return info
        return {"route": None, "match": None}


def first_segment(path: str) -> str:
    """`/forum/7` → `forum`."""
    return path.lstrip("/").partition("/")[0]
