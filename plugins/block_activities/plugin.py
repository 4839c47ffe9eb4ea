"""The activities block: each kind of activity of a course, with its number and first one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from updago.api.blocks import BlockContent, BlockContext, BlockType
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.spaces import ActivityType

OPEN: Final = "activity:item:view"
ROW: Final = Markup('<li class="row"><a class="quiet-link" href="{}">{}</a>{}</li>')
NUMBER: Final = Markup('<span class="row-end meta num">{}</span>')
LIST: Final = Markup('<ul class="list-lines">{}</ul>')


def render(context: BlockContext) -> BlockContent:
    """List the kinds of activities that the person may open here, by name; no query."""
    if context.course is None:
        return BlockContent(Markup())
    kinds = context.declared(ActivityType)
    numbers: dict[str, int] = {}
    first: dict[str, int] = {}
    for node in context.course.activities:
        kind = kinds.get(node.type)
        if kind is None or kind.view_route is None or not context.oracle.may(OPEN, node.place):
            continue
        numbers[node.type] = numbers.get(node.type, 0) + 1
        first.setdefault(node.type, node.section_id)
    home = context.url("course.view", course_id=context.course.id)
    rows = sorted(
        (context.translate(kinds[name].title), f"{home}#s{first[name]}", number)
        for name, number in numbers.items()
    )
    if not rows:
        return BlockContent(Markup())
    items = Markup().join(
        ROW.format(href, title, NUMBER.format(context.formats.number(number)))
        for title, href, number in rows
    )
    return BlockContent(LIST.format(items))


class ActivitiesBlockPlugin(Plugin):
    manifest = Manifest(
        name="block_activities",
        title=_("Activities block"),
        version="1.0",
        category="block",
        summary=_("The kinds of activities in a course."),
    )

    @hookimpl
    def updago_block_types(self) -> Iterable[BlockType]:
        yield BlockType(
            name="activities",
            title=_("Activities"),
            help=_("The kinds of activities in this course, with links to them."),
            render=render,
            pages=("course",),
            multiple=False,
        )


plugin = ActivitiesBlockPlugin()
