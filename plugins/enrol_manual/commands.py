"""`updago enrol SHORTNAME USERNAME [--role student]`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from plugins.enrol_manual.operations import enrol_people, instance_for
from updago.api.accounts import person_called
from updago.api.commands import Site
from updago.api.errors import NotFound
from updago.api.i18n import _
from updago.api.permissions import STUDENT
from updago.api.spaces import course_called


def enrol_person(site: Site, arguments: argparse.Namespace) -> Mapping[str, Any]:
    """Enrol one person; again changes nothing. Raises NotFound, Invalid."""
    with site.database.reading() as session:
        course_id = course_called(session, arguments.course)
    if course_id is None:
        raise NotFound(_("No course has the short name ${name}."), {"name": arguments.course})
    person_id = person_called(site, arguments.username)
    with site.acting() as act:
        instance = instance_for(act, course_id=course_id)
        enrol_people(act, instance_id=instance.id, person_ids=[person_id], role=arguments.role)
    return {
        "course": arguments.course,
        "username": arguments.username,
        "role": arguments.role,
    }


def for_enrol(parser: argparse.ArgumentParser) -> None:
    """The options of `enrol`."""
    parser.add_argument("course", metavar="SHORTNAME")
    parser.add_argument("username", metavar="USERNAME")
    parser.add_argument("--role", default=STUDENT, help="student, assistant, teacher or manager")
