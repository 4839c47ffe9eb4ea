from __future__ import annotations

from typing import Any

from plugins.block_activities.plugin import render
from updago.api.blocks import BlockContext, add_block
from updago.api.spaces import create_activity, set_activity_visibility
from updago.api.text import RichText
from updago.testing.factories.people import People
from updago.testing.factories.spaces import Spaces
from updago.testing.web import Client

TEXT = RichText.of("<p>x</p>")


def test_it_counts_the_kinds_that_the_person_may_open(app: Client) -> None:
    spaces, student = Spaces(app.site), People(app.site).person()
    course = spaces.course()
    spaces.enrol(student.id, course.id, method="manual")
    with app.site.acting() as act:
        for kind, data in (("page", {"content": TEXT}), ("page", {"content": TEXT}), ("forum", {})):
            key = create_activity(
                act,
                course_id=course.id,
                section_id=course.section_ids[1],
                type=kind,
                name=kind,
                data=data,
            ).id
        set_activity_visibility(act, activity_id=key, visibility="hidden")
        add_block(act, "activities", level="course", object_id=course.id)
    block = app.sign_in(student.id).get(f"/courses/{course.id}").html.select_one("aside .block")
    (link,) = block.select("a")
    assert "Page" in link.text
    assert "2" in block.text
    assert link["href"].endswith(f"#s{course.section_ids[1]}")


def test_beside_no_course_it_is_empty() -> None:
    nothing: Any = None
    context = BlockContext(
        session=nothing,
        oracle=nothing,
        person_id=None,
        now=nothing,
        formats=nothing,
        translate=nothing,
        url=nothing,
        declared=nothing,
        options={},
        block_uid="",
    )
    assert not render(context).html
