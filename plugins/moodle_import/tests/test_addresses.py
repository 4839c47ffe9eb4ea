"""What an old address becomes."""

from __future__ import annotations

import pytest

from plugins.moodle_import.making.addresses import Addresses
from plugins.moodle_import.reading import links

ADDRESSES = Addresses(
    "https://old.example",
    3,
    course="/courses/7",
    sections={10: "/courses/7#section-1"},
    modules={20: "/page/5"},
    instances={("page", 21): "/page/5"},
    discussions={30: "/forum/discussions/9"},
)
OURS = {
    links.ToCourse(3): "/courses/7",
    links.ToSection(10): "/courses/7#section-1",
    links.ToModule("page", 20): "/page/5",
    links.ToInstance("page", 21): "/page/5",
    links.ToDiscussion(30, 31): "/forum/discussions/9",
}
FORMER = {
    links.ToCourse(4): "https://old.example/course/view.php?id=4",
    links.ToSection(11): "https://old.example/course/section.php?id=11",
    links.ToModule("quiz", 22): "https://old.example/mod/quiz/view.php?id=22",
    links.ToDiscussion(32, 0): "https://old.example/mod/forum/discuss.php?d=32",
    links.ToDiscussion(32, 5): "https://old.example/mod/forum/discuss.php?d=32#p5",
    links.Unknown("https://old.example/x"): "https://old.example/x",
    links.ToInstance("quiz", 23): None,
    links.Unknown("$@WIKIPAGEBYID*1@$"): None,
}


@pytest.mark.parametrize("target", OURS)
def test_what_is_here_has_an_address_of_ours(target: links.Target) -> None:
    assert ADDRESSES.of(target) == OURS[target]


@pytest.mark.parametrize("target", FORMER)
def test_what_is_not_here_keeps_its_former_address_where_it_has_one(target: links.Target) -> None:
    assert ADDRESSES.of(target) is None
    assert ADDRESSES.former(target) == FORMER[target]


def test_without_a_former_site_nothing_has_a_former_address() -> None:
    assert Addresses("", 3).former(links.ToCourse(4)) is None
