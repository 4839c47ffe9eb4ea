"""Everything a page shows that depends on the person's language and zone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from updago.kernel.i18n.catalogues import Catalogues, Translator
from updago.kernel.i18n.moments import Moments
from updago.kernel.i18n.names import names_of
from updago.kernel.i18n.numbers import Numbers


class Formats(Moments, Numbers):
    """Dates, numbers, sizes and lists for one language and one zone. Immutable: share it.

    `words` brings the site's messages; without it the kernel's own are used. An unknown zone
    raises UnknownZone.
    """

    def __init__(self, language: str, timezone: str, words: Translator | None = None) -> None:
        words = words or _kernel_words(language)
        names = names_of(language)
        Numbers.__init__(self, words, names)
        Moments.__init__(self, words, names, timezone)
        self.language = language

    def text(self, message: str) -> str:
        """Return a message in the language."""
        return self._words.translate(message)

    def plural(self, singular: str, plural: str, n: int) -> str:
        """Return the message for `n` things, ``{n}`` replaced by the number as people read it."""
        return self._words.ngettext(singular, plural, n).replace("{n}", self.number(n))

    def join(self, items: Iterable[str]) -> str:
        """Return ``a, b et c``."""
        *most, last = [*items] or [""]
        if not most:
            return last
        two, middle, end = self._names.list_patterns
        if len(most) == 1:
            return two.format(most[0], last)
        # The patterns of CLDR put words between their two places only.
        return middle.format("", "").join(most) + end.format("", "") + last


@lru_cache(maxsize=32)
def _kernel_words(language: str) -> Translator:
    return Catalogues().translator(language)
