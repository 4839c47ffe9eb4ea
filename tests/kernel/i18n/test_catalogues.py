"""Catalogues: one domain from many folders."""

from __future__ import annotations

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from updago.kernel.i18n import KERNEL_FOLDER, Catalogues, Translator, _, negotiate

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""
FORUM = """
msgid "Reply to ${name}"
msgstr "Répondre à ${name}"

msgctxt "verb"
msgid "Post"
msgstr "Publier"

msgid "Post"
msgstr "Message"

msgid "${n} reply"
msgid_plural "${n} replies"
msgstr[0] "${n} réponse"
msgstr[1] "${n} réponses"

msgctxt "unread"
msgid "${n} reply"
msgid_plural "${n} replies"
msgstr[0] "${n} réponse non lue"
msgstr[1] "${n} réponses non lues"
"""


def write(folder: Path, messages: str, language: str = "fr") -> Path:
    path = folder / language / "LC_MESSAGES" / "updago.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + messages, "utf-8")
    return path


def compile_beside(path: Path) -> Path:
    with path.open("rb") as source, path.with_suffix(".mo").open("wb") as made:
        write_mo(made, read_po(source))
    return path.with_suffix(".mo")


@pytest.fixture
def french(tmp_path: Path) -> Translator:
    write(tmp_path / "forum", FORUM)
    write(tmp_path / "page", '\nmsgid "Page"\nmsgstr "Feuille"\n')
    return Catalogues([tmp_path / "forum", tmp_path / "page"]).translator("fr")


def test_messages_of_all_folders_are_one_domain(french: Translator) -> None:
    assert french.gettext("Page") == "Feuille"
    assert french.gettext("Post") == "Message"
    assert french.pgettext("verb", "Post") == "Publier"
    assert french.ngettext("${n} reply", "${n} replies", 0) == "${n} réponse"
    assert french.npgettext("unread", "${n} reply", "${n} replies", 2) == "${n} réponses non lues"


def test_a_marked_message_brings_its_values_and_context(french: Translator) -> None:
    assert french.translate(_("Reply to ${name}", {"name": "Zoé"})) == "Répondre à Zoé"
    assert french.translate(_("Post", context="verb")) == "Publier"
    assert french.translate("Reply to ${name}", {"name": "Zoé"}) == "Répondre à Zoé"
    assert french.translate("Page") == "Feuille"


@pytest.mark.parametrize("text", ["${name}", "$name", "%(name)s", "{name}", "{{ 7*7 }}"])
def test_placeholders_in_what_people_wrote_stay_literal(french: Translator, text: str) -> None:
    assert french.translate(_("Reply to ${name}", {"name": text})) == f"Répondre à {text}"


def test_what_has_no_translation_stays_english(french: Translator) -> None:
    assert french.gettext("Unheard of") == "Unheard of"
    assert french.gettext("") == ""
    assert french.translate(_("Hello ${name}", {"name": "Zoé"})) == "Hello Zoé"
    assert french.ngettext("one", "many", 2) == "many"


def test_pyramid_gets_the_same_messages(french: Translator) -> None:
    localizer = french.localizer
    assert localizer.locale_name == "fr"
    assert localizer.translate(_("Reply to ${name}", {"name": "Zoé"})) == "Répondre à Zoé"
    assert localizer.translate(_("Post", context="verb")) == "Publier"
    assert localizer.translate("Page") == "Feuille"
    for domain in (None, "updago"):
        found = localizer.pluralize("${n} reply", "${n} replies", 0, domain, {"n": 0})
        assert found == "0 réponse"


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    catalogues = Catalogues([tmp_path / "absent"])
    english = catalogues.translator("en")
    assert catalogues.languages == ("en",)
    assert english.ngettext("${n} reply", "${n} replies", 0) == "${n} replies"
    assert english.localizer.pluralize("reply", "replies", 0) == "replies"
    assert catalogues.translator("en") is english


def test_the_languages_are_those_with_a_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "a", "", "fr")
    write(tmp_path / "b", "", "de")
    (tmp_path / "b" / "it").mkdir()
    (tmp_path / "b" / "note.txt").write_text("x")
    assert Catalogues([tmp_path / "a", tmp_path / "b"]).languages == ("de", "en", "fr")


