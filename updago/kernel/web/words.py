"""The words of a request: its language, its messages, its dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from pyramid.threadlocal import get_current_request
from pyramid_jinja2.i18n import GetTextWrapper
from translationstring import TranslationString

from updago.kernel.errors import UpdagoError
from updago.kernel.i18n import Formats, Translator, UnknownZone, negotiate
from updago.kernel.i18n import _ as message_of

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.i18n import Localizer
    from pyramid.request import Request

    from updago.kernel.app import Site


def locale_of(request: Request) -> str:
    """The person's language, else what the browser asks for, else the site's."""
    site: Site = request.site
    return negotiate(
        site.catalogues.languages,
        request.visitor.language,
        request.headers.get("Accept-Language"),
        site.state.setting("language"),
    )


def words(request: Request) -> Translator:
    """The messages in the language of the request."""
    translator: Translator = request.site.catalogues.translator(request.locale_name)
    return translator


def translate(request: Request, message: str) -> str:
    """A marked message in the language of the request."""
    return request.words.translate(message)  # type: ignore[no-any-return]


def say(request: Request, message: str, values: Mapping[str, object]) -> str:
    """A marked message with its `${…}` places filled in."""
    return translate(request, message_of(str(message), dict(values)))


def sentence_of(request: Request, error: UpdagoError) -> str:
    """The sentence of a refusal in the language of the request, its places filled in."""
    values = {**(getattr(error.sentence, "mapping", None) or {}), **error.mapping}
    mapping = {
        name: translate(request, value) if isinstance(value, TranslationString) else value
        for name, value in values.items()
    }
    return translate(request, message_of(str(error.sentence), mapping))


def formats(request: Request) -> Formats:
    """Dates and numbers in the language and time zone of the person."""
    zone = request.visitor.timezone or request.site.state.setting("timezone")
    try:
        return _formats(request.words, request.locale_name, zone)
    except UnknownZone:
        return _formats(request.words, request.locale_name, "UTC")


@lru_cache(maxsize=256)
def _formats(translator: Translator, language: str, timezone: str) -> Formats:
    return Formats(language, timezone, translator)


class Gettext(GetTextWrapper):  # type: ignore[misc] # the library has no types
    """What templates ask for their messages: the catalogue itself, without further steps."""

    def gettext(self, message: str, mapping: Mapping[str, object] | None = None) -> str:
        """A message in the language of the request that is answered now."""
        found: str = get_current_request().words.translate(message, mapping)
        return found

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form for `n` things."""
        found: str = get_current_request().words.ngettext(singular, plural, n)
        return found


def localizer(request: Request) -> Localizer:
    """The same messages, as Pyramid and the templates ask for them."""
    return request.words.localizer


def includeme(config: Configurator) -> None:
    """Add the properties; Pyramid's own catalogues are not used."""
    config.set_locale_negotiator(locale_of)
    for method in (words, formats, localizer):
        config.add_request_method(method, reify=True)
    config.add_request_method(translate)
    config.add_request_method(say)
