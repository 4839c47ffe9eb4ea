"""Every address of the former site is known for what it points at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.moodle_import.reading import links

SITE = "https://old.example/moodle"
STORED = links.StoredFile(12, "mod_page", "content", "/a/", "b c.png")
ADDRESSES: dict[str, links.Target | None] = {
    "@@PLUGINFILE@@/a%20b/c.jpg?forcedownload=1": links.EmbeddedFile("/a b/", "c.jpg"),
    "@@PLUGINFILE@@/c%2Bd.jpg#x": links.EmbeddedFile("/", "c+d.jpg"),
    "@@PLUGINFILE@@": links.Unknown("@@PLUGINFILE@@"),
    "$@PAGEVIEWBYID*12@$": links.ToModule("page", 12),
    "$@BOOKVIEWBYIDCH*5*6@$": links.ToModule("book", 5),
    "$@FORUMVIEWBYF*3@$": links.ToInstance("forum", 3),
    "$@FORUMDISCUSSIONVIEW*3@$": links.ToDiscussion(3, 0),
    "$@FORUMDISCUSSIONVIEW*3@$#p9": links.ToDiscussion(3, 9),
    "$@FORUMDISCUSSIONVIEWPARENT*3*4@$": links.ToDiscussion(3, 4),
    "$@FORUMDISCUSSIONVIEWINSIDE*3*4@$": links.ToDiscussion(3, 4),
    "$@COURSEVIEWBYID*157@$": links.ToCourse(157),
    "$@FORUMINDEX*2@$": links.ToCourse(2),
    "$@GRADEINDEXBYID*2@$": links.ToCourse(2),
    "$@COURSESECTIONBYID*8@$": links.ToSection(8),
    "$@PLUGINFILEBYCONTEXT*12@$/mod_page/content/0/a/b%20c.png": STORED,
    "$@WIKIPAGEBYID*101@$": links.Unknown("$@WIKIPAGEBYID*101@$"),
    "$@PAGEVIEWBYID*x@$": links.Unknown("$@PAGEVIEWBYID*x@$"),
    f"{SITE}/mod/page/view.php?id=12&forceview=1": links.ToModule("page", 12),
    f"{SITE}/mod/url/view.php?u=5": links.ToInstance("url", 5),
    f"{SITE}/mod/forum/index.php?id=3": links.ToCourse(3),
    f"{SITE}/course/view.php?id=3&section=2": links.ToCourse(3),
    f"{SITE}/course/section.php?id=9": links.ToSection(9),
    f"{SITE}/mod/forum/discuss.php?d=3#p4": links.ToDiscussion(3, 4),
    f"{SITE}/mod/forum/discuss.php?d=3&parent=5": links.ToDiscussion(3, 5),
    f"{SITE}/pluginfile.php/12/mod_page/content/7/a/b%20c.png?embed=1": STORED,
    f"{SITE}/pluginfile.php?file=%2F12%2Fmod_page%2Fcontent%2F7%2Fa%2Fb%20c.png": STORED,
    "http://old.example/moodle/mod/page/view.php?id=12": links.ToModule("page", 12),
    "//old.example/moodle/mod/page/view.php?id=12": links.ToModule("page", 12),
    f" {SITE}/mod/page/view.php?id=12\n": links.ToModule("page", 12),
    f"{SITE}/user/profile.php?id=1": links.Unknown(f"{SITE}/user/profile.php?id=1"),
    f"{SITE}/pluginfile.php/x": links.Unknown(f"{SITE}/pluginfile.php/x"),
    SITE: links.Unknown(SITE),
    f"{SITE}//[x": links.Unknown(f"{SITE}//[x"),
    "https://old.example/moodle2/mod/page/view.php?id=12": None,
    "https://old.example/": None,
    "https://elsewhere.example/mod/page/view.php?id=12": None,
    "mailto:a@b.example": None,
    "page.html": None,
    "#top": None,
    "": None,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_points_at(address: str) -> None:
    assert links.find_target(address, SITE) == ADDRESSES[address]


def test_without_a_former_site_no_web_address_is_local() -> None:
    assert links.find_target("https:///mod/page/view.php?id=1", "") is None


@given(st.text(alphabet="@$*/:?#=&%.[]pid0123PAGEVIEWBY\x00é", max_size=60))
def test_any_address_gives_an_answer(address: str) -> None:
    links.find_target(address, SITE)
    links.find_target(f"{SITE}/{address}", SITE)
    links.find_target(f"$@PAGEVIEWBYID*{address}", SITE)
