"""The text block: words and pictures of one's own beside a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup
from wtforms import Form

from updago.api.blocks import BlockContent, BlockContext, BlockType
from updago.api.forms import RichTextField
from updago.api.i18n import _
from updago.api.plugins import Manifest, Plugin, hookimpl
from updago.api.text import RichText

PROSE: Final = Markup('<div class="prose">{}</div>')


class TextForm(Form):
    text = RichTextField(_("Text"))


def render(context: BlockContext) -> BlockContent:
    """Show the text of the placement's options."""
    text = RichText.of(str(context.options.get("text", "")))
    return BlockContent(PROSE.format(text.markup()) if text else Markup())


class TextBlockPlugin(Plugin):
    manifest = Manifest(
        name="block_html",
        title=_("Text block"),
        version="1.0",
        category="block",
        summary=_("Text and pictures beside a page."),
    )

    @hookimpl
    def updago_block_types(self) -> Iterable[BlockType]:
        yield BlockType(
            name="html",
            title=_("Text"),
            help=_("Text, links and pictures of your own."),
            render=render,
            form=TextForm,
        )


plugin = TextBlockPlugin()
