"""People from a CSV file: each line is tried alone and reported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from sqlalchemy import select

from updago.kernel.accounts.models import Person
from updago.kernel.accounts.operations import create_person, edit_person
from updago.kernel.accounts.values import PersonData, username_of
from updago.kernel.db.operation import Act
from updago.kernel.errors import Invalid, UpdagoError
from updago.kernel.i18n import _

NEEDED: Final = ("username", "last_name")
KNOWN: Final = tuple(field.name for field in fields(PersonData))
# Headings that other systems write.
ALIASES: Final[Mapping[str, str]] = {
    "firstname": "first_name",
    "lastname": "last_name",
    "idnumber": "external_id",
    "lang": "language",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one line: created, changed, kept as it was, or refused with a reason."""

    number: int
    username: str
    outcome: str
    reason: str = ""


def read_people(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a UTF-8 CSV file with headings, by line number; commas or semicolons.

    Raises Invalid for a file that is not such a one, or lacks a needed column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            delimiter = ";" if first.count(";") > first.count(",") else ","
            reader = csv.DictReader(file, delimiter=delimiter, strict=True)
            names = {n: _column(n) for n in reader.fieldnames or ()}
            missing = [name for name in NEEDED if name not in names.values()]
            if missing:
                raise Invalid(_("The file lacks the column ${name}."), {"name": ", ".join(missing)})
            for row in reader:
                yield reader.line_num, {names[k]: v or "" for k, v in row.items() if k in names}
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise Invalid(_("The file cannot be read: ${error}."), {"error": error}) from error


def import_line(act: Act, number: int, values: Mapping[str, str]) -> Line:
    """Create or change the person of one line; a refusal is told, not raised."""
    username = username_of(values.get("username", ""))
    try:
        person = act.session.scalar(
            select(Person).where(Person.username == username, Person.deleted_at.is_(None))
        )
        if person is None:
            create_person(act, PersonData(**{**dict.fromkeys(KNOWN, ""), **_known(values)}))
            return Line(number, username, "created")
        before = {name: getattr(person, name) for name in KNOWN}
        data = PersonData(**{**before, **_known(values)}).checked()
        if all(getattr(data, name) == before[name] for name in KNOWN):
            return Line(number, username, "kept")
        edit_person(act, data, person_id=person.id)
        return Line(number, username, "changed")
    except UpdagoError as error:
        return Line(number, username, "refused", str(error))


def _column(heading: str) -> str:
    name = heading.strip().lower()
    return ALIASES.get(name, name)


def _known(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values[name] for name in KNOWN if name in values}
