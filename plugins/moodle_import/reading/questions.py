"""questions.xml: how many questions of which type a backup holds."""

from __future__ import annotations

from collections import Counter

from plugins.moodle_import.reading.values import line
from plugins.moodle_import.reading.xmlsafe import stream
from plugins.moodle_import.unpack.archive import Archive

NAME = "questions.xml"


def count_questions(archive: Archive) -> Counter[str]:
    """Questions by type, each version of one counted (from Moodle 4 they have versions)."""
    entry = archive.get(NAME)
    counts: Counter[str] = Counter()
    if entry is not None:
        with entry.open() as source:
            for node in stream(source, ("questions/question",)):
                counts[line(node, "qtype")] += 1
    return counts
