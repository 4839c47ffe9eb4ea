from __future__ import annotations

import pytest
from pyramid.request import Request

from updago.kernel.web.matching import SegmentMapper


@pytest.fixture
def mapper() -> SegmentMapper:
    mapper = SegmentMapper()
    for name, pattern in (
        ("any", "/{x}/y"),
        ("root", "/"),
        ("forum", "/forum/{forum_id:\\d+}"),
        ("forums", "/forum"),
        ("static", "/static/{path:.*}"),
    ):
        mapper.connect(name, pattern)
    return mapper


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "root"),
        ("/forum", "forums"),
        ("/forum/7", "forum"),
        ("/forum/y", "any"),
        ("/z/y", "any"),
        ("/static/a/b.css", "static"),
        ("/static/y", "static"),
        ("/forum/seven", None),
        ("/forums", None),
        ("//forum", None),
    ],
)
def test_an_address_finds_its_route(mapper: SegmentMapper, path: str, name: str | None) -> None:
    route = mapper(Request.blank(path))["route"]
    assert (route and route.name) == name


def test_a_route_whose_predicate_refuses_is_passed_over(mapper: SegmentMapper) -> None:
    mapper.connect("off", "/off/y", predicates=(lambda *_: False,))
    assert mapper(Request.blank("/off/y"))["route"].name == "any"
