"""XML that a backup never needs is refused before it is interpreted."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path

import pytest

from plugins.moodle_import import errors
from plugins.moodle_import.reading import xmlsafe
from plugins.moodle_import.reading.xmlsafe import stream

LAUGHS = "".join(f'<!ENTITY l{level} "' + f"&l{level - 1};" * 10 + '">' for level in range(1, 10))
HOSTILE = {
    "external entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><a>&x;</a></r>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://localhost:9/x">%x;]><r/>',
    "external DTD": '<!DOCTYPE r SYSTEM "http://localhost:9/x.dtd"><r/>',
    "billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "lol">{LAUGHS}]><r><a>&l9;</a></r>',
    "quadratic blow-up": f'<!DOCTYPE r [<!ENTITY x "{"x" * 50_000}">]><r>{"&x;" * 50_000}</r>',
    "after a comment": "<!-- - --><?pi ?>\n<!DOCTYPE r><r/>",
    "after much space": " " * 70_000 + "<!DOCTYPE r><r/>",
    "inclusion": '<r xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></r>',
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?>+ADw-r/+AD4-',
    "UTF-7 named late": '<?xml version="1.0" standalone="yes" encoding=\'utf-7\' ?><r/>',
    "Latin-1": '<?xml version="1.0" encoding="ISO-8859-1"?><r/>',
}
BROKEN = {
    "10,000 levels": "<a>" * 10_000 + "</a>" * 10_000,
    "undeclared entity": "<r><a>&nbsp;</a></r>",
    "cut off": "<r><a>1</a>",
    "two roots": "<r/><r/>",
    "control character": "<r>\x01</r>",
    "many attributes": "<r " + "".join(f" a{number}=''" for number in range(200_000)) + "><b></r>",
}


def texts(xml: bytes, *wanted: str, dropped: tuple[str, ...] = ()) -> list[str | None]:
    return [node.text for node in stream(io.BytesIO(xml), wanted or ("r/a",), dropped)]


@pytest.mark.parametrize("xml", HOSTILE.values(), ids=HOSTILE)
def test_hostile_xml_is_refused_at_once(xml: str) -> None:
    start = time.monotonic()
    with pytest.raises(errors.UnsafeXml):
        texts(xml.encode())
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("xml", BROKEN.values(), ids=BROKEN)
def test_xml_that_is_not_well_formed_is_refused_at_once(xml: str) -> None:
    start = time.monotonic()
    with pytest.raises(errors.Damaged):
        texts(xml.encode())
    assert time.monotonic() - start < 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(errors.UnsafeXml):
        texts('<!DOCTYPE r [<!ENTITY x "y">]><r><a>&x;</a></r>'.encode(encoding))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(errors.UnsafeXml):
        texts(b"")


@pytest.mark.parametrize(
    "prolog", ["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n', "<!-- a --><?b c?>\n"]
)
def test_ordinary_xml_is_read(prolog: str) -> None:
    xml = f"{prolog}<r><a>é &lt;b&gt; &#233;</a><c><a>other</a></c><a/></r>"

    assert texts(xml.encode()) == ["é <b> é", None]


def test_a_path_chooses_by_its_last_parts() -> None:
    xml = b"<r><b><a>1</a></b><c><a>2</a></c><a>3</a></r>"

    assert texts(xml, "b/a", "r/a") == ["1", "3"]
    assert texts(xml, "a") == ["1", "2", "3"]


def test_an_element_keeps_its_children_until_the_next_step() -> None:
    xml = b"<r><a><b>1</b></a><a><b>2</b></a></r>"

    assert [node.findtext("b") for node in stream(io.BytesIO(xml), ("r/a",))] == ["1", "2"]


@pytest.mark.parametrize("wanted", ["r/a", "r/none"])
def test_an_element_of_countless_parts_is_refused_in_small_memory(wanted: str) -> None:
    xml = b"<r><a>" + b"<b/>" * 2_000_000 + b"</a></r>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(errors.TooLarge):
        texts(xml, wanted)
    assert time.monotonic() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_memory_stays_bounded_over_a_long_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xmlsafe, "MAX_MARKS", 16_000)
    path = tmp_path / "long.xml"
    with path.open("w") as file:
        file.write("<r><list>")
        file.writelines(f"<a>{number}</a>" for number in range(9_000))
        file.write("</list><seen>")
        file.writelines("<read><id>1</id></read>" for _ in range(9_000))
        file.write("</seen></r>")
    with path.open("rb") as source:
        kept = [
            len(node) + len(list(node.itersiblings(preceding=True)))
            for node in stream(source, ("list/a", "r/seen"), ("seen/read",))
        ]

    assert len(kept) == 9_001
    assert max(kept) <= 2
