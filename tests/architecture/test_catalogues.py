from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tools.extraction import extract_python
from tools.messages import ROOT, extract, forms, parts, read, take_over

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

# French typography: a typewriter's apostrophe, or a mark without its no-break space.
APOSTROPHE = re.compile(r"\w'\w")
SPACING = re.compile(r"\w[;!?](\s|$)| [;!?:»]|« |\w:(\s|$)")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\$?\{\w+\}")

Text = tuple[str | None, str]


def key(context: str | None, text: str | list[str] | tuple[str, ...]) -> Text:
    """What identifies a string: its context and its singular."""
    return context, text if isinstance(text, str) else text[0]


def translations(catalogue: Catalog) -> dict[Text, list[str]]:
    """The translated strings of a catalogue → one translation per plural form."""
    return {
        key(message.context, message.id): forms(message.string)
        for message in catalogue
        if message.id and not message.fuzzy and all(forms(message.string))
    }


@pytest.fixture(scope="session")
def french() -> dict[str, dict[Text, list[str]]]:
    """Folder → its strings → their French."""
    found: dict[str, dict[Text, list[str]]] = {}
    for source, locale in parts(ROOT).items():
        texts = found[source.relative_to(ROOT).as_posix()] = {}
        for path in sorted((locale / "fr").rglob("*.po")):
            texts.update(translations(read(path, "fr")))
    return found


def test_every_string_has_its_french() -> None:
    missing = []
    for source, locale in parts(ROOT).items():
        catalogue = extract(source, "fr")
        for path in sorted((locale / "fr").rglob("*.po")):
            take_over(catalogue, read(path, "fr"))
        done = translations(catalogue)
        wanted = [key(message.context, message.id) for message in catalogue if message.id]
        missing += [text for _, text in wanted if (_, text) not in done]
    assert not missing, f"{len(missing)} strings have no French: run make messages"


def test_one_string_has_one_translation(french: dict[str, dict[Text, list[str]]]) -> None:
    seen: dict[Text, list[str]] = {}
    pairs = [pair for texts in french.values() for pair in texts.items()]
    assert not [text for text, known in pairs if seen.setdefault(text, known) != known]


def test_a_translation_keeps_the_placeholders(french: dict[str, dict[Text, list[str]]]) -> None:
    wrong = [
        text
        for texts in french.values()
        for (_, text), known in texts.items()
        if len(known) == 1 and set(PLACEHOLDER.findall(known[0])) != set(PLACEHOLDER.findall(text))
    ]
    assert not wrong


def test_french_is_set_as_french_is(french: dict[str, dict[Text, list[str]]]) -> None:
    known = [form for texts in french.values() for forms in texts.values() for form in forms]
    assert not [form for form in known if APOSTROPHE.search(form) or SPACING.search(form)]


def extracted(source: str) -> list[tuple[str, str | tuple[str, ...]]]:
    """What the extractor finds in a module."""
    found = extract_python(BytesIO(source.encode()), (), (), {})
    return sorted((function, text) for _, function, text, _ in found)


def test_marked_strings_and_sentences_of_refusals_are_found() -> None:
    source = """
title = _("Forum")
first = _("1", context="day of the month")
second = translator.ngettext("one post", "many posts", n)
raise Denied("You may not post here.")
raise ValueError("not for people")
raise Denied(sentence)
"""
    assert extracted(source) == [
        ("_", "Forum"),
        ("_", "You may not post here."),
        ("ngettext", ("one post", "many posts")),
        ("pgettext", ("day of the month", "1")),
    ]
