"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from updago.kernel.i18n.catalogues import Translator
from updago.kernel.i18n.names import Names

Number = int | float | Decimal

_MOST_PLACES: Final = 2
_STEP: Final = 1000
_FINE: Final = 100
_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Wide enough for every float."""
_ENGLISH_RANKS: Final = {1: "st", 2: "nd", 3: "rd"}


class Numbers:
    """Numbers in one language."""

    def __init__(self, words: Translator, names: Names) -> None:
        self._words = words
        self._names = names

    def number(self, value: Number, places: int | None = None) -> str:
        """Return ``1 204,5``: rounded half up to `places`, or to at most 2 without end zeros.

        Raises ValueError for what is not finite.
        """
        exact = Decimal(str(value))
        if not exact.is_finite():
            raise ValueError("Only a finite number can be shown.")
        wanted = _MOST_PLACES if places is None else places
        text = f"{abs(_rounded(exact, wanted)):,f}"
        whole, _, part = text.partition(".")
        if places is None:
            part = part.rstrip("0")
        sign = self._names.minus_sign if exact < 0 and text.strip("0.,") else ""
        digits = sign + whole.replace(",", self._names.group_sign)
        return f"{digits}{self._names.decimal_sign}{part}" if part else digits

    def percent(self, ratio: Number, places: int = 0) -> str:
        """Return a ratio (1 is the whole) as ``45 %``."""
        shown = self.number(Decimal(str(ratio)) * 100, places)
        return self._words.gettext("{number}%").format(number=shown)

    def file_size(self, size: int) -> str:
        """Return bytes as ``1,8 Mo``: decimal units, one place below 100."""
        units = self._sizes()
        amount = Decimal(size)
        for unit in units[:-1]:
            rounded = _rounded(amount, 1 if unit is not units[0] and amount < _FINE else 0)
            if rounded < _STEP:
                return unit.format(number=self.number(rounded))
            amount /= _STEP
        return units[-1].format(number=self.number(_rounded(amount, 1)))

    def _sizes(self) -> tuple[str, ...]:
        words = self._words
        return (
            words.gettext("{number} B"),
            words.gettext("{number} kB"),
            words.gettext("{number} MB"),
            words.gettext("{number} GB"),
            words.gettext("{number} TB"),
        )

    def ordinal(self, n: int, *, feminine: bool = False) -> str:
        """Return the rank `n` (≥ 1): ``1er``, ``1re``, ``2e``; ``1st``, ``2nd``, ``3rd``."""
        language = self._names.locale.language
        if language == "fr":
            first = "1re" if feminine else "1er"
            return first if n == 1 else f"{n}e"
        if language == "en":
            teens = n // 10 % 10 == 1
            return f"{n}{'th' if teens else _ENGLISH_RANKS.get(n % 10, 'th')}"
        return f"{n}."


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
