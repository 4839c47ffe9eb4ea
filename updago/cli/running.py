"""From arguments to an exit status."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from translationstring import TranslationString

from updago.cli.output import as_json, as_text
from updago.cli.own import COMMANDS
from updago.cli.parsing import parser_of
from updago.kernel.app import Site, build_site
from updago.kernel.db import migrate
from updago.kernel.errors import StartError, UpdagoError
from updago.kernel.i18n import Catalogues, Translator, _, negotiate
from updago.kernel.plugins.declarations import Command

DONE: Final = 0
REFUSED: Final = 1
INTERRUPTED: Final = 130
FAILED: Final = _("This failed: ${cause}. Nothing was changed.")
NO_DATABASE: Final = _("The database cannot be used: ${cause}.")


def run(argv: Sequence[str]) -> int:
    """Parse, run and print; wrong usage ends the process with status 2."""
    try:
        site = build_site(safe_mode="--safe-mode" in argv)
    except UpdagoError as error:
        return _say(words_of(None), error, as_document="--json" in argv)
    try:
        arguments = parser_of(commands_of(site)).parse_args(argv)
        return _run(site, arguments)
    finally:
        site.close()


def commands_of(site: Site) -> list[Command]:
    """The commands of this package, of the kernel and of the plugins.

    Raises StartError when two have one name.
    """
    declared = site.declared(Command)
    for own in COMMANDS:
        if own.name in declared:
            raise StartError(
                "The plugin ${name} declares the command ${command}, which exists.",
                {"name": declared.owner(own.name), "command": own.name},
            )
    return [*COMMANDS, *declared.enabled().values()]


def _run(site: Site, arguments: argparse.Namespace) -> int:
    words = words_of(site)
    try:
        # What a command prints is for people; the document alone goes to standard output.
        with contextlib.redirect_stdout(sys.stderr):
            document = arguments.command.run(site, arguments)
    except UpdagoError as error:
        return _say(words, error, as_document=arguments.json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if arguments.debug:
            raise
        return _say(words, _explained(site, error), as_document=arguments.json)
    _print(as_json(document) if arguments.json else as_text(document))
    return DONE


def _explained(site: Site, error: Exception) -> UpdagoError:
    if isinstance(error, DBAPIError):
        try:
            migrate.refuse_if_behind(site)
        except UpdagoError as behind:
            return behind
        except DBAPIError:
            pass
        return UpdagoError(NO_DATABASE, {"cause": str(error.orig).strip()})
    cause = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return UpdagoError(FAILED, {"cause": cause})


def words_of(site: Site | None) -> Translator:
    """The messages in the language of the terminal."""
    catalogues = site.catalogues if site else Catalogues()
    wished = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    language = negotiate(catalogues.languages, wished.partition(".")[0], None, "en")
    return catalogues.translator(language)


def _say(words: Translator, error: UpdagoError, *, as_document: bool) -> int:
    given = getattr(error.sentence, "mapping", None) or {}
    mapping: dict[str, Any] = {**given, **error.mapping}
    for name, value in mapping.items():
        if isinstance(value, TranslationString):
            mapping[name] = words.translate(value)
    sentence = words.translate(_(str(error.sentence), mapping))
    sys.stderr.write(f"{sentence}\n")
    if as_document:
        _print(as_json({"error": sentence}))
    return REFUSED


def _print(text: str) -> None:
    if text:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
