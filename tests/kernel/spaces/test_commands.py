"""`updago courses list`."""

from __future__ import annotations

import argparse

from updago.kernel.app import Site
from updago.kernel.plugins.declarations import Command
from updago.testing.factories.spaces import Spaces


def test_courses_are_listed_with_the_way_to_their_category(site: Site, spaces: Spaces) -> None:
    faculty = spaces.category(name="Sciences")
    spaces.course(category_id=spaces.category(faculty, name="Biology"), short_name="BIO")
    spaces.course(category_id=faculty, short_name="ALG", visibility="hidden")
    listed = site.declared(Command)["courses list"].run(site, argparse.Namespace(page=1))
    assert listed["total"] == 2
    assert [(c["short_name"], c["category"], c["visibility"]) for c in listed["courses"]] == [
        ("ALG", "Sciences", "hidden"),
        ("BIO", "Sciences / Biology", "shown"),
    ]