def test_a_compiled_catalogue_is_used_until_its_source_is_newer(tmp_path: Path) -> None:
    source = write(tmp_path, '\nmsgid "Page"\nmsgstr "Compilée"\n')
    compiled = compile_beside(source)
    write(tmp_path, '\nmsgid "Page"\nmsgstr "Récrite"\n')
    os.utime(source, (1_000, 1_000))
    assert Catalogues([tmp_path]).translator("fr").gettext("Page") == "Compilée"
    os.utime(compiled, (500, 500))
    assert Catalogues([tmp_path]).translator("fr").gettext("Page") == "Récrite"


def test_a_compiled_catalogue_needs_no_source(tmp_path: Path) -> None:
    source = write(tmp_path, FORUM)
    compile_beside(source)
    source.unlink()
    assert Catalogues([tmp_path]).translator("fr").gettext("Post") == "Message"


def test_one_part_brings_the_plural_rule_for_all(tmp_path: Path) -> None:
    without_rule = write(tmp_path / "a", '\nmsgid "Page"\nmsgstr "Feuille"\n')
    compile_beside(without_rule)
    write(tmp_path / "b", FORUM)
    french = Catalogues([tmp_path / "a", tmp_path / "b"]).translator("fr")
    assert french.gettext("Page") == "Feuille"
    assert french.ngettext("${n} reply", "${n} replies", 0) == "${n} réponse"


def test_a_folder_of_no_known_language_is_still_read(tmp_path: Path) -> None:
    write(tmp_path, '\nmsgid "Page"\nmsgstr "Egap"\n', "xx_rev")
    assert Catalogues([tmp_path]).translator("xx_rev").gettext("Page") == "Egap"


def test_two_translations_of_one_message_are_found(tmp_path: Path) -> None:
    write(tmp_path / "a", '\nmsgid "Page"\nmsgstr "Page"\n\nmsgid "Due"\nmsgstr "À rendre"\n')
    write(tmp_path / "b", '\nmsgid "Page"\nmsgstr "Feuille"\n\nmsgid "Due"\nmsgstr "À rendre"\n')
    catalogues = Catalogues([tmp_path / "a", tmp_path / "b"])
    assert catalogues.conflicts("fr") == ("Page",)
    assert catalogues.translator("fr").gettext("Page") == "Feuille"


def test_every_message_of_this_package_is_in_french() -> None:
    package = KERNEL_FOLDER.parent / "i18n"
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    with (KERNEL_FOLDER / "fr" / "parts" / "i18n.po").open("rb") as stream:
        french = read_po(BytesIO(stream.read()), locale="fr")
    found = 0
    for _file, _line, message, _comments, context in extract_from_dir(package, keywords=keywords):
        entry = french.get(message, context=context)
        assert entry is not None, message
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])
        assert all(forms), message
        found += 1
    assert found >= len(french)


def test_french_has_no_plain_apostrophe_and_narrow_spaces_only() -> None:
    text = (KERNEL_FOLDER / "fr" / "parts" / "i18n.po").read_text("utf-8")
    for line in re.findall(r'^msgstr.*? "(.*)"$', text, re.MULTILINE):
        assert "'" not in line
        assert not re.search(r"[  ][;!?%]", line)


@pytest.mark.parametrize(
    ("wished", "accept", "language"),
    [
        ("de", "fr", "de"),
        ("xx", "de;q=0.5, en;q=0.9", "en"),
        (None, "fr-CA,en;q=0.8", "fr"),
        (None, "it, de;q=0", "fr"),
        (None, "de;q=abc, en;q=0.1", "en"),
        (None, "pt-br", "pt_BR"),
        ("pt-BR", None, "pt_BR"),
        (None, "*", "fr"),
        (None, None, "fr"),
        ("", "", "fr"),
        ("", ",;q=;,==," * 500, "fr"),
    ],
)
def test_a_person_reads_their_language_then_their_browsers_then_the_sites(
    wished: str | None, accept: str | None, language: str
) -> None:
    assert negotiate(("de", "en", "fr", "pt_BR"), wished, accept) == language


def test_the_site_chooses_the_last_resort() -> None:
    assert negotiate(("en", "fr"), None, "it", default="en") == "en"
