"""Accounts for what no activity took: questions, files, and the description of the course."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Final

from plugins.moodle_import.making.memory import remembered
from plugins.moodle_import.making.placeholders import (
    Sources,
    describe,
    keep,
)
from plugins.moodle_import.making.report import Detail, Outcome
from plugins.moodle_import.making.state import State
from plugins.moodle_import.models import WAITING_AREA
from plugins.moodle_import.reading.records import FileRecord
from updago.api.files import Shelf, add_file
from updago.api.i18n import _

DESCRIPTION: Final = "waiting.json"
PERSONAL_COMPONENT: Final = "user"
ABSENT: Final = _("Its content is not in the backup.")
PERSONAL: Final = _("It belongs to a person, not to the course.")
WAITS: Final = _("Nothing here uses it yet. It is kept with the course.")


def count_all_questions(state: State, questions: Counter[str]) -> None:
    """Every question waits for a question bank, in the description of the course."""
    for kind, count in questions.items():
        for _number in range(count):
            state.report.question(kind, Outcome.WAITING)


def keep_remains(state: State, sources: Sources) -> None:
    """Keep the description of the course and the files that nothing has used."""
    records = [record for record in state.backup.files.records if _is_left(state, record)]
    keep(state, sources, records, None)
    description = {**describe(state, sources, None, records), "here": remembered(state)}
    described = json.dumps(description).encode()
    upload = state.contents.put(io.BytesIO(described), DESCRIPTION, "application/json")
    add_file(state.act, upload, Shelf(WAITING_AREA, state.course_id), position=len(records) + 1)


def _is_left(state: State, record: FileRecord) -> bool:
    return (
        record.id not in state.used
        and record.id not in state.waiting
        and record.component != PERSONAL_COMPONENT
    )


def count_files(state: State) -> None:
    """What became of each row of files.xml; all but the kept ones are named."""
    for record in state.backup.files.records:
        outcome, reason = _fate(state, record)
        state.report.files.add(outcome)
        if outcome is not Outcome.KEPT:
            name = f"{record.component}/{record.area}{record.path}{record.name}"
            state.report.details.append(Detail("file", record.mime_type, name, outcome, reason))


def _fate(state: State, record: FileRecord) -> tuple[Outcome, str]:
    if state.contents.upload(record) is None:
        return Outcome.REFUSED, ABSENT
    if record.id in state.used:
        return Outcome.KEPT, ""
    if record.id in state.waiting:
        return Outcome.WAITING, WAITS
    return Outcome.REFUSED, PERSONAL
