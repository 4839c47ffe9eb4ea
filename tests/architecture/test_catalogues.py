from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from tools.messages import keywords

if TYPE_CHECKING:
    from pathlib import Path

    from tests.architecture.conftest import Checkout

# French typography: a typewriter's apostrophe, or a mark without its no-break space.
APOSTROPHE = re.compile(r"\w'\w")
SPACING = re.compile(r"[^\s\u202f\u00a0&?!][;!?](\s|$)| [;!?:»]|« |\w:(\s|$)")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\$\{\w+\}")


def catalogues(checkout: Checkout) -> dict[str, Path]:
    """The folder whose strings a French catalogue holds → that catalogue."""
    found = {"updago": checkout.root / "updago/kernel/locale/fr/LC_MESSAGES/updago.po"}
    for package in sorted((checkout.root / "plugins").glob("*/__init__.py")):
        path = package.parent / "locale/fr/LC_MESSAGES/updago.po"
        found[checkout.name(package.parent)] = path
    return found


@pytest.fixture(scope="session")
def sources(checkout: Checkout) -> dict[str, set[str]]:
    """The strings to be translated in each folder."""
    with (checkout.root / "babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)  # type: ignore[no-untyped-call]
    marks = parse_keywords(option.partition("=")[2] for option in keywords())
    found: dict[str, set[str]] = {}
    for folder in catalogues(checkout):
        strings = extract_from_dir(checkout.root / folder, methods, options, marks)
        found[folder] = {text if isinstance(text, str) else text[0] for _, _, text, _, _ in strings}
    return found


@pytest.fixture(scope="session")
def french(checkout: Checkout) -> dict[str, dict[str, list[str]]]:
    """Folder → string → its translations, one per plural form."""
    return {
        folder: read_catalogue(path)
        for folder, path in catalogues(checkout).items()
        if path.is_file()
    }


def read_catalogue(path: Path) -> dict[str, list[str]]:
    """The translations of one catalogue, fuzzy ones left out."""
    with path.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    messages = [message for message in catalogue if message.id and not message.fuzzy]
    return {first(message.id): forms(message.string) for message in messages}


def first(text: str | list[str] | tuple[str, ...]) -> str:
    """The singular of a message."""
    return text if isinstance(text, str) else text[0]


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """The translations of a message, one per plural form."""
    return [text or ""] if isinstance(text, str | None) else list(text)


def test_every_string_has_its_french(
    sources: dict[str, set[str]], french: dict[str, dict[str, list[str]]]
) -> None:
    missing = [
        f"{folder}: {text}"
        for folder, texts in sources.items()
        for text in sorted(texts)
        if not all(french.get(folder, {}).get(text, [""]))
    ]
    assert not missing, f"{len(missing)} strings, first {missing[:10]}: run make messages"


def test_one_string_has_one_translation(french: dict[str, dict[str, list[str]]]) -> None:
    seen: dict[str, list[str]] = {}
    wrong = []
    for folder, texts in french.items():
        for text, translations in texts.items():
            if seen.setdefault(text, translations) != translations:
                wrong.append(f"{folder}: {text}")
    assert not wrong


def test_a_translation_keeps_the_placeholders(french: dict[str, dict[str, list[str]]]) -> None:
    wrong = [
        f"{folder}: {text}"
        for folder, texts in french.items()
        for text, translations in texts.items()
        if set(PLACEHOLDER.findall(translations[-1])) != set(PLACEHOLDER.findall(text))
        and len(translations) == 1
    ]
    assert not wrong


def test_french_is_set_as_french_is(french: dict[str, dict[str, list[str]]]) -> None:
    wrong = [
        f"{folder}: {translation}"
        for folder, texts in french.items()
        for translations in texts.values()
        for translation in translations
        if APOSTROPHE.search(translation) or SPACING.search(translation)
    ]
    assert not wrong
