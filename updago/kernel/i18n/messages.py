"""Messages: written in English where they are used, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from translationstring import TranslationString

DOMAIN: Final = "updago"
SOURCE_LANGUAGE: Final = "en"


def _(
    msgid: str, mapping: Mapping[str, Any] | None = None, context: str | None = None
) -> TranslationString:
    """Mark an English message for translation; usable in declarations, where no person is known.

    ``${name}`` in the message stands for ``mapping["name"]``; `context` tells equal words apart.
    """
    if mapping:
        return TranslationString(msgid, domain=DOMAIN, mapping=dict(mapping), context=context)
    return _plain(msgid, context)


@lru_cache(maxsize=4096)
def _plain(msgid: str, context: str | None) -> TranslationString:
    """A message without values is the same each time its line of code is reached."""
    return TranslationString(msgid, domain=DOMAIN, context=context)
