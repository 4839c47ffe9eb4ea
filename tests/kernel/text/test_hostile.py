"""Nothing hostile survives: a corpus, and generated mixtures of its parts."""

from __future__ import annotations

import re
import time
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from updago.kernel.text import RichText, sanitise
from updago.kernel.text.vocabulary import words

VECTORS = [
    line.encode("latin-1", "backslashreplace").decode("unicode_escape")
    for line in (Path(__file__).parent / "hostile.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("# ")
]
ACTIVE = words(
    "applet base body button dialog embed form frame frameset head html input isindex keygen link "
    "malignmark meta mglyph noembed noframes noscript object option param plaintext portal script "
    "select style svg template textarea title xmp"
)
LOADING = frozenset({"cite", "href", "longdesc", "poster", "src"})
FORBIDDEN_STYLE = re.compile(
    r"url|expression|position|z-index|transform|binding|behaviou?r|attr\(|var\(|import|[\\@{}<>]|--"
)
FRAGMENTS = st.sampled_from(VECTORS)
PIECES = st.sampled_from(
    sorted(
        words(
            "<svg> </svg> <math> </math> <mtext> <mi> <mglyph> <style> </style> <title> <table> "
            "<tr> <td> <caption> <p> </p> <b> </b> <a> <a/href=/x> <form> <noscript> </noscript> "
            "<template> <select> <!-- --> <![CDATA[ ]]> <iframe/src=https://a.example/> </iframe> "
            "<textarea> <img/src=x> <br> <annotation-xml/encoding=text/html> <foreignObject> <li> "
            '<embed/src=/x> &lt; &amp; " \' > < / = <img/alt="<b>"> <p/title=\'"<!--\'> </ <? x'
        )
    )
)


def assert_inert(html: str) -> None:
    for element in lxml.html.fragment_fromstring(html, create_parent="section").iter():
        assert isinstance(element.tag, str), html
        assert element.tag not in ACTIVE, html
        for name, value in element.attrib.items():
            assert re.fullmatch(r"[a-z-]+", str(name)), html
            assert not str(name).startswith(("on", "data-", "hx-")), html
            assert name not in {"srcdoc", "action", "formaction", "background", "ping", "is"}, html
            if name in LOADING:
                scheme = re.match(r"([^/?#]*?):", re.sub(r"[\x00-\x20]", "", str(value)))
                assert scheme is None or scheme[1].lower() in {"http", "https", "mailto", "tel"}
            if name == "style":
                assert not FORBIDDEN_STYLE.search(str(value).lower()), html
            if name in {"id", "name"}:
                assert str(value).startswith("u-"), html


def test_the_corpus_is_large() -> None:
    assert len(set(VECTORS)) >= 200


@pytest.mark.parametrize("vector", VECTORS)
def test_a_hostile_fragment_becomes_inert_at_once(vector: str) -> None:
    clean = sanitise(vector)
    assert_inert(clean)
    assert sanitise(clean) == clean


@pytest.mark.parametrize("vector", VECTORS)
def test_a_hostile_fragment_is_only_text_in_plain_text(vector: str) -> None:
    rich = RichText.plain(vector)
    assert set(re.findall(r"<(/?[a-z]+)", rich.html)) <= {"p", "/p", "br"}
    assert " ".join(rich.text().split()) == " ".join(vector.replace("\x00", "").split())


@settings(deadline=None)
@given(st.lists(FRAGMENTS | PIECES, max_size=12).map("".join))
def test_mixtures_of_hostile_fragments_are_inert_and_stable(html: str) -> None:
    clean = sanitise(html)
    assert_inert(clean)
    assert sanitise(clean) == clean


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"'&;#! -abipstymguvx\n\t\x00\u00a0:."), max_size=80))
def test_any_text_is_inert_and_stable(html: str) -> None:
    clean = sanitise(html)
    assert_inert(clean)
    assert sanitise(clean) == clean


@pytest.mark.parametrize("text", ["{{7*7}}", "${x}", "%(x)s", "{0}", "#{x}", "<%= x %>"])
def test_placeholders_stay_literal(text: str) -> None:
    rich = RichText.plain(text)
    assert rich.text() == text
    assert text.replace("<", "&lt;").replace(">", "&gt;") in str(rich.markup())


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<div>", "<p ", "<!--", '<a "', "<a '", "<svg", "<", "<table><tr><td>", "<math><mi>",
     "<li>", "<p>", "</p>", "<font>", "&", "<embed src=", "<embed '"],
)  # fmt: skip
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    started = time.process_time()
    sanitise(piece * 20_000)
    assert time.process_time() - started < 1
