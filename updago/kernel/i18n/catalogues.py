"""Catalogues: one gettext domain, merged from the folders of the kernel and of every plugin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from translationstring import TranslationString

from updago.kernel.i18n.messages import DOMAIN, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from pyramid.i18n import Localizer

KERNEL_FOLDER: Final = Path(__file__).parent.parent / "locale"


class Translator:
    """The messages of one language."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations
        self._known: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        """Return the translation of `message`, or `message`."""
        return self._translations.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form for `n` things by the language's plural rule."""
        return self._translations.ngettext(singular, plural, n)

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of `message` in `context`, or `message`."""
        return self._translations.pgettext(context, message)

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        """Return the form for `n` things in `context`."""
        return self._translations.npgettext(context, singular, plural, n)

    def translate(self, message: str, mapping: Mapping[str, object] | None = None) -> str:
        """Return a message in this language, its ``${…}`` filled in once.

        `mapping` serves a plain string; what `_` marked brings its own. Values are not translated.
        """
        if not mapping and not getattr(message, "mapping", None):
            return self._plainly(message)
        marked = (
            message
            if isinstance(message, TranslationString)
            else TranslationString(message, mapping=dict(mapping or {}))
        )
        if marked.context:
            found = self.pgettext(marked.context, str(marked))
        else:
            found = self.gettext(str(marked))
        return str(marked.interpolate(found))

    def _plainly(self, message: str) -> str:
        """Translate what brings no values; messages of the code are looked up once."""
        context = getattr(message, "context", None)
        key = f"{context}\4{message}" if context else message
        found = self._known.get(key)
        if found is None:
            text = str(message)
            found = self.pgettext(context, text) if context else self.gettext(text)
            if found != text:
                self._known[str(key)] = found
        return found

    @cached_property
    def localizer(self) -> Localizer:
        """The same messages in the form that Pyramid's parts ask for."""
        from pyramid.i18n import Localizer, Translations

        everything = Translations()
        domain = Translations(domain=DOMAIN)
        for part in (everything, domain):
            part._catalog = dict(getattr(self._translations, "_catalog", {}))  # noqa: SLF001
            part.plural = getattr(self._translations, "plural", _germanic)
        everything.add(domain)
        return Localizer(self.language, everything)


class Catalogues:
    """All languages found below the given locale folders, read when first asked for.

    A folder holds ``<language>/**/*.po``, each with its compiled ``.mo`` beside it. A ``.po`` whose
    ``.mo`` is missing or older is compiled in memory. Later folders win over earlier ones.
    """

    def __init__(self, folders: Iterable[Path] = (KERNEL_FOLDER,)) -> None:
        self._folders = tuple(folders)
        self._translators: dict[str, Translator] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a catalogue, and English, in alphabetical order."""
        found = {SOURCE_LANGUAGE}
        for folder in self._folders:
            if folder.is_dir():
                found.update(path.name for path in folder.iterdir() if any(_sources(path)))
        return tuple(sorted(found))

    def translator(self, language: str) -> Translator:
        """Return the messages of `language`; English where it has none."""
        known = self._translators.get(language)
        if known is None:
            known = Translator(language, self._merged(language))
            self._translators[language] = known
        return known

    def conflicts(self, language: str) -> tuple[str, ...]:
        """Return the messages to which two catalogues give two translations."""
        seen: dict[Any, str] = {}
        clashes = set()
        for catalogue in self._read(language):
            for key, text in _messages(catalogue).items():
                if key and seen.setdefault(key, text) != text:
                    clashes.add(key[0] if isinstance(key, tuple) else key)
        return tuple(sorted(clashes))

    def _read(self, language: str) -> Iterator[GNUTranslations]:
        for folder in self._folders:
            for source in _sources(folder / language):
                yield _load(source, language)

    def _merged(self, language: str) -> NullTranslations:
        catalogues = list(self._read(language))
        if not catalogues:
            return NullTranslations()
        # A part may lack the header that holds the plural rule.
        ruled = [one for one in catalogues if "plural-forms" in one.info()] or catalogues
        merged = ruled[0]
        everything = {key: text for one in catalogues for key, text in _messages(one).items()}
        _messages(merged).update(everything)
        return merged


def _germanic(n: int) -> int:
    return int(n != 1)


def _messages(catalogue: GNUTranslations) -> dict[Any, str]:
    # gettext has no public way to merge; every library that merges does it through this field.
    return catalogue._catalog  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001


def _sources(folder: Path) -> list[Path]:
    """Return one path a catalogue, the ``.po`` where there is one."""
    found = {path.with_suffix(""): path for path in sorted(folder.rglob("*.mo"))}
    found |= {path.with_suffix(""): path for path in sorted(folder.rglob("*.po"))}
    return [found[stem] for stem in sorted(found)]


def _load(source: Path, language: str) -> GNUTranslations:
    compiled = source.with_suffix(".mo")
    if compiled.is_file() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        with compiled.open("rb") as stream:
            return GNUTranslations(stream)
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = BytesIO()
    with source.open("rb") as stream:
        write_mo(made, read_po(stream, locale=_known_locale(language)))
    made.seek(0)
    return GNUTranslations(made)


def _known_locale(language: str) -> str | None:
    from babel.localedata import exists

    return language if exists(language) else None
