"""Messages: written in English where they are used, translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
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
    values = dict(mapping) if mapping else None
    return TranslationString(msgid, domain=DOMAIN, mapping=values, context=context)
